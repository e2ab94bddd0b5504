/* SPDX-License-Identifier: GPL-2.0 */
/* A line of the policy language, split into words as a shell would. */
#ifndef TEST_WORDS_H
#define TEST_WORDS_H

#include <stdbool.h>

#define WORDS_MAX	64
#define WORDS_BYTES	8192

/**
 * struct split - the words of a line
 * @at: the words
 * @count: how many
 * @bytes: where they are kept
 */
struct split {
	const char *at[WORDS_MAX];
	int count;
	char bytes[WORDS_BYTES];
};

bool split(const char *line, struct split *out);

#endif
