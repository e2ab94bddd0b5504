// SPDX-License-Identifier: GPL-2.0
/* One word that may be typed. */
#include <stdio.h>
#include <string.h>

#include "complete/offer.h"

#define OFFERS_MAX	1000	/* nobody reads more */

/**
 * offer() - print a word that may be typed, if it begins as typed
 * @place: where
 * @word: the word
 * @text: about it, or ""
 */
void offer(struct place *place, const char *word, const char *text)
{
	const char *comma = strrchr(place->typed, ',');
	size_t list = 0;

	/* The last of a list with commas. */
	if (comma && (place->list || strstr(place->next.term, "[,") ||
		      !strcmp(place->next.term, "PORTS")))
		list = comma + 1 - place->typed;
	if (strncmp(word, place->typed + list, strlen(place->typed + list)) ||
	    place->offered++ >= OFFERS_MAX)
		return;
	printf("%.*s%s%s%s\n", (int)list, place->typed, word,
	       *text ? "\t" : "", text);
}
