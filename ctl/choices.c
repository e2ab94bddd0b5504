// SPDX-License-Identifier: GPL-2.0
/* Sets of words: membership, and the word of a set that was meant. */
#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "nearest.h"

static const char *skip(const char *at, size_t len)
{
	at += len;
	return *at ? at + 1 : at;
}

/**
 * choice_index() - find a word in a set
 * @choices: the set
 * @word: the word
 *
 * Return: its index, or -1 when it is not there.
 */
int choice_index(const char *choices, const char *word)
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
 * choice_word() - copy one word of a set
 * @choices: the set
 * @index: which
 * @buf: where to
 * @size: bytes at @buf
 *
 * Return: @buf; it holds the number itself when the set is not that large.
 */
const char *choice_word(const char *choices, unsigned int index, char *buf,
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

/**
 * choice_nearest() - the word of a set that was probably meant
 * @choices: the set
 * @word: what was typed
 *
 * Return: its index, or -1 when none is near.
 */
int choice_nearest(const char *choices, const char *word)
{
	struct nearest nearest;
	int index = -1;
	char buf[CHOICE_MAX];

	nearest_start(&nearest, word);
	for (int i = 0; *choices; i++) {
		size_t len = strcspn(choices, "|");

		snprintf(buf, sizeof(buf), "%.*s", (int)len, choices);
		if (nearest_try(&nearest, buf))
			index = i;
		choices = skip(choices, len);
	}
	return index;
}
