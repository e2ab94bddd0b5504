// SPDX-License-Identifier: GPL-2.0
/* Words of the user in messages, which must not disturb a terminal. */
#include <string.h>

#include "shown.h"
#include "utf8.h"

/**
 * shown() - a word of the user as it may appear in a message
 * @word: the word
 *
 * Return: the word without control characters and broken UTF-8, shortened; an
 * empty one as a pair of quotes.
 */
struct shown shown(const char *word)
{
	struct shown out = { "\"\"" };
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
