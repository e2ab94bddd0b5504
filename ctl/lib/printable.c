// SPDX-License-Identifier: GPL-2.0
/* Words of the user in messages, which must not disturb a terminal. */
#include <string.h>

#include "lib/printable.h"
#include "lib/utf8.h"

/**
 * printable() - a word of the user as it may appear in a message
 * @word: the word
 *
 * Return: the word without control characters and broken UTF-8, shortened; an
 * empty one as a pair of quotes.
 */
struct printable printable(const char *word)
{
	struct printable out = { "\"\"" };
	size_t used = 0;

	while (*word) {
		size_t len = utf8_char(word);

		if (used > sizeof(out.text) - 8) {
			strcpy(out.text + used, "...");
			break;
		}
		if (!len || utf8_control(word)) {
			out.text[used++] = '?';
			word += len ? len : 1;
		} else {
			memcpy(out.text + used, word, len);
			used += len;
			word += len;
		}
		out.text[used] = '\0';
	}
	return out;
}

/**
 * printable_line() - make a line fit for a terminal
 * @text: the line, which loses control characters and broken UTF-8
 *
 * Return: @text.
 */
char *printable_line(char *text)
{
	for (char *c = text; *c;) {
		size_t len = utf8_char(c);

		if (!len || utf8_control(c))
			*c = '?';
		c += len ? len : 1;
	}
	return text;
}
