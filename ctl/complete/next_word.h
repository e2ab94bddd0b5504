/* SPDX-License-Identifier: GPL-2.0 */
/* Words that can come next in a command, read off its usage. */
#ifndef SFWCTL_COMPLETE_NEXT_WORD_H
#define SFWCTL_COMPLETE_NEXT_WORD_H

#define NEXT_WORD_MAX	64	/* bytes of a word of a usage, with the NUL */

/**
 * struct next_word - the words that can follow those of a command
 * @term: the one that must follow, as the usage has it: IFACE, a|b,
 *	  PREFIX[,PREFIX...]; "" where one of @keywords, or nothing, can
 * @keyword: the keyword that @term belongs to, or ""
 * @keywords: a set as in wordset.h
 */
struct next_word {
	char term[NEXT_WORD_MAX];
	char keyword[NEXT_WORD_MAX];
	char keywords[256];
};

void next_word_find(const char *args, const char *const words[], int count,
		    struct next_word *next);

#endif
