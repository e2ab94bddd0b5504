// SPDX-License-Identifier: GPL-2.0
#include <linux/sched.h>

#include "group.h"
#include "rehearsed.h"

#define FEW	256	/* own members of a group that cost nothing to speak of */

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

static bool is_in(const struct sfw_prefixes *set, const struct sfw_prefix_item *item)
{
	return set && sfw_prefixes_exact(set, &item->prefix) == item;
}

static void pick(void *ctx, const struct sfw_prefix_item *item)
{
	struct pick *p = ctx;

	cond_resched();
	if (!p->err && !is_in(p->but[0], item) && !is_in(p->but[1], item))
		p->err = sfw_prefixset_place(p->to, &item->prefix, item);
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

/**
 * struct change - changes of a set that another one is made of
 * @to: the other, the caller's alone
 * @theirs: the set as it is now
 * @own: items that stand in the place of theirs
 * @err: 0 or the first error
 */
struct change {
	struct sfw_prefixset *to;
	const struct sfw_prefixes *theirs;
	const struct sfw_prefixes *own;
	int err;
};

static void take_over(void *ctx, const struct sfw_prefix_item *item)
{
	struct change *c = ctx;

	cond_resched();
	if (!c->err && !sfw_prefixes_exact(c->own, &item->prefix))
		c->err = sfw_prefixset_place(c->to, &item->prefix,
					     sfw_prefixes_exact(c->theirs, &item->prefix));
}

/* The same as add_theirs(), from its result with the set as it was then. */
static int follow_theirs(struct sfw_prefixset **set, struct sfw_prefixset *made,
			 const struct sfw_prefixset *then,
			 const struct sfw_prefixset *now)
{
	struct change c = {
		.to = sfw_prefixset_get(made), .theirs = &now->set, .own = &(*set)->set,
	};

	if (!sfw_prefixset_own(&c.to)) {
		sfw_prefixset_put(c.to);
		return -ENOMEM;
	}
	sfw_prefixes_differ(&then->set, &now->set, take_over, &c);
	sfw_prefixes_differ(&now->set, &then->set, take_over, &c);
	if (c.err) {
		sfw_prefixset_put(c.to);
		return c.err;
	}
	sfw_prefixset_put(*set);
	*set = c.to;
	return 0;
}

static const struct sfw_group_place *same_group(const struct sfw_snapshot *live,
						const struct sfw_group *g)
{
	return sfw_group_of_kind(&live->policy, g->name, g->is_volatile);
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

static struct sfw_prefixset *set_of(const struct sfw_snapshot *live,
				    const struct sfw_group *g)
{
	const struct sfw_group_place *there = same_group(live, g);

	return there ? there->fleeting : NULL;
}

/*
 * Few own members are put in anew, since all others are shared with the published policy
 * then. Beside many, only the changes of theirs are.
 */
static int meet_group(struct sfw_prefixset **set, struct sfw_prefixset *made,
		      struct sfw_prefixset *then, struct sfw_prefixset *now)
{
	if (!now)
		return 0;
	if (made && then == now) {
		sfw_prefixset_put(*set);
		*set = sfw_prefixset_get(made);
		return 0;
	}
	if (made && then && (*set)->set.n > FEW)
		return follow_theirs(set, made, then, now);
	return add_theirs(set, now);
}

static int meet_groups(struct sfw_snapshot *met, const struct sfw_snapshot *live,
		       const struct sfw_snapshot *was, struct sfw_prefixset *const *theirs)
{
	struct sfw_group_place *at = met->policy.groups;
	int err = 0;
	u32 i;

	for (i = 0; i < met->policy.n_groups && !err; i++, at++)
		err = meet_group(&at->fleeting,
				 was ? was->policy.groups[i].fleeting : NULL,
				 theirs[i], set_of(live, at->group));
	return err;
}

static void remember(struct sfw_prefixset **theirs, const struct sfw_snapshot *met,
		     const struct sfw_snapshot *live)
{
	struct sfw_prefixset *set;
	u32 i;

	for (i = 0; i < met->policy.n_groups; i++) {
		set = set_of(live, met->policy.groups[i].group);
		sfw_prefixset_put(theirs[i]);
		theirs[i] = set ? sfw_prefixset_get(set) : NULL;
	}
}

/**
 * sfw_rehearsed_meet - the policy that packets are to meet
 * @s: the policy as it was written, sealed
 * @live: the published policy, whose members of groups that are no policy it gets
 * @was: the policy that packets met before, of the same @s; or NULL
 * @theirs: for each group the set of the published policy whose members @was has, or
 *	    NULL; it is that of @live when this succeeds
 *
 * Objects have the same places in both. Blocks with a duration are asked for where
 * packets are judged: they would keep packets from being judged by their port alone.
 *
 * Context: may sleep. Return: a reference, or NULL without memory.
 */
struct sfw_snapshot *sfw_rehearsed_meet(struct sfw_snapshot *s,
					const struct sfw_snapshot *live,
					const struct sfw_snapshot *was,
					struct sfw_prefixset **theirs)
{
	struct sfw_snapshot *met;

	if (!s->policy.n_groups) {
		refcount_inc(&s->refs);
		return s;
	}
	met = sfw_snapshot_clone(s);
	/* Nothing expires: places stay. */
	if (!met || meet_groups(met, live, was, theirs) || sfw_snapshot_seal(met, 0)) {
		sfw_snapshot_put(met);
		return NULL;
	}
	remember(theirs, met, live);
	return met;
}

/**
 * sfw_rehearsed_forget - drop the references that sfw_rehearsed_meet() has left
 * @theirs: its argument, all SFW_GROUPS_MAX of it
 *
 * Context: may sleep.
 */
void sfw_rehearsed_forget(struct sfw_prefixset **theirs)
{
	u32 i;

	for (i = 0; i < SFW_GROUPS_MAX; i++) {
		sfw_prefixset_put(theirs[i]);
		theirs[i] = NULL;
	}
}
