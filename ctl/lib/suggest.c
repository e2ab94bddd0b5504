// SPDX-License-Identifier: GPL-2.0
/* The word that was probably meant, by Damerau and Levenshtein. */
#include <stdio.h>
#include <string.h>

#include "lib/suggest.h"

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
 * with their neighbour to make one word of the other; WORDSET_WORD_MAX for words too
 * long to be one of ours.
 */
unsigned int word_distance(const char *a, const char *b)
{
	unsigned int d[WORDSET_WORD_MAX + 1][WORDSET_WORD_MAX + 1];
	size_t len_a = strlen(a), len_b = strlen(b);

	if (len_a >= WORDSET_WORD_MAX || len_b >= WORDSET_WORD_MAX)
		return WORDSET_WORD_MAX;
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
 * suggest_start() - begin to look for the word that was meant
 * @best: the search
 * @typed: the word that was typed
 */
void suggest_start(struct suggestion *best, const char *typed)
{
	best->typed = typed;
	best->distance = strlen(typed) > 3 ? 3 : 2;
	best->word[0] = '\0';
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
 * suggest_try() - is it this one?
 * @best: the search
 * @word: a word that could have been meant
 *
 * Return: true if it is the best so far.
 */
bool suggest_try(struct suggestion *best, const char *word)
{
	unsigned int distance = word_distance(best->typed, word);

	if (distance > 1 && shares_stem(best->typed, word))
		distance = 1;
	/* Half of a short word says little, but where it begins alike. */
	if (distance > 1 && strlen(best->typed) < 5 && best->typed[0] != word[0])
		return false;
	/* Of two as near, the one that begins with the typed word. */
	if (distance > best->distance ||
	    (distance == best->distance &&
	     (!best->word[0] ||
	      strncmp(word, best->typed, strlen(best->typed)))))
		return false;
	best->distance = distance;
	snprintf(best->word, sizeof(best->word), "%s", word);
	return true;
}

/**
 * suggest_hint() - name the word that was probably meant
 * @best: the search
 *
 * Return: the end of a sentence about the typed word.
 */
struct hint suggest_hint(const struct suggestion *best)
{
	struct hint hint = { "" };

	if (best->word[0])
		snprintf(hint.text, sizeof(hint.text), ": did you mean %s?",
			 best->word);
	return hint;
}

/**
 * suggest_index() - the word of a set that was probably meant
 * @choices: the set
 * @word: the word that was typed
 *
 * Return: its index, or -1 when none is near.
 */
int suggest_index(const char *choices, const char *word)
{
	struct suggestion best;
	int index = -1;
	char buf[WORDSET_WORD_MAX];

	suggest_start(&best, word);
	for (int i = 0; *choices; i++) {
		size_t len = strcspn(choices, "|");

		snprintf(buf, sizeof(buf), "%.*s", (int)len, choices);
		if (suggest_try(&best, buf))
			index = i;
		choices += len + (choices[len] == '|');
	}
	return index;
}

/**
 * suggest_choice() - tell which word of a set was probably meant
 * @choices: the set, as in wordset.h
 * @typed: the word that was typed
 *
 * Return: the end of a sentence about the typed word.
 */
struct hint suggest_choice(const char *choices, const char *typed)
{
	struct suggestion best;
	char buf[WORDSET_WORD_MAX];
	int index = suggest_index(choices, typed);

	suggest_start(&best, typed);
	if (index >= 0)
		suggest_try(&best, wordset_word(choices, index, buf,
						sizeof(buf)));
	return suggest_hint(&best);
}
