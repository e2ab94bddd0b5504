// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>
#include <linux/in.h>

#include "entry.h"

/**
 * sfw_proto_has_ports - whether entries of a protocol name ports
 * @proto: protocol number
 */
bool sfw_proto_has_ports(u8 proto)
{
	return proto == IPPROTO_TCP || proto == IPPROTO_UDP ||
	       proto == IPPROTO_SCTP;
}

/**
 * sfw_selector_has - whether a packet comes from where the selector says
 * @sel: the selector
 * @f: the packet
 */
bool sfw_selector_has(const struct sfw_selector *sel,
		      const struct sfw_facts *f)
{
	return sfw_prefix_has(&sel->from, f->family, &f->src) &&
	       (!sel->dev[0] || !strcmp(sel->dev, f->dev));
}

/**
 * sfw_selector_cmp - the canonical order of selectors, most specific first
 * @a: a selector
 * @b: a selector
 *
 * Return: below, equal to or above zero as @a sorts before, with or after @b.
 */
int sfw_selector_cmp(const struct sfw_selector *a,
		     const struct sfw_selector *b)
{
	int c = sfw_prefix_cmp(&a->from, &b->from);

	if (c)
		return c;
	if (!a->dev[0] != !b->dev[0])
		return a->dev[0] ? -1 : 1;
	return strcmp(a->dev, b->dev);
}

/**
 * sfw_entry_cmp - the canonical order of entries, which is their precedence
 * @a: an entry
 * @b: an entry
 *
 * By protocol; within one, narrow ranges before wide ones, then by number,
 * then the most specific selector first, then by target. Of all entries that match a packet
 * the first in this order decides, so the order in which an administrator
 * typed them means nothing. Entries that compare equal are the same entry.
 *
 * Return: below, equal to or above zero as @a sorts before, with or after @b.
 */
int sfw_entry_cmp(const struct sfw_entry *a, const struct sfw_entry *b)
{
	int c, wide_a = a->last - a->first, wide_b = b->last - b->first;

	if (a->proto != b->proto)
		return a->proto - b->proto;
	if (wide_a != wide_b)
		return wide_a - wide_b;
	if (a->first != b->first)
		return a->first - b->first;
	c = sfw_selector_cmp(&a->sel, &b->sel);
	if (c)
		return c;
	if (a->to.family != b->to.family)
		return a->to.family - b->to.family;
	c = memcmp(&a->to.addr, &b->to.addr, sizeof(a->to.addr));
	return c ?: a->to.first - b->to.first;
}
