/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of words, written as one string with the words parted by '|': the way
 * in which linux/sfw.h has them. A '|' at the end is allowed.
 */
#ifndef SFWCTL_CHOICES_H
#define SFWCTL_CHOICES_H

#include <stddef.h>

#define CHOICE_MAX	40	/* bytes of a word, with the NUL */

int choice_index(const char *choices, const char *word);
const char *choice_word(const char *choices, unsigned int index, char *buf,
			size_t size);
int choice_nearest(const char *choices, const char *word);

#endif
