/* SPDX-License-Identifier: GPL-2.0 */
/* Places in a list by the source that stands there. Pure. */
#ifndef SFWCTL_IMPORT_SOURCE_INDEX_H
#define SFWCTL_IMPORT_SOURCE_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/statement.h"

#define SOURCE_INDEX_ROWS	1024
#define SOURCE_INDEX_LENGTHS	129

/**
 * struct source_index - lists of places, one for each source, as far as rows differ
 * @next: the place behind each one in its list, both counted from 1; 0 for the end
 * @count: how many places
 * @first: the first place of each list, or 0
 * @last: the last one
 * @lengths: whether there are prefixes of a length
 */
struct source_index {
	size_t *next;
	size_t count;
	size_t first[SOURCE_INDEX_ROWS];
	size_t last[SOURCE_INDEX_ROWS];
	bool lengths[SOURCE_INDEX_LENGTHS];
};

int source_index_add(struct source_index *sources, const struct prefix *src);
size_t source_index_first(const struct source_index *sources, const struct prefix *src,
			  unsigned int len);

#endif
