/* SPDX-License-Identifier: GPL-2.0 */
/* The policy of a file against the one that runs. */
#ifndef SFWCTL_NET_POLICYDIFF_H
#define SFWCTL_NET_POLICYDIFF_H

#include "net/policyfile.h"

/**
 * struct side - the lines of one of both
 * @line: in canonical order
 * @sorted: the same lines, sorted
 * @count: how many
 * @ending: how many of them have an end
 */
struct side {
	char **line;
	char **sorted;
	size_t count;
	size_t ending;
};

/**
 * struct policydiff - both policies
 * @file: that of the file
 * @runs: the one that runs
 */
struct policydiff {
	struct side file;
	struct side runs;
};

int policydiff_get(struct policydiff *diff, const struct policyfile *file,
		   const struct words *words, int *status);
const char *policydiff_next(const struct side *side, const struct side *other,
			    size_t *at);
void policydiff_free(struct policydiff *diff);

#endif
