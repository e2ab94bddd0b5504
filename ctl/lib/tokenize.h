/* SPDX-License-Identifier: GPL-2.0 */
/* A line of a file, split into words as a shell would. */
#ifndef SFWCTL_LIB_TOKENIZE_H
#define SFWCTL_LIB_TOKENIZE_H

#define SPLIT_WORDS	64
#define SPLIT_BYTES	8192

/**
 * struct tokens - the words of a line
 * @at: the words
 * @count: how many
 * @column: where each begins in the line, its first byte being 1; the one
 *	    behind the last is where the line ends, or where it is wrong
 * @bytes: where they are kept
 */
struct tokens {
	const char *at[SPLIT_WORDS];
	int count;
	int column[SPLIT_WORDS + 1];
	char bytes[SPLIT_BYTES];
};

const char *tokenize(const char *line, struct tokens *out);
const char *tokenize_saved(const char *line, struct tokens *out);

#endif
