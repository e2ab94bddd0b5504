// SPDX-License-Identifier: GPL-2.0
/* The word that was probably meant, by Damerau and Levenshtein. */
#include <stdio.h>
#include <string.h>

#include "nearest.h"

#define LETTERS	"abcdefghijklmnopqrstuvwxyz"
#define STEM	3	/* letters that say enough: "del" in "delete" */

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
 * nearest_start() - begin to look for what was meant
 * @nearest: the search
 * @typed: what was typed
 */
void nearest_start(struct nearest *nearest, const char *typed)
{
	nearest->typed = typed;
	nearest->distance = strlen(typed) > 3 ? 3 : 2;
	nearest->word[0] = '\0';
}

/* The one goes on where the other ends: as good as one wrong letter. */
static bool shares_stem(const char *a, const char *b)
{
	size_t same = 0;

	while (a[same] && a[same] == b[same])
		same++;
	a += same;
	b += same;
	return same >= STEM && (!*a || !*b) && !a[strspn(a, LETTERS)] &&
	       !b[strspn(b, LETTERS)];
}

/**
 * nearest_try() - is it this one?
 * @nearest: the search
 * @word: a word that could have been meant
 *
 * Return: true if it is the best so far.
 */
bool nearest_try(struct nearest *nearest, const char *word)
{
	unsigned int distance = word_distance(nearest->typed, word);

	if (distance > 1 && shares_stem(nearest->typed, word))
		distance = 1;
	/* Of two as near, the one that what was typed begins. */
	if (distance > nearest->distance ||
	    (distance == nearest->distance &&
	     (!nearest->word[0] ||
	      strncmp(word, nearest->typed, strlen(nearest->typed)))))
		return false;
	nearest->distance = distance;
	snprintf(nearest->word, sizeof(nearest->word), "%s", word);
	return true;
}

/**
 * nearest_hint() - tell what was probably meant
 * @nearest: the search
 *
 * Return: the end of a sentence about what was typed.
 */
struct hint nearest_hint(const struct nearest *nearest)
{
	struct hint hint = { "" };

	if (nearest->word[0])
		snprintf(hint.text, sizeof(hint.text), ": did you mean %s?",
			 nearest->word);
	return hint;
}

/**
 * choice_hint() - tell which word of a set was probably meant
 * @choices: the set, as in choices.h
 * @typed: what was typed
 *
 * Return: the end of a sentence about what was typed.
 */
struct hint choice_hint(const char *choices, const char *typed)
{
	struct nearest nearest;
	char buf[CHOICE_MAX];
	int index = choice_nearest(choices, typed);

	nearest_start(&nearest, typed);
	if (index >= 0)
		nearest_try(&nearest, choice_word(choices, index, buf,
						  sizeof(buf)));
	return nearest_hint(&nearest);
}
