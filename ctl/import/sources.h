/* SPDX-License-Identifier: GPL-2.0 */
/* Places in a list by the source that stands there. Pure. */
#ifndef SFWCTL_IMPORT_SOURCES_H
#define SFWCTL_IMPORT_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/statement.h"

#define SOURCES_ROWS	1024
#define SOURCES_LENGTHS	129

/**
 * struct sources - lists of places, one for each source, as far as rows differ
 * @next: the place behind each one in its list, both counted from 1; 0 for the end
 * @count: how many places
 * @first: the first place of each list, or 0
 * @last: the last one
 * @lengths: whether there are prefixes of a length
 */
struct sources {
	size_t *next;
	size_t count;
	size_t first[SOURCES_ROWS];
	size_t last[SOURCES_ROWS];
	bool lengths[SOURCES_LENGTHS];
};

int sources_add(struct sources *sources, const struct prefix *src);
size_t sources_first(const struct sources *sources, const struct prefix *src,
		     unsigned int len);

#endif
