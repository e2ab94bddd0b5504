// SPDX-License-Identifier: GPL-2.0
/* Changes of the groups of an unsealed snapshot. */
#include <linux/minmax.h>
#include <linux/string.h>

#include "array.h"
#include "group.h"
#include "snapshot.h"

static u8 free_slot(const struct sfw_policy *p)
{
	bool taken[SFW_GROUPS_MAX] = {};
	u32 i;

	for (i = 0; i < p->n_groups; i++)
		taken[p->groups[i].group->slot] = true;
	for (i = 0; taken[i];)
		i++;
	return i;
}

/**
 * sfw_snapshot_add_group - make a group
 * @s: the snapshot
 * @name: valid name
 * @is_volatile: its members are no policy
 * @began: the policy that @s was made of, whose group of that name and kind passes on
 *	   the members that are no policy
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_group(struct sfw_snapshot *s, const char *name,
			   bool is_volatile, const struct sfw_snapshot *began)
{
	const struct sfw_group_place *before = sfw_group_of_kind(&began->policy, name, is_volatile);
	struct sfw_array a = sfw_array_of(&s->policy, SFW_OBJ_GROUP);
	struct sfw_group_place at;
	bool there;
	u32 place = sfw_array_place(a, name, &there);
	int err;

	if (there)
		return -EEXIST;
	if (*a.n >= a.most)
		return -ENOSPC;
	err = sfw_group_place_init(&at, name, free_slot(&s->policy), is_volatile);
	if (err)
		return err;
	if (before) {
		sfw_prefixset_put(at.fleeting);
		at.fleeting = sfw_prefixset_get(before->fleeting);
	}
	err = sfw_array_insert(a, place, &at);
	if (err)
		sfw_group_place_put(&at);
	return err;
}

static u32 count_named(struct sfw_entry *const *entries, u32 n,
		       const struct sfw_group *g)
{
	u32 i, named = 0;

	for (i = 0; i < n; i++)
		named += entries[i]->sel.group == g;
	return named;
}

/**
 * sfw_snapshot_group_lines - how many lines name a group
 * @s: the snapshot
 * @at: the group
 */
u32 sfw_snapshot_group_lines(const struct sfw_snapshot *s,
			     const struct sfw_group_place *at)
{
	const struct sfw_policy *p = &s->policy;
	u32 i, n = !!(at->roles & SFW_GROUP_BLOCKED) + !!(at->roles & SFW_GROUP_EXEMPT);

	for (i = 0; i < p->n_trusts; i++)
		n += p->trusts[i].group == at->group;
	return n + count_named(p->entries, p->n_entries, at->group) +
	       count_named(p->forwards, p->n_forwards, at->group);
}

/**
 * sfw_snapshot_del_group - forget a group with all of its members
 * @s: the snapshot
 * @name: its name
 *
 * Context: may sleep. Return: 0, -ENOENT, or -EBUSY while a line names it.
 */
int sfw_snapshot_del_group(struct sfw_snapshot *s, const char *name)
{
	const struct sfw_group_place *at = sfw_group_find(&s->policy, name);

	if (!at)
		return -ENOENT;
	if (sfw_snapshot_group_lines(s, at))
		return -EBUSY;
	return sfw_array_del(sfw_array_of(&s->policy, SFW_OBJ_GROUP), name);
}

/* Of a group that is filled anew; a member that stays is no younger by that. */
static u64 since(const struct sfw_group_place *before,
		 const struct sfw_prefix_item *item)
{
	const struct sfw_prefix_item *old = NULL;

	if (before)
		old = sfw_prefixes_exact(&before->lasting->set, &item->prefix) ?:
		      sfw_prefixes_exact(&before->fleeting->set, &item->prefix);
	return old ? old->since : item->since;
}

/* It outlived the policy that is written anew, and was not written since. */
static bool gives_way(const struct sfw_snapshot *s,
		      const struct sfw_group_place *before,
		      const struct sfw_prefix_item *old)
{
	return s->kept && before &&
	       sfw_prefixes_exact(&before->fleeting->set, &old->prefix) == old;
}

static int add_to(struct sfw_snapshot *s, struct sfw_prefixset **set,
		  const struct sfw_prefix_item *item)
{
	u32 others = sfw_groups_members(&s->policy) - (*set)->set.n;

	if (!sfw_prefixset_own(set))
		return -ENOMEM;
	/* Groups that are written anew have taken over members beside that bound. */
	return sfw_prefixset_add(*set, item, SFW_MEMBERS_MAX - min_t(u32, others, SFW_MEMBERS_MAX));
}

static int del_from(struct sfw_prefixset **set, const struct sfw_prefix *p)
{
	if (!sfw_prefixes_exact(&(*set)->set, p))
		return -ENOENT;
	return sfw_prefixset_own(set) ? sfw_prefixset_del(*set, p) : -ENOMEM;
}

/**
 * sfw_snapshot_add_member - put a prefix into a group
 * @s: the snapshot
 * @name: of the group, which is there
 * @item: the prefix; its comment is taken over when this succeeds
 * @began: the policy that @s was made of: a member that it has keeps its age
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_member(struct sfw_snapshot *s, const char *name,
			    const struct sfw_prefix_item *item,
			    const struct sfw_snapshot *began)
{
	struct sfw_group_place *at = sfw_group_find(&s->policy, name);
	bool fleeting = at->group->is_volatile || item->expires;
	const struct sfw_group_place *before =
		sfw_group_of_kind(&began->policy, name, at->group->is_volatile);
	struct sfw_prefix_item mine = *item;
	const struct sfw_prefix_item *old;

	old = sfw_prefixes_exact(&at->fleeting->set, &item->prefix);
	if (sfw_prefixes_exact(&at->lasting->set, &item->prefix) ||
	    (old && !gives_way(s, before, old)))
		return -EEXIST;
	mine.since = since(before, item);
	if (old && fleeting && del_from(&at->fleeting, &item->prefix))
		return -ENOMEM;
	return add_to(s, fleeting ? &at->fleeting : &at->lasting, &mine);
}

/**
 * sfw_snapshot_del_member - take a prefix out of a group
 * @s: the snapshot
 * @name: of the group, which is there
 * @p: the prefix
 *
 * Context: may sleep. Return: 0, -ENOENT or -ENOMEM.
 */
int sfw_snapshot_del_member(struct sfw_snapshot *s, const char *name,
			    const struct sfw_prefix *p)
{
	struct sfw_group_place *at = sfw_group_find(&s->policy, name);
	int fleeting = del_from(&at->fleeting, p), lasting = del_from(&at->lasting, p);

	if (fleeting == -ENOMEM || lasting == -ENOMEM)
		return -ENOMEM;
	return fleeting && lasting ? -ENOENT : 0;
}

/**
 * sfw_snapshot_empty_group - take all prefixes out of a group
 * @s: the snapshot
 * @name: of the group, which is there
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_empty_group(struct sfw_snapshot *s, const char *name)
{
	struct sfw_group_place *at = sfw_group_find(&s->policy, name);

	return sfw_snapshot_empty_sets(&at->lasting, &at->fleeting);
}

/**
 * sfw_snapshot_set_role - block or exempt all members of a group, or no longer
 * @at: the group in a snapshot
 * @role: SFW_GROUP_BLOCKED or SFW_GROUP_EXEMPT
 * @on: whether
 *
 * Return: 0, -EEXIST if it is so already, or -ENOENT if it was not.
 */
int sfw_snapshot_set_role(struct sfw_group_place *at, u8 role, bool on)
{
	if (!(at->roles & role) == !on)
		return on ? -EEXIST : -ENOENT;
	at->roles ^= role;
	return 0;
}
