// SPDX-License-Identifier: GPL-2.0
/*
 * Members that are no policy hang on the snapshot nevertheless: so packets see one state, and a
 * transaction may change them with all else. A policy that comes back takes those of the policy
 * that it replaces.
 */
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "array.h"
#include "group.h"

/**
 * sfw_group_get - take a reference
 * @g: a group, or NULL
 *
 * Return: @g.
 */
const struct sfw_group *sfw_group_get(const struct sfw_group *g)
{
	if (g)
		refcount_inc(&((struct sfw_group *)g)->refs);
	return g;
}

/**
 * sfw_group_put - drop a reference
 * @g: a group that no packet may be reading by it, or NULL
 */
void sfw_group_put(const struct sfw_group *g)
{
	if (g && refcount_dec_and_test(&((struct sfw_group *)g)->refs))
		kfree(g);
}

static struct sfw_group *alloc(const char *name, u8 slot, bool is_volatile)
{
	struct sfw_group *g = kzalloc(sizeof(*g), GFP_KERNEL_ACCOUNT);

	if (!g)
		return NULL;
	strscpy(g->name, name, sizeof(g->name));
	g->slot = slot;
	g->is_volatile = is_volatile;
	refcount_set(&g->refs, 1);
	return g;
}

/**
 * sfw_group_place_init - a new group without members
 * @at: the result, with the references that it holds
 * @name: valid name
 * @slot: which no other group of its policy has
 * @is_volatile: its members are no policy
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_group_place_init(struct sfw_group_place *at, const char *name, u8 slot,
			 bool is_volatile)
{
	memset(at, 0, sizeof(*at));
	at->group = alloc(name, slot, is_volatile);
	at->lasting = sfw_prefixset_alloc();
	at->fleeting = sfw_prefixset_alloc();
	if (at->group && at->lasting && at->fleeting)
		return 0;
	sfw_group_place_put(at);
	return -ENOMEM;
}

/**
 * sfw_group_place_get - take the references that a copy holds
 * @at: the copy
 */
void sfw_group_place_get(const struct sfw_group_place *at)
{
	sfw_group_get(at->group);
	sfw_prefixset_get(at->lasting);
	sfw_prefixset_get(at->fleeting);
}

/**
 * sfw_group_place_put - drop them
 * @at: a place that goes; no packet may be reading it
 *
 * Context: may sleep.
 */
void sfw_group_place_put(struct sfw_group_place *at)
{
	sfw_group_put(at->group);
	sfw_prefixset_put(at->lasting);
	sfw_prefixset_put(at->fleeting);
}

/**
 * sfw_group_find - the group of a name
 * @p: the policy
 * @name: the name
 *
 * Return: NULL when there is none.
 */
struct sfw_group_place *sfw_group_find(const struct sfw_policy *p, const char *name)
{
	struct sfw_array a = sfw_array_of(p, SFW_OBJ_GROUP);
	bool there;
	u32 at = sfw_array_place(a, name, &there);

	return there ? &p->groups[at] : NULL;
}

/**
 * sfw_group_of_kind - the group of a name that passes on members that are no policy
 * @p: the policy
 * @name: the name
 * @is_volatile: of the group that gets them
 *
 * Return: NULL when there is none, or one of the other kind.
 */
const struct sfw_group_place *sfw_group_of_kind(const struct sfw_policy *p,
						const char *name, bool is_volatile)
{
	const struct sfw_group_place *at = sfw_group_find(p, name);

	return at && at->group->is_volatile == is_volatile ? at : NULL;
}

/**
 * sfw_groups_soonest - when a member ends first
 * @p: the policy
 *
 * Return: a time before which none does, boot-time nanoseconds; 0: never.
 */
u64 sfw_groups_soonest(const struct sfw_policy *p)
{
	u64 soonest = 0;
	u32 i;

	for (i = 0; i < p->n_groups; i++)
		soonest = min_not_zero(soonest,
				       sfw_prefixes_soonest(&p->groups[i].fleeting->set));
	return soonest;
}

/**
 * sfw_groups_members - how many members all groups have
 * @p: the policy
 */
u32 sfw_groups_members(const struct sfw_policy *p)
{
	u32 i, n = 0;

	for (i = 0; i < p->n_groups; i++)
		n += p->groups[i].lasting->set.n + p->groups[i].fleeting->set.n;
	return n;
}

static int expire(struct sfw_prefixset **set, u64 now)
{
	const struct sfw_prefix_item *item;

	while ((item = sfw_prefixes_expired(&(*set)->set, now))) {
		if (!sfw_prefixset_own(set) ||
		    sfw_prefixset_del(*set, &item->prefix))
			return -ENOMEM;
		cond_resched();
	}
	return 0;
}

/**
 * sfw_groups_expire - take out members whose time is over
 * @p: a policy that is not published
 * @now: boot-time nanoseconds
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_groups_expire(struct sfw_policy *p, u64 now)
{
	int err = 0;
	u32 i;

	for (i = 0; i < p->n_groups && !err; i++)
		err = expire(&p->groups[i].fleeting, now);
	return err;
}

/**
 * sfw_groups_same - whether no policy was changed in a copy
 * @a: a policy
 * @b: one that was copied from it, or from which it was copied
 */
bool sfw_groups_same(const struct sfw_policy *a, const struct sfw_policy *b)
{
	u32 i;

	if (a->n_groups != b->n_groups)
		return false;
	for (i = 0; i < a->n_groups; i++)
		if (a->groups[i].group != b->groups[i].group ||
		    a->groups[i].lasting != b->groups[i].lasting ||
		    a->groups[i].roles != b->groups[i].roles)
			return false;
	return true;
}

/**
 * sfw_groups_adopt - give groups the members that are no policy of another policy
 * @p: the policy, which no packet reads
 * @from: the other; groups that are not there, or of the other kind, keep theirs
 *
 * Context: may sleep.
 */
void sfw_groups_adopt(struct sfw_policy *p, const struct sfw_policy *from)
{
	const struct sfw_group_place *there;
	struct sfw_group_place *at;
	u32 i;

	for (i = 0; i < p->n_groups; i++) {
		at = &p->groups[i];
		there = sfw_group_of_kind(from, at->group->name, at->group->is_volatile);
		if (!there)
			continue;
		sfw_prefixset_put(at->fleeting);
		at->fleeting = sfw_prefixset_get(there->fleeting);
	}
}

static const struct sfw_prefixes *to_read(const struct sfw_prefixset *s)
{
	return s->set.n ? &s->set : NULL;
}

/**
 * sfw_groups_point - let packets find the members of a sealed policy
 * @p: the policy, which no packet reads yet, and whose sets may be others since
 */
void sfw_groups_point(struct sfw_policy *p)
{
	struct sfw_members *m = p->members;
	u32 i, blocked = p->n_slots, exempt = p->n_slots + p->n_blocked;

	for (i = 0; i < p->n_groups; i++) {
		const struct sfw_group_place *at = &p->groups[i];
		struct sfw_members has = {
			.lasting = to_read(at->lasting),
			.fleeting = to_read(at->fleeting),
		};

		m[at->group->slot] = has;
		if (at->roles & SFW_GROUP_BLOCKED)
			m[blocked++] = has;
		if (at->roles & SFW_GROUP_EXEMPT)
			m[exempt++] = has;
	}
}

/**
 * sfw_groups_seal - make the table of members
 * @p: the policy, not published yet
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_groups_seal(struct sfw_policy *p)
{
	u32 i;

	kvfree(p->members);
	p->members = NULL;
	p->n_slots = 0;
	p->n_blocked = 0;
	p->n_exempt = 0;
	for (i = 0; i < p->n_groups; i++) {
		const struct sfw_group_place *at = &p->groups[i];

		if (p->n_slots <= at->group->slot)
			p->n_slots = at->group->slot + 1;
		p->n_blocked += !!(at->roles & SFW_GROUP_BLOCKED);
		p->n_exempt += !!(at->roles & SFW_GROUP_EXEMPT);
	}
	if (!p->n_groups)
		return 0;
	p->members = kvmalloc_array(p->n_slots + p->n_blocked + p->n_exempt,
				    sizeof(*p->members),
				    GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!p->members)
		return -ENOMEM;
	sfw_groups_point(p);
	return 0;
}
