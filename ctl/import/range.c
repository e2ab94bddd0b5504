// SPDX-License-Identifier: GPL-2.0
/* Ranges of addresses as prefixes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "import/range.h"
#include "lang/format_value.h"
#include "lib/grow.h"

/* A binary tree of prefixes is searched, of which a range has two edges. */
struct search {
	const struct address *first;
	const struct address *last;
	bool others;
	struct prefix *found;
	size_t count;
};

/**
 * range_last() - the last address of a prefix
 * @prefix: the prefix
 * @last: the result
 */
void range_last(const struct prefix *prefix, struct address *last)
{
	*last = prefix->addr;
	for (unsigned int bit = prefix->len;
	     bit < address_bits(prefix->addr.family); bit++)
		last->bytes[bit / 8] |= 0x80 >> bit % 8;
}

static int compare(const struct address *a, const struct address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static int keep(struct search *s, const struct prefix *prefix)
{
	struct prefix *found = grow(&s->found, &s->count, sizeof(*found));

	if (!found)
		return -ENOMEM;
	*found = *prefix;
	return 0;
}

static int look(struct search *s, const struct prefix *prefix)
{
	struct prefix half = *prefix;
	struct address end;
	bool out, in;
	int ret;

	range_last(prefix, &end);
	out = compare(&end, s->first) < 0 || compare(&prefix->addr, s->last) > 0;
	in = compare(&prefix->addr, s->first) >= 0 && compare(&end, s->last) <= 0;
	if (in || out)
		return in == s->others ? 0 : keep(s, prefix);
	half.len++;
	ret = look(s, &half);
	if (ret)
		return ret;
	half.addr.bytes[prefix->len / 8] |= 0x80 >> prefix->len % 8;
	return look(s, &half);
}

/**
 * range_prefixes() - find the prefixes that are a range of addresses
 * @first: its first address
 * @last: its last one, of the same family and not below
 * @others: find all other addresses instead
 * @prefixes: the result, to be freed: at most 2 for each bit of an address
 *
 * Return: how many, or -ENOMEM.
 */
int range_prefixes(const struct address *first, const struct address *last,
		   bool others, struct prefix **prefixes)
{
	struct search search = { first, last, others, NULL, 0 };
	struct prefix all = { .addr.family = first->family };
	int ret = look(&search, &all);

	*prefixes = search.found;
	if (!ret)
		return (int)search.count;
	free(search.found);
	*prefixes = NULL;
	return ret;
}
