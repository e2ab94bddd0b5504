// SPDX-License-Identifier: GPL-2.0
/* Names of others in commands for people to type. */
#include <stdio.h>
#include <string.h>

#include "lib/shellword.h"
#include "lib/utf8.h"

#define PLAIN	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-/"
#define QUOTE	"'\\''"		/* one in a word that is quoted */

/**
 * shell_word() - text as one word of a shell
 * @text: any text; a longer one is cut, control characters become ?
 * @to: the result, quoted where it must be
 * @size: bytes at @to, at least 3
 *
 * Return: @to.
 */
const char *shell_word(const char *text, char *to, size_t size)
{
	char *at = to, *end = to + size - strlen("'") - 1;

	if (*text && !text[strspn(text, PLAIN)]) {
		snprintf(to, size, "%s", text);
		return to;
	}
	*at++ = '\'';
	while (*text) {
		size_t len = utf8_char(text);
		const char *piece = *text == '\'' ? QUOTE : text;
		size_t bytes = *text == '\'' ? strlen(QUOTE) : len;

		if (!len || utf8_control(text)) {
			piece = "?";
			bytes = 1;
		}
		if (bytes > (size_t)(end - at))
			break;
		at = (char *)memcpy(at, piece, bytes) + bytes;
		text += len ? len : 1;
	}
	strcpy(at, "'");
	return to;
}
