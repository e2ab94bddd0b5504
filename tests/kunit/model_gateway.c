// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "model.h"

static bool same(const struct sfw_addr *a, const struct sfw_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* The first that is for this interface, source, destination and port. */
static u32 find(const struct sfw_facts *f, const struct sfw_policy *p,
		const char *dev)
{
	u32 i;

	for (i = 0; i < p->n_forwards; i++) {
		const struct sfw_entry *e = p->forwards[i];

		if (e->proto != f->proto || f->first_dport < e->first ||
		    f->first_dport > e->last)
			continue;
		if (e->sel.dev[0] && strcmp(e->sel.dev, dev))
			continue;
		if (!sfw_model_prefix_has(&e->sel.from, f->family, &f->src))
			continue;
		if (!strcmp(f->home, "") &&
		    !(same(&f->first_dst, &e->to.addr) &&
		      sfw_addr_is_global(f->family, &f->first_dst)))
			continue;
		return i;
	}
	return SFW_NO_ENTRY;
}

u32 sfw_model_lan(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (!strcmp(p->lans[i].dev, f->dev))
			return i;
	return SFW_NO_ENTRY;
}

u32 sfw_model_forward(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i = find(f, p, f->dev);

	if (i == SFW_NO_ENTRY && strcmp(f->home, "") &&
	    sfw_model_lan(f, p) != SFW_NO_ENTRY)
		i = find(f, p, f->home);
	return i;
}

/* It goes now where it leads: nobody else has had a hand in it. */
bool sfw_model_leads(const struct sfw_entry *e, const struct sfw_facts *f)
{
	return same(&f->dst, &e->to.addr) &&
	       f->dport - e->to.first == f->first_dport - e->first;
}
