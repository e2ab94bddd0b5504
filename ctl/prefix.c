// SPDX-License-Identifier: GPL-2.0
/* Prefixes: their canonical order, host bits, which one holds another. */
#include <string.h>

#include "prefix.h"
#include "print.h"

/**
 * prefix_compare() - which of two prefixes comes first
 * @a: a prefix
 * @b: another
 *
 * Return: below, above or equal to 0, by family, then address, then length.
 */
int prefix_compare(const struct prefix *a, const struct prefix *b)
{
	int ret;

	if (a->addr.family != b->addr.family)
		return a->addr.family < b->addr.family ? -1 : 1;
	ret = memcmp(a->addr.bytes, b->addr.bytes, sizeof(a->addr.bytes));
	return ret ? ret : a->len - b->len;
}

/**
 * prefix_trim() - clear the host bits
 * @prefix: the prefix
 *
 * Return: true if there were any.
 */
bool prefix_trim(struct prefix *prefix)
{
	bool found = false;

	for (unsigned int i = 0; i < address_size(prefix->addr.family); i++) {
		unsigned int bits = prefix->len > i * 8 ? prefix->len - i * 8 : 0;
		__u8 mask = bits >= 8 ? 0xff : 0xff00 >> bits;

		found |= prefix->addr.bytes[i] & ~mask;
		prefix->addr.bytes[i] &= mask;
	}
	return found;
}

/**
 * prefix_within() - whether one prefix holds another
 * @a: the one that may be held
 * @b: the one that may hold it; neither has host bits
 *
 * Return: true if every address of @a is one of @b.
 */
bool prefix_within(const struct prefix *a, const struct prefix *b)
{
	struct prefix cut = *a;

	if (a->addr.family != b->addr.family || a->len < b->len)
		return false;
	cut.len = b->len;
	prefix_trim(&cut);
	return !prefix_compare(&cut, b);
}
