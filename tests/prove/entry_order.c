// SPDX-License-Identifier: GPL-2.0
/*
 * The canonical order of entries is one: of any three, and equal are only those
 * that are the same entry. A narrower range comes before a wider one, a longer
 * prefix before a shorter one, a named interface before any.
 *
 * Of: addr entry
 * Loops: 17
 */
#include <linux/string.h>

#include "prove.h"

static struct sfw_entry any_forward(void)
{
	struct sfw_entry e = any_entry();

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
	       !strcmp(a->sel.dev, b->sel.dev) &&
	       a->to.family == b->to.family && a->to.first == b->to.first &&
	       sfw_addr_equal(&a->to.addr, &b->to.addr) &&
	       !strcmp(a->to.dev, b->to.dev);
}

void prove(void)
{
	struct sfw_entry a = any_forward(), b = any_forward(),
			 c = any_forward();
	int ab = sfw_entry_cmp(&a, &b);

	claim((ab < 0) == (sfw_entry_cmp(&b, &a) > 0));
	claim(!ab == same(&a, &b));
	if (ab < 0 && sfw_entry_cmp(&b, &c) < 0)
		claim(sfw_entry_cmp(&a, &c) < 0);

	if (ab < 0 && a.proto == b.proto) {
		claim(a.last - a.first <= b.last - b.first);
		if (a.first == b.first && a.last == b.last &&
		    a.sel.from.family == b.sel.from.family)
			claim(a.sel.from.len >= b.sel.from.len);
		if (a.first == b.first && a.last == b.last &&
		    !a.sel.from.family)
			claim(!b.sel.from.family);
	}
}
