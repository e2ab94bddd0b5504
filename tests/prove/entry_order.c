// SPDX-License-Identifier: GPL-2.0
/*
 * The canonical order of entries is one: of any three, and equal are only those
 * that are the same entry. A narrower range comes before a wider one, a longer
 * prefix before a shorter one, a prefix before a group, a group before all sources, a
 * named interface before any.
 *
 * Of: addr entry
 * Loops: 17
 */
#include <linux/string.h>

#include "prove.h"

static struct sfw_group groups[2];

static struct sfw_entry any_forward(void)
{
	struct sfw_entry e = any_entry();

	if (any_bool()) {
		e.sel.from = (struct sfw_prefix){ .family = SFW_AF_GROUP };
		e.sel.group = &groups[any_bool()];
	}
	if (any_bool()) {
		e.to.family = any_family();
		e.to.addr = any_addr(e.to.family);
		e.to.first = ANY(u16);
		memcpy(e.to.dev, any_selector().dev, sizeof(e.to.dev));
	}
	return e;
}

static bool same(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return a->proto == b->proto && a->first == b->first &&
	       a->last == b->last && a->sel.from.family == b->sel.from.family &&
	       a->sel.from.len == b->sel.from.len &&
	       sfw_addr_equal(&a->sel.from.addr, &b->sel.from.addr) &&
	       a->sel.group == b->sel.group && !strcmp(a->sel.dev, b->sel.dev) &&
	       a->to.family == b->to.family && a->to.first == b->to.first &&
	       sfw_addr_equal(&a->to.addr, &b->to.addr) &&
	       !strcmp(a->to.dev, b->to.dev);
}

static void name_groups(void)
{
	memcpy(groups[0].name, any_selector().dev, LETTERS + 1);
	memcpy(groups[1].name, any_selector().dev, LETTERS + 1);
	assume(strcmp(groups[0].name, groups[1].name));
}

static bool is_from_all(const struct sfw_entry *e)
{
	return !e->sel.group && !e->sel.from.len;
}

/* Two of the same ports. */
static void claim_sources(const struct sfw_entry *a, const struct sfw_entry *b)
{
	if (a->sel.from.family == b->sel.from.family)
		claim(a->sel.from.len >= b->sel.from.len);
	if (!a->sel.from.family)
		claim(!b->sel.from.family);
	if (a->sel.group)
		claim(b->sel.group || is_from_all(b));
	if (is_from_all(a))
		claim(is_from_all(b));
}

void prove(void)
{
	struct sfw_entry a = any_forward(), b = any_forward(),
			 c = any_forward();
	int ab;

	name_groups();
	ab = sfw_entry_cmp(&a, &b);
	claim((ab < 0) == (sfw_entry_cmp(&b, &a) > 0));
	claim(!ab == same(&a, &b));
	if (ab < 0 && sfw_entry_cmp(&b, &c) < 0)
		claim(sfw_entry_cmp(&a, &c) < 0);

	if (ab < 0 && a.proto == b.proto) {
		claim(a.last - a.first <= b.last - b.first);
		if (a.first == b.first && a.last == b.last)
			claim_sources(&a, &b);
	}
}
