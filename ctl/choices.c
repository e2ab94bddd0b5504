// SPDX-License-Identifier: GPL-2.0
/* Sets of words: membership, and the word that was probably meant. */
#include <stdio.h>
#include <string.h>

#include "choices.h"

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

static unsigned int min(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/**
 * word_distance() - how far two words are apart
 * @a: a word
 * @b: another
 *
 * Return: how many letters must be put in, left out, replaced, or exchanged
 * with their neighbour to make one word of the other; CHOICE_MAX for words too
 * long to be one of ours.
 */
unsigned int word_distance(const char *a, const char *b)
{
	unsigned int d[CHOICE_MAX + 1][CHOICE_MAX + 1];
	size_t len_a = strlen(a), len_b = strlen(b);

	if (len_a >= CHOICE_MAX || len_b >= CHOICE_MAX)
		return CHOICE_MAX;
	for (size_t i = 0; i <= len_a; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= len_b; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= len_a; i++) {
		for (size_t j = 1; j <= len_b; j++) {
			unsigned int cost = a[i - 1] != b[j - 1];

			d[i][j] = min(d[i - 1][j - 1] + cost,
				      min(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[len_a][len_b];
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
	unsigned int best = strlen(word) > 3 ? 3 : 2;
	int nearest = -1;
	char buf[CHOICE_MAX];

	for (int i = 0; *choices; i++) {
		size_t len = strcspn(choices, "|");
		unsigned int distance;

		snprintf(buf, sizeof(buf), "%.*s", (int)len, choices);
		distance = word_distance(word, buf);
		/* Of two as near, the one that the word begins. */
		if (distance < best ||
		    (distance == best && nearest >= 0 &&
		     !strncmp(buf, word, strlen(word)))) {
			best = distance;
			nearest = i;
		}
		choices = skip(choices, len);
	}
	return nearest;
}
