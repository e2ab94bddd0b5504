// SPDX-License-Identifier: GPL-2.0
/* Changes of the gateway of an unsealed snapshot. */
#include <linux/slab.h>
#include <linux/string.h>

#include "entry.h"
#include "selectors.h"
#include "snapshot.h"

/**
 * sfw_snapshot_add_lan - let an interface start connections through this host
 * @s: the snapshot
 * @sel: the interface, from anywhere; copied
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_lan(struct sfw_snapshot *s, const struct sfw_selector *sel)
{
	struct sfw_policy *p = &s->policy;

	return sfw_selectors_add(&p->lans, &p->n_lans, SFW_LANS_MAX, sel);
}

/**
 * sfw_snapshot_del_lan - let it start them no longer
 * @s: the snapshot
 * @sel: the interface
 *
 * Return: 0 or -ENOENT.
 */
int sfw_snapshot_del_lan(struct sfw_snapshot *s, const struct sfw_selector *sel)
{
	return sfw_selectors_del(s->policy.lans, &s->policy.n_lans, sel);
}

/**
 * sfw_snapshot_add_masq - masquerade a prefix where it leaves
 * @s: the snapshot
 * @sel: the prefix and the outgoing interface; copied
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_masq(struct sfw_snapshot *s,
			  const struct sfw_selector *sel)
{
	struct sfw_policy *p = &s->policy;

	return sfw_selectors_add(&p->masqs, &p->n_masqs, SFW_MASQS_MAX, sel);
}

/**
 * sfw_snapshot_del_masq - masquerade it no longer
 * @s: the snapshot
 * @sel: the prefix and the outgoing interface
 *
 * Return: 0 or -ENOENT.
 */
int sfw_snapshot_del_masq(struct sfw_snapshot *s,
			  const struct sfw_selector *sel)
{
	return sfw_selectors_del(s->policy.masqs, &s->policy.n_masqs, sel);
}

static bool same_ports(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return a->proto == b->proto && a->first == b->first &&
	       a->last == b->last && !strcmp(a->sel.dev, b->sel.dev);
}

static bool is_global(const struct sfw_entry *e)
{
	return sfw_addr_is_global(e->to.family, &e->to.addr);
}

/*
 * Two that differ in their target alone: which one is meant? That is clear
 * only for global targets, which packets name themselves.
 */
static bool contradict(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return same_ports(a, b) && !sfw_selector_cmp(&a->sel, &b->sel) &&
	       (sfw_addr_equal(&a->to.addr, &b->to.addr) ||
		!is_global(a) || !is_global(b));
}

/**
 * sfw_snapshot_add_forward - forward a port
 * @s: the snapshot
 * @forward: the port and its target, of the family of its source prefix;
 *	     copied
 *
 * Context: may sleep. Return: 0, -EEXIST when it leads somewhere already,
 * -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_forward(struct sfw_snapshot *s,
			     const struct sfw_entry *forward)
{
	struct sfw_policy *p = &s->policy;
	struct sfw_entry *e;
	bool there;
	u32 at, i;

	for (i = 0; i < p->n_forwards; i++)
		if (contradict(p->forwards[i], forward))
			return -EEXIST;
	if (p->n_forwards >= SFW_FORWARDS_MAX)
		return -ENOSPC;
	if (!p->forwards)
		p->forwards = kvmalloc_array(SFW_FORWARDS_MAX,
					     sizeof(*p->forwards),
					     GFP_KERNEL_ACCOUNT);
	if (!p->forwards)
		return -ENOMEM;
	e = sfw_entry_alloc(forward);
	if (!e)
		return -ENOMEM;
	at = sfw_entry_place(p->forwards, p->n_forwards, forward, &there);
	memmove(p->forwards + at + 1, p->forwards + at,
		(p->n_forwards - at) * sizeof(*p->forwards));
	p->forwards[at] = e;
	p->n_forwards++;
	return 0;
}

/* What @like leaves open fits. */
static bool fits(const struct sfw_entry *e, const struct sfw_entry *like)
{
	if (!same_ports(e, like))
		return false;
	if (like->to.family && (like->to.family != e->to.family ||
				!sfw_addr_equal(&like->to.addr, &e->to.addr)))
		return false;
	return !like->sel.from.family ||
	       !sfw_prefix_cmp(&like->sel.from, &e->sel.from);
}

/**
 * sfw_snapshot_del_forwards - forward a port no longer
 * @s: the snapshot
 * @like: port and interface; with a target or a source prefix only those that
 *	  have it
 *
 * Return: 0, or -ENOENT when there is none.
 */
int sfw_snapshot_del_forwards(struct sfw_snapshot *s,
			      const struct sfw_entry *like)
{
	struct sfw_policy *p = &s->policy;
	u32 i, kept = 0, n = p->n_forwards;

	for (i = 0; i < n; i++) {
		if (fits(p->forwards[i], like))
			sfw_entry_put(p->forwards[i]);
		else
			p->forwards[kept++] = p->forwards[i];
	}
	p->n_forwards = kept;
	return kept == n ? -ENOENT : 0;
}
