/* SPDX-License-Identifier: GPL-2.0 */
/* The word that was probably meant. */
#ifndef SFWCTL_NEAREST_H
#define SFWCTL_NEAREST_H

#include <stdbool.h>

#include "choices.h"

/**
 * struct nearest - the best of the words that were tried so far
 * @typed: what was typed
 * @distance: how far @word is from it; at first the least that is too far
 * @word: the best, or "" if none was near
 */
struct nearest {
	const char *typed;
	unsigned int distance;
	char word[CHOICE_MAX];
};

/**
 * struct hint - ": did you mean WORD?", or nothing
 * @text: that
 */
struct hint {
	char text[CHOICE_MAX + 20];
};

unsigned int word_distance(const char *a, const char *b);
void nearest_start(struct nearest *nearest, const char *typed);
bool nearest_try(struct nearest *nearest, const char *word);
struct hint nearest_hint(const struct nearest *nearest);
struct hint choice_hint(const char *choices, const char *typed);

#endif
