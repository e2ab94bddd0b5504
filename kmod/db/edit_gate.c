// SPDX-License-Identifier: GPL-2.0
/*
 * Changes of the guards and knocks of an unsealed snapshot. What they remember
 * is in lists that outlive a change of the definition: one that comes back
 * under its name in the same transaction finds its list again.
 */
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "entry.h"
#include "guard.h"
#include "knock.h"
#include "snapshot.h"

/**
 * sfw_snapshot_guard - the guard of a name
 * @s: the snapshot
 * @name: the name
 *
 * Return: NULL when there is none.
 */
struct sfw_guard *sfw_snapshot_guard(const struct sfw_snapshot *s,
				     const char *name)
{
	u32 i;

	for (i = 0; i < s->policy.n_guards; i++)
		if (!strcmp(s->policy.guards[i].name, name))
			return &s->policy.guards[i];
	return NULL;
}

/**
 * sfw_snapshot_lock - the knock of a name
 * @s: the snapshot
 * @name: the name
 *
 * Return: NULL when there is none.
 */
struct sfw_lock *sfw_snapshot_lock(const struct sfw_snapshot *s,
				   const char *name)
{
	u32 i;

	for (i = 0; i < s->policy.n_locks; i++)
		if (!strcmp(s->policy.locks[i].name, name))
			return &s->policy.locks[i];
	return NULL;
}

static bool is_taken(const struct sfw_snapshot *s, const char *name)
{
	return sfw_snapshot_guard(s, name) || sfw_snapshot_lock(s, name) ||
	       !strcmp(name, SFW_LIST_TCP_SCAN) ||
	       !strcmp(name, SFW_LIST_UDP_SCAN);
}

static bool blocks(const struct sfw_guard *g)
{
	return g->then == SFW_THEN_BLOCK;
}

static struct sfw_list *guard_list(const struct sfw_guard *g,
				   const struct sfw_snapshot *live)
{
	const struct sfw_guard *old = sfw_snapshot_guard(live, g->name);

	/* Under another mask, what it holds would never be found again; of one
	 * that blocks, it holds something else.
	 */
	if (old && !memcmp(old->mask, g->mask, sizeof(g->mask)) &&
	    blocks(old) == blocks(g))
		return sfw_list_get(old->list);
	return sfw_list_alloc(g->name, SFW_LIST_GUARD, SFW_LIST_CAP,
			      g->mask[0], g->mask[1]);
}

/**
 * sfw_snapshot_add_guard - define a guard
 * @s: the snapshot
 * @g: the guard, sealed but without a list; copied
 * @live: the published policy, whose guard of that name passes on its list
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_guard(struct sfw_snapshot *s, const struct sfw_guard *g,
			   const struct sfw_snapshot *live)
{
	struct sfw_policy *p = &s->policy;
	struct sfw_list *list;
	u32 at = 0;

	if (is_taken(s, g->name))
		return -EEXIST;
	if (p->n_guards >= SFW_GUARDS_MAX)
		return -ENOSPC;
	if (!p->guards)
		p->guards = kvmalloc_array(SFW_GUARDS_MAX, sizeof(*p->guards),
					   GFP_KERNEL_ACCOUNT);
	if (!p->guards)
		return -ENOMEM;
	list = guard_list(g, live);
	if (!list)
		return -ENOMEM;
	while (at < p->n_guards && strcmp(p->guards[at].name, g->name) < 0)
		at++;
	memmove(p->guards + at + 1, p->guards + at,
		(p->n_guards - at) * sizeof(*p->guards));
	p->guards[at] = *g;
	p->guards[at].list = list;
	p->n_guards++;
	return 0;
}

static bool is_used(const struct sfw_snapshot *s, const char *name)
{
	u32 i;

	for (i = 0; i < s->policy.n_entries; i++)
		if (!strcmp(s->policy.entries[i]->guard, name) ||
		    !strcmp(s->policy.entries[i]->knock, name))
			return true;
	return false;
}

/**
 * sfw_snapshot_del_guard - forget a guard
 * @s: the snapshot
 * @name: its name
 *
 * Context: may sleep. Return: 0, -ENOENT, or -EBUSY while a port names it.
 */
int sfw_snapshot_del_guard(struct sfw_snapshot *s, const char *name)
{
	struct sfw_guard *g = sfw_snapshot_guard(s, name);
	struct sfw_policy *p = &s->policy;

	if (!g)
		return -ENOENT;
	if (is_used(s, name))
		return -EBUSY;
	sfw_list_put(g->list);
	p->n_guards--;
	memmove(g, g + 1, (p->guards + p->n_guards - g) * sizeof(*g));
	return 0;
}

static struct sfw_list *lock_list(const struct sfw_lock *l,
				  const struct sfw_snapshot *live)
{
	const struct sfw_lock *old = sfw_snapshot_lock(live, l->name);

	/* How far a source has come means nothing in another sequence. */
	if (old && !memcmp(&old->sequence.step, &l->sequence.step,
			   sizeof(l->sequence.step)))
		return sfw_list_get(old->list);
	return sfw_list_alloc(l->name, SFW_LIST_KNOCK, SFW_LIST_CAP, 32, 128);
}

/**
 * sfw_snapshot_add_lock - define a knock
 * @s: the snapshot
 * @l: the knock, without a list; unused steps zero; copied
 * @live: the published policy, whose knock of that name and sequence passes
 *	  on its list
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_lock(struct sfw_snapshot *s, const struct sfw_lock *l,
			  const struct sfw_snapshot *live)
{
	struct sfw_policy *p = &s->policy;
	struct sfw_list *list;
	u32 at = 0;

	if (is_taken(s, l->name))
		return -EEXIST;
	if (p->n_locks >= SFW_KNOCKS_MAX)
		return -ENOSPC;
	if (!p->locks)
		p->locks = kvmalloc_array(SFW_KNOCKS_MAX, sizeof(*p->locks),
					  GFP_KERNEL_ACCOUNT);
	if (!p->locks)
		return -ENOMEM;
	list = lock_list(l, live);
	if (!list)
		return -ENOMEM;
	while (at < p->n_locks && strcmp(p->locks[at].name, l->name) < 0)
		at++;
	memmove(p->locks + at + 1, p->locks + at,
		(p->n_locks - at) * sizeof(*p->locks));
	p->locks[at] = *l;
	p->locks[at].list = list;
	p->n_locks++;
	return 0;
}

/**
 * sfw_snapshot_del_lock - forget a knock
 * @s: the snapshot
 * @name: its name
 *
 * Context: may sleep. Return: 0, -ENOENT, or -EBUSY while a port names it.
 */
int sfw_snapshot_del_lock(struct sfw_snapshot *s, const char *name)
{
	struct sfw_lock *l = sfw_snapshot_lock(s, name);
	struct sfw_policy *p = &s->policy;

	if (!l)
		return -ENOENT;
	if (is_used(s, name))
		return -EBUSY;
	sfw_list_put(l->list);
	p->n_locks--;
	memmove(l, l + 1, (p->locks + p->n_locks - l) * sizeof(*l));
	return 0;
}
