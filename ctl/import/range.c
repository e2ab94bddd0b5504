// SPDX-License-Identifier: GPL-2.0
/* Ranges of addresses as prefixes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "import/range.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lib/compiler.h"
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

/**
 * range_meet() - find the addresses that are in two lists of prefixes
 * @prefixes: one of them, allocated; the result, likewise
 * @count: how many
 * @others: the other
 * @other_count: how many
 *
 * Return: how many are left, or -ENOMEM; the list is freed then.
 */
int range_meet(struct prefix **prefixes, size_t count, const struct prefix *others,
	       size_t other_count)
{
	struct search both = { .found = NULL };
	int ret = 0;

	for (size_t i = 0; i < count * other_count && !ret; i++) {
		const struct prefix *a = &(*prefixes)[i / other_count];
		const struct prefix *b = &others[i % other_count];

		if (prefix_within(a, b))
			ret = keep(&both, a);
		else if (prefix_within(b, a))
			ret = keep(&both, b);
	}
	free(*prefixes);
	*prefixes = both.found;
	if (!ret)
		return (int)both.count;
	free(both.found);
	*prefixes = NULL;
	return ret;
}

/**
 * range_is_host() - whether a prefix is one host, or the network that is one of IPv6
 * @prefix: the prefix
 */
bool range_is_host(const struct prefix *prefix)
{
	return prefix->addr.family == AF_INET6 ? prefix->len >= 64 :
						 prefix->len == 32;
}

/**
 * range_is_private() - whether a prefix is of private networks, or holds one
 * @prefix: the prefix
 *
 * RFC 1918, RFC 3927, RFC 6598, RFC 4193, RFC 4291.
 */
bool range_is_private(const struct prefix *prefix)
{
	static const struct prefix own[] = {
		{ { AF_INET, { 10 } }, 8 }, { { AF_INET, { 172, 16 } }, 12 },
		{ { AF_INET, { 192, 168 } }, 16 }, { { AF_INET, { 169, 254 } }, 16 },
		{ { AF_INET, { 100, 64 } }, 10 }, { { AF_INET6, { 0xfc } }, 7 },
		{ { AF_INET6, { 0xfe, 0x80 } }, 10 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		if (prefix_within(prefix, &own[i]) || prefix_within(&own[i], prefix))
			return true;
	return false;
}
