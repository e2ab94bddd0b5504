/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of words, written as one string with the words parted by '|': the way
 * in which linux/sfw.h has them. A '|' at the end is allowed.
 */
#ifndef SFWCTL_LIB_WORDSET_H
#define SFWCTL_LIB_WORDSET_H

#include <stddef.h>

#define WORDSET_WORD_MAX	40	/* bytes of a word, with the NUL */

int wordset_index(const char *choices, const char *word);
const char *wordset_word(const char *choices, unsigned int index, char *buf,
			 size_t size);

#endif
