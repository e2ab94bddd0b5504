// SPDX-License-Identifier: GPL-2.0
/*
 * A text that passes is UTF-8 (RFC 3629) of code points that print: of any text
 * of 11 bytes, any character of it. Nothing behind its end is read.
 *
 * Of: text addr entry
 * Loops: 13
 */
#include "../../kmod/core/text.h"
#include "prove.h"

#define TEXT	11	/* bytes: with more it takes too long */

void prove(void)
{
	char s[TEXT + 1];
	const u8 *c = (const u8 *)s;
	u32 i = any_below(TEXT), left = 0, k;

	s[TEXT] = 0;
	if (!sfw_text_valid(s))
		return;
	for (k = 0; k < i; k++)
		assume(c[k]);
	claim(c[i] >= 0x20 || !c[i]);
	claim(c[i] != 0x7f && c[i] != 0xc0 && c[i] != 0xc1 && c[i] <= 0xf4);
	/* As many bytes follow as the first one says. */
	left = c[i] >= 0xf0 ? 3 : c[i] >= 0xe0 ? 2 : c[i] >= 0xc2 ? 1 : 0;
	for (k = 1; k <= left; k++)
		claim((c[i + k] & 0xc0) == 0x80);
	if (left)
		claim(c[i + left + 1] < 0x80 || c[i + left + 1] >= 0xc2);
	/* Overlong forms, surrogates, beyond U+10FFFF, U+0080 to U+009F. */
	claim(c[i] != 0xe0 || c[i + 1] >= 0xa0);
	claim(c[i] != 0xed || c[i + 1] < 0xa0);
	claim(c[i] != 0xf0 || c[i + 1] >= 0x90);
	claim(c[i] != 0xf4 || c[i + 1] < 0x90);
	claim(c[i] != 0xc2 || c[i + 1] >= 0xa0);
}
