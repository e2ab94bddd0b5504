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
 * sfw_dev_has - whether a packet came in by an interface that is meant
 * @dev: a name or a pattern
 * @f: the packet
 *
 * Within a VRF either of its device and its port will do.
 */
bool sfw_dev_has(const char *dev, const struct sfw_facts *f)
{
	return sfw_ifname_matches(dev, f->dev) ||
	       (f->vrf && sfw_ifname_matches(dev, f->vrf));
}

static bool is_member(const struct sfw_selector *sel,
		      const struct sfw_members *members,
		      const struct sfw_facts *f)
{
	return sel->from.family == SFW_AF_GROUP &&
	       sfw_members_have(&members[sel->group->slot], f->family, &f->src,
				f->now);
}

/**
 * sfw_selector_has - whether a packet comes from where the selector says
 * @sel: the selector
 * @members: of the groups of its policy, by slot
 * @f: the packet
 */
bool sfw_selector_has(const struct sfw_selector *sel,
		      const struct sfw_members *members,
		      const struct sfw_facts *f)
{
	return (sfw_prefix_has(&sel->from, f->family, &f->src) ||
		is_member(sel, members, f)) &&
	       (!sel->dev[0] || sfw_dev_has(sel->dev, f));
}

/* A forwarded port without a source has the family of its target. */
static bool is_from_any(const struct sfw_entry *e)
{
	return !e->sel.from.family ||
	       (e->to.family && !e->sel.group && !e->sel.from.len);
}

static bool is_part(const struct sfw_selector *a, const struct sfw_selector *b)
{
	if (!b->from.family)
		return true;
	if (a->group || b->group)
		return a->group == b->group;
	return sfw_prefix_within(&a->from, &b->from);
}

static bool from_within(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return is_from_any(b) || is_part(&a->sel, &b->sel);
}

/* A group has other members later, so it may meet anybody. */
static bool from_meets(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return a->sel.group || b->sel.group || from_within(a, b) ||
	       from_within(b, a);
}

static bool dev_within(const char *a, const char *b)
{
	return !b[0] || (a[0] && sfw_ifname_matches(b, a));
}

static bool goes_there(const struct sfw_target *a, const struct sfw_target *b)
{
	return !a->family ||
	       (a->family == b->family && sfw_addr_equal(&a->addr, &b->addr) &&
		!strcmp(a->dev, b->dev));
}

/**
 * sfw_selector_within - whether all packets that a selector admits another one admits too
 * @a: the selector
 * @b: the other one
 */
bool sfw_selector_within(const struct sfw_selector *a, const struct sfw_selector *b)
{
	return is_part(a, b) && dev_within(a->dev, b->dev);
}

/**
 * sfw_passage_within - whether all packets that take a passage may take another one too
 * @a: the passage; without a new address one with any
 * @b: the other one
 */
bool sfw_passage_within(const struct sfw_passage *a, const struct sfw_passage *b)
{
	return sfw_selector_within(&a->sel, &b->sel) && dev_within(a->out, b->out) &&
	       (!a->to_family || (a->to_family == b->to_family &&
				  sfw_addr_equal(&a->to, &b->to)));
}

/**
 * sfw_entry_within - whether all packets of an entry are those of another one too
 * @a: the entry; without a target one that leads anywhere
 * @b: the other one
 */
bool sfw_entry_within(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return a->proto == b->proto && a->first >= b->first &&
	       a->last <= b->last &&
	       sfw_entry_is_ping(a) == sfw_entry_is_ping(b) &&
	       from_within(a, b) &&
	       dev_within(a->sel.dev, b->sel.dev) && goes_there(&a->to, &b->to);
}

/**
 * sfw_entry_meets - whether two entries may let in the same packet
 * @a: the one; without a target one that leads anywhere
 * @b: the other
 */
bool sfw_entry_meets(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return a->proto == b->proto && a->first <= b->last &&
	       b->first <= a->last && from_meets(a, b) &&
	       (dev_within(a->sel.dev, b->sel.dev) ||
		dev_within(b->sel.dev, a->sel.dev)) && goes_there(&a->to, &b->to);
}

/* One interface, then long patterns before short ones, then any interface. */
static int dev_cmp(const char *a, const char *b)
{
	int stem_a = sfw_ifname_stem(a), stem_b = sfw_ifname_stem(b);

	if (!a[0] != !b[0])
		return a[0] ? -1 : 1;
	if ((stem_a ^ stem_b) < 0)
		return stem_a < 0 ? -1 : 1;
	return stem_b - stem_a ?: strcmp(a, b);
}

/* Prefixes, then groups, then all sources of a family, then any source. */
static int from_rank(const struct sfw_selector *sel)
{
	if (sel->group)
		return 1;
	return sel->from.len ? 0 : 2;
}

/* Of groups by their names. */
static int from_cmp(const struct sfw_selector *a, const struct sfw_selector *b)
{
	return from_rank(a) - from_rank(b) ?: sfw_prefix_cmp(&a->from, &b->from) ?:
	       a->group && b->group ? strcmp(a->group->name, b->group->name) : 0;
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
	return from_cmp(a, b) ?: dev_cmp(a->dev, b->dev);
}

/**
 * sfw_passage_cmp - the canonical order of passages, most specific first
 * @a: a passage
 * @b: a passage
 *
 * Two with different new addresses are the same one.
 *
 * Return: below, equal to or above zero as @a sorts before, with or after @b.
 */
int sfw_passage_cmp(const struct sfw_passage *a, const struct sfw_passage *b)
{
	return sfw_selector_cmp(&a->sel, &b->sel) ?: dev_cmp(a->out, b->out);
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
	c = memcmp(&a->to.addr, &b->to.addr, sizeof(a->to.addr)) ?:
	    strcmp(a->to.dev, b->to.dev);
	return c ?: a->to.first - b->to.first;
}
