// SPDX-License-Identifier: GPL-2.0
/*
 * Places in a list by the source that stands there: of thousands of hosts that are
 * refused, only those are looked at that may hold another source.
 */
#include <errno.h>

#include "import/source_index.h"
#include "lang/prefix.h"
#include "lib/grow.h"

static size_t row_of(struct prefix src, unsigned int len)
{
	unsigned int hash = len;

	src.len = len;
	prefix_trim(&src);
	for (size_t i = 0; len && i < sizeof(src.addr.bytes); i++)
		hash = hash * 31 + src.addr.bytes[i];
	return hash % SOURCE_INDEX_ROWS;
}

/**
 * source_index_add() - add the next place
 * @sources: the others
 * @src: its source
 *
 * Return: 0 or -ENOMEM.
 */
int source_index_add(struct source_index *sources, const struct prefix *src)
{
	size_t row = row_of(*src, src->len);

	if (!grow(&sources->next, &sources->count, sizeof(*sources->next)))
		return -ENOMEM;
	sources->next[sources->count - 1] = 0;
	if (sources->last[row])
		sources->next[sources->last[row] - 1] = sources->count;
	else
		sources->first[row] = sources->count;
	sources->last[row] = sources->count;
	sources->lengths[src->len] = true;
	return 0;
}

/**
 * source_index_first() - the first place whose source may be a prefix of another
 * @sources: the places
 * @src: the other source
 * @len: length of the prefix
 *
 * Return: the place, counted from 1, or 0 if there is none.
 */
size_t source_index_first(const struct source_index *sources, const struct prefix *src,
			  unsigned int len)
{
	return sources->lengths[len] ? sources->first[row_of(*src, len)] : 0;
}
