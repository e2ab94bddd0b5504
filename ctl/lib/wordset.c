// SPDX-License-Identifier: GPL-2.0
/* Sets of words. */
#include <stdio.h>
#include <string.h>

#include "lib/wordset.h"

static const char *skip(const char *at, size_t len)
{
	at += len;
	return *at ? at + 1 : at;
}

/**
 * wordset_index() - find a word in a set
 * @choices: the set
 * @word: the word
 *
 * Return: its index, or -1 when it is not there.
 */
int wordset_index(const char *choices, const char *word)
{
	int index = 0;

	while (*choices) {
		size_t len = strcspn(choices, "|");

		if (len == strlen(word) && !memcmp(choices, word, len))
			return index;
		choices = skip(choices, len);
		index++;
	}
	return -1;
}

/**
 * wordset_word() - copy one word of a set
 * @choices: the set
 * @index: which
 * @buf: where to
 * @size: bytes at @buf
 *
 * Return: @buf; it holds the number itself when the set is not that large.
 */
const char *wordset_word(const char *choices, unsigned int index, char *buf,
			 size_t size)
{
	for (unsigned int i = 0; *choices; i++) {
		size_t len = strcspn(choices, "|");

		if (i == index) {
			snprintf(buf, size, "%.*s", (int)len, choices);
			return buf;
		}
		choices = skip(choices, len);
	}
	snprintf(buf, size, "%u", index);
	return buf;
}
