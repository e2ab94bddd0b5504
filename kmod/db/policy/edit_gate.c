// SPDX-License-Identifier: GPL-2.0
/*
 * Changes of the guards and knocks of an unsealed snapshot. Their state is in
 * lists that outlive a change of the definition: a guard or knock that comes back
 * under its name in the same transaction finds its list again.
 */
#include <linux/string.h>

#include "array.h"
#include "entry.h"
#include "../list/list.h"
#include "snapshot.h"

static_assert(!offsetof(struct sfw_guard, base) &&
	      !offsetof(struct sfw_knock, base));

static bool is_taken(const struct sfw_policy *p, const char *name)
{
	return sfw_policy_gate(p, SFW_OBJ_GUARD, name) ||
	       sfw_policy_gate(p, SFW_OBJ_KNOCK, name) ||
	       !strcmp(name, SFW_LIST_TCP_SCAN) ||
	       !strcmp(name, SFW_LIST_UDP_SCAN);
}

static bool blocks(const struct sfw_guard *g)
{
	return g->then == SFW_THEN_BLOCK;
}

static struct sfw_list *guard_list(const struct sfw_guard *g,
				   const struct sfw_guard *old)
{
	/* Entries under another mask would never be found again; those of a
	 * guard that blocks are of another kind.
	 */
	if (old && !memcmp(old->mask, g->mask, sizeof(g->mask)) &&
	    blocks(old) == blocks(g))
		return sfw_list_get(old->base.list);
	return sfw_list_alloc(g->base.name,
			      blocks(g) ? SFW_LIST_BLOCK : SFW_LIST_GUARD,
			      SFW_LIST_CAP, g->mask[0], g->mask[1]);
}

static struct sfw_list *knock_list(const struct sfw_knock *l,
				   const struct sfw_knock *old)
{
	/* How far a source has come means nothing in another sequence. */
	if (old && !memcmp(&old->sequence.step, &l->sequence.step,
			   sizeof(l->sequence.step)))
		return sfw_list_get(old->base.list);
	return sfw_list_alloc(l->base.name, SFW_LIST_KNOCK, SFW_LIST_CAP, 32, 128);
}

/**
 * sfw_snapshot_add_gate - define a guard or a knock
 * @s: the snapshot
 * @object: SFW_OBJ_GUARD or SFW_OBJ_KNOCK
 * @gate: of a guard, sealed, or of a knock, unused steps zero; copied whole but
 *	  for its list
 * @live: the published policy, whose guard or knock of that name passes on its
 *	  list, if it means the same to both
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_gate(struct sfw_snapshot *s, enum sfw_object object,
			  const struct sfw_gate_base *gate,
			  const struct sfw_snapshot *live)
{
	const void *old = sfw_policy_gate(&live->policy, object, gate->name);
	struct sfw_array a = sfw_array_of(&s->policy, object);
	struct sfw_list *list;
	bool there;
	u32 at;
	int err;

	if (is_taken(&s->policy, gate->name))
		return -EEXIST;
	if (*a.n >= a.most)
		return -ENOSPC;
	list = object == SFW_OBJ_GUARD ?
	       guard_list((const struct sfw_guard *)gate, old) :
	       knock_list((const struct sfw_knock *)gate, old);
	if (!list)
		return -ENOMEM;
	at = sfw_array_place(a, gate->name, &there);
	err = sfw_array_insert(a, at, gate);
	if (err)
		sfw_list_put(list);
	else
		((struct sfw_gate_base *)sfw_array_item(a, at))->list = list;
	return err;
}

static int own_list(struct sfw_gate_base *gate, struct sfw_list *list)
{
	if (!list)
		return -ENOMEM;
	sfw_list_put(gate->list);
	gate->list = list;
	return 0;
}

/**
 * sfw_snapshot_own_lists - give guards and knocks empty lists that nobody else has
 * @s: a snapshot that is not published
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_own_lists(struct sfw_snapshot *s)
{
	struct sfw_policy *p = &s->policy;
	int err = 0;
	u32 i;

	for (i = 0; i < p->n_guards && !err; i++)
		err = own_list(&p->guards[i].base,
			       guard_list(&p->guards[i], NULL));
	for (i = 0; i < p->n_knocks && !err; i++)
		err = own_list(&p->knocks[i].base,
			       knock_list(&p->knocks[i], NULL));
	return err;
}

/**
 * sfw_snapshot_gate_lines - how many lines name a guard or a knock
 * @s: the snapshot
 * @name: its name
 */
u32 sfw_snapshot_gate_lines(const struct sfw_snapshot *s, const char *name)
{
	const struct sfw_entry *e;
	u32 i, n = 0;

	for (i = 0; i < s->policy.n_entries; i++) {
		e = s->policy.entries[i];
		n += !strcmp(e->guard, name) || !strcmp(e->knock, name);
	}
	return n;
}

/**
 * sfw_snapshot_del_gate - forget a guard or a knock
 * @s: the snapshot
 * @object: SFW_OBJ_GUARD or SFW_OBJ_KNOCK
 * @name: its name
 *
 * Context: may sleep. Return: 0, -ENOENT, or -EBUSY while a line names it.
 */
int sfw_snapshot_del_gate(struct sfw_snapshot *s, enum sfw_object object,
			  const char *name)
{
	if (!sfw_policy_gate(&s->policy, object, name))
		return -ENOENT;
	if (sfw_snapshot_gate_lines(s, name))
		return -EBUSY;
	return sfw_array_del(sfw_array_of(&s->policy, object), name);
}
