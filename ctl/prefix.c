// SPDX-License-Identifier: GPL-2.0
/* The canonical order of prefixes. */
#include <string.h>

#include "prefix.h"

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
