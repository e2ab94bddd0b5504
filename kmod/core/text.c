// SPDX-License-Identifier: GPL-2.0
#include "text.h"

/* Bytes that follow the first byte @c of a UTF-8 sequence, or -1. */
static int follow(u8 c)
{
	if (c < 0x80)
		return 0;
	if (c >= 0xc2 && c <= 0xdf)
		return 1;
	if (c >= 0xe0 && c <= 0xef)
		return 2;
	if (c >= 0xf0 && c <= 0xf4)
		return 3;
	return -1;
}

/* The second byte that would make an overlong form, a surrogate, or a number
 * above U+10FFFF.
 */
static bool bad_second(u8 first, u8 second)
{
	return (first == 0xe0 && second < 0xa0) ||
	       (first == 0xed && second > 0x9f) ||
	       (first == 0xf0 && second < 0x90) ||
	       (first == 0xf4 && second > 0x8f);
}

/**
 * sfw_text_valid - whether a text is UTF-8 (RFC 3629) without control
 * characters, so that printing it cannot forge a line
 * @s: the text, terminated
 */
bool sfw_text_valid(const char *s)
{
	const u8 *c = (const u8 *)s;

	while (*c) {
		int i, n = follow(*c);

		if (n < 0 || *c < 0x20 || *c == 0x7f)
			return false;
		/* U+0080 to U+009F are control characters as well. */
		if (*c == 0xc2 && c[1] < 0xa0)
			return false;
		if (n && bad_second(c[0], c[1]))
			return false;
		for (i = 1; i <= n; i++)
			if ((c[i] & 0xc0) != 0x80)
				return false;
		c += n + 1;
	}
	return true;
}
