// SPDX-License-Identifier: GPL-2.0
/* UTF-8 as RFC 3629 has it: no surrogates, nothing longer than it need be. */
#include "lib/utf8.h"

/**
 * utf8_char() - length of the character at the start of a string
 * @s: the string
 *
 * Return: 1 to 4 bytes; 0 at the end of the string and where no valid
 * character starts.
 */
size_t utf8_char(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;
	unsigned int low = 0x80, high = 0xbf;
	size_t len;

	if (b[0] < 0x80)
		return b[0] != 0;
	if (b[0] < 0xc2 || b[0] > 0xf4)
		return 0;
	len = b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4;
	if (b[0] == 0xe0)
		low = 0xa0;
	else if (b[0] == 0xed)
		high = 0x9f;
	else if (b[0] == 0xf0)
		low = 0x90;
	else if (b[0] == 0xf4)
		high = 0x8f;
	if (b[1] < low || b[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if (b[i] < 0x80 || b[i] > 0xbf)
			return 0;
	return len;
}

/**
 * utf8_valid() - whether a string is UTF-8 as a whole
 * @s: the string
 *
 * Return: true if it is.
 */
bool utf8_valid(const char *s)
{
	size_t len;

	while ((len = utf8_char(s)))
		s += len;
	return !*s;
}

/**
 * utf8_control() - whether a control character stands at the start of a string
 * @s: the string, valid UTF-8
 *
 * Return: true for U+0001 to U+001F and U+007F to U+009F.
 */
bool utf8_control(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;

	return (b[0] && b[0] < 0x20) || b[0] == 0x7f ||
	       (b[0] == 0xc2 && b[1] < 0xa0);
}
