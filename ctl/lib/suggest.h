/* SPDX-License-Identifier: GPL-2.0 */
/* The word that was probably meant. */
#ifndef SFWCTL_LIB_SUGGEST_H
#define SFWCTL_LIB_SUGGEST_H

#include <stdbool.h>

#include "lib/wordset.h"

/**
 * struct suggestion - the best of the words that were tried so far
 * @typed: the word that was typed
 * @distance: how far @word is from it; at first the least that is too far
 * @word: the best, or "" if none was near
 */
struct suggestion {
	const char *typed;
	unsigned int distance;
	char word[WORDSET_WORD_MAX];
};

/**
 * struct hint - ": did you mean WORD?", or nothing
 * @text: that
 */
struct hint {
	char text[WORDSET_WORD_MAX + 20];
};

unsigned int word_distance(const char *a, const char *b);
void suggest_start(struct suggestion *best, const char *typed);
bool suggest_try(struct suggestion *best, const char *word);
struct hint suggest_hint(const struct suggestion *best);
int suggest_index(const char *choices, const char *word);
struct hint suggest_choice(const char *choices, const char *typed);

#endif
