// SPDX-License-Identifier: GPL-2.0
#include "comment.h"
#include "group.h"
#include "rehearsed.h"

/**
 * struct pick - items of a set that go into another one
 * @to: that one, the caller's alone
 * @but: items that one of them shares are left out; or NULL
 * @err: 0 or the first error
 */
struct pick {
	struct sfw_prefixset *to;
	const struct sfw_prefixes *but[2];
	int err;
};

/* A copy, in the place of one of the same prefix. */
static int put_in(struct sfw_prefixset *to, const struct sfw_prefix_item *item)
{
	struct sfw_prefix_item copy = *item;
	int err = sfw_prefixset_del(to, &item->prefix);

	if (err && err != -ENOENT)
		return err;
	err = sfw_prefixset_add(to, &copy, U32_MAX);
	if (!err && copy.comment)
		refcount_inc(&copy.comment->refs);
	return err;
}

static bool is_in(const struct sfw_prefixes *set, const struct sfw_prefix_item *item)
{
	return set && sfw_prefixes_exact(set, &item->prefix) == item;
}

static void pick(void *ctx, const struct sfw_prefix_item *item)
{
	struct pick *p = ctx;

	if (!p->err && !is_in(p->but[0], item) && !is_in(p->but[1], item))
		p->err = put_in(p->to, item);
}

/* Leaves in a set those that none of two others shares. */
static int leave_own(struct sfw_prefixset **set, const struct sfw_prefixset *one,
		     const struct sfw_prefixset *other)
{
	struct pick p = {
		.to = sfw_prefixset_alloc(), .but = { &one->set, &other->set },
	};

	if (!p.to)
		return -ENOMEM;
	sfw_prefixes_differ(&(*set)->set, &one->set, pick, &p);
	if (p.err) {
		sfw_prefixset_put(p.to);
		return p.err;
	}
	sfw_prefixset_put(*set);
	*set = p.to;
	return 0;
}

/* Those of another set, and in the place of one of theirs the own. */
static int add_theirs(struct sfw_prefixset **set, struct sfw_prefixset *theirs)
{
	static const struct sfw_prefixes none;
	struct pick p = { .to = sfw_prefixset_get(theirs) };

	if ((*set)->set.n) {
		if (sfw_prefixset_own(&p.to))
			sfw_prefixes_differ(&(*set)->set, &none, pick, &p);
		else
			p.err = -ENOMEM;
	}
	if (p.err) {
		sfw_prefixset_put(p.to);
		return p.err;
	}
	sfw_prefixset_put(*set);
	*set = p.to;
	return 0;
}

/* The group that passes its members on, as sfw_groups_adopt() has it. */
static const struct sfw_group_place *same_group(const struct sfw_snapshot *live,
						const struct sfw_group *g)
{
	const struct sfw_group_place *at = sfw_group_find(&live->policy, g->name);

	return at && at->group->is_volatile == g->is_volatile ? at : NULL;
}

/**
 * sfw_rehearsed_own - leave of all that is no policy only a policy's own
 * @s: the policy, not published
 * @began: the policy that was published when @s began, with all that it had
 * @live: the one that is published now
 *
 * Items that were taken out of that meanwhile are not its own either. It is to be sealed
 * again.
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_rehearsed_own(struct sfw_snapshot *s, const struct sfw_snapshot *began,
		      const struct sfw_snapshot *live)
{
	const struct sfw_group_place *now, *then;
	int err = leave_own(&s->timed, live->timed, began->timed);
	u32 i;

	for (i = 0; i < s->policy.n_groups && !err; i++) {
		now = same_group(live, s->policy.groups[i].group);
		then = same_group(began, s->policy.groups[i].group);
		if (now || then)
			err = leave_own(&s->policy.groups[i].fleeting,
					(now ?: then)->fleeting, (then ?: now)->fleeting);
	}
	return err;
}

/**
 * sfw_rehearsed_meet - the policy that packets are to meet
 * @s: the policy as it was written, sealed
 * @live: the published policy, whose members of groups that are no policy it gets
 *
 * Objects have the same places in both. Blocks with a duration are asked for where
 * packets are judged: they would keep packets from being judged by their port alone.
 *
 * Context: may sleep. Return: a reference, or NULL without memory.
 */
struct sfw_snapshot *sfw_rehearsed_meet(struct sfw_snapshot *s,
					const struct sfw_snapshot *live)
{
	const struct sfw_group_place *there;
	struct sfw_snapshot *met;
	int err = 0;
	u32 i;

	if (!s->policy.n_groups) {
		refcount_inc(&s->refs);
		return s;
	}
	met = sfw_snapshot_clone(s);
	for (i = 0; met && i < met->policy.n_groups && !err; i++) {
		there = same_group(live, met->policy.groups[i].group);
		if (there)
			err = add_theirs(&met->policy.groups[i].fleeting,
					 there->fleeting);
	}
	if (met && !err)
		err = sfw_snapshot_seal(met, 0);	/* nothing expires: places stay */
	if (!err)
		return met;
	sfw_snapshot_put(met);
	return NULL;
}
