/* SPDX-License-Identifier: GPL-2.0 */
/* One word that may be typed, and the place where it would stand. */
#ifndef SFWCTL_COMPLETE_OFFER_H
#define SFWCTL_COMPLETE_OFFER_H

#include <stdbool.h>

#include "complete/next_word.h"
#include "lang/action.h"

/**
 * struct place - where in a command something is being typed
 * @action: the command
 * @next: words that can stand there
 * @words: the words behind object and verb that are complete
 * @count: how many
 * @offered: how many words were offered
 * @typed: the part of the word that is there already
 * @list: it may be a list with commas
 */
struct place {
	const struct action *action;
	struct next_word next;
	const char *const *words;
	int count;
	unsigned int offered;
	const char *typed;
	bool list;
};

void offer(struct place *place, const char *word, const char *text);

#endif
