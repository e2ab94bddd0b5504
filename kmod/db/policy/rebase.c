// SPDX-License-Identifier: GPL-2.0
/*
 * Programs ban addresses all the time, by blocks with a duration and members of
 * volatile groups, and each of them is a generation. A policy that is written anew meanwhile
 * takes them in:
 *
 *	began ---- bans of others ----> live
 *	  |				  |
 *	  '-- own changes --> staged	  '-- the same own changes --> staged
 */
#include <linux/sched.h>

#include "group.h"
#include "rebase.h"

/**
 * struct carry - own changes of a set on their way to another one
 * @to: the set that gets them, the caller's alone
 * @mine: the set with them
 * @began: the published set before
 * @live: the published set now
 * @err: 0 or the first error
 */
struct carry {
	struct sfw_prefixset *to;
	const struct sfw_prefixes *mine;
	const struct sfw_prefixes *began;
	const struct sfw_prefixes *live;
	int err;
};

/* A prefix that is gone from both may have run out. */
static void carry(void *ctx, const struct sfw_prefix_item *item)
{
	struct carry *c = ctx;
	const struct sfw_prefix_item *mine = sfw_prefixes_exact(c->mine, &item->prefix);
	const struct sfw_prefix_item *began = sfw_prefixes_exact(c->began, &item->prefix);
	const struct sfw_prefix_item *live = sfw_prefixes_exact(c->live, &item->prefix);

	cond_resched();
	if (c->err || mine == began || mine == live)
		return;
	c->err = live == began ? sfw_prefixset_place(c->to, &item->prefix, mine) : -EBUSY;
}

static int carry_all(struct carry *c)
{
	if (!sfw_prefixset_own(&c->to))
		return -ENOMEM;
	sfw_prefixes_differ(c->mine, c->began, carry, c);
	sfw_prefixes_differ(c->began, c->mine, carry, c);
	return c->err;
}

static int rebase(struct sfw_prefixset **set, const struct sfw_prefixset *began,
		  struct sfw_prefixset *live)
{
	struct carry c = {
		.to = sfw_prefixset_get(live), .mine = &(*set)->set,
		.began = &began->set, .live = &live->set,
	};
	int err = *set == began ? 0 : carry_all(&c);

	if (err) {
		sfw_prefixset_put(c.to);
		return err;
	}
	sfw_prefixset_put(*set);
	*set = c.to;
	return 0;
}

/**
 * sfw_snapshot_rebase - take in changes of others, of all that is no policy
 * @s: a snapshot that is staged; to be sealed afterwards
 * @began: the published one before, of which it was made
 * @live: the published one now
 *
 * Context: may sleep.
 *
 * Return: 0; -EBUSY where others changed the policy, or the same prefix; or -ENOMEM. @s is to
 * be dropped unless it is 0.
 */
int sfw_snapshot_rebase(struct sfw_snapshot *s, const struct sfw_snapshot *began,
			const struct sfw_snapshot *live)
{
	const struct sfw_group_place *then, *now;
	int err;
	u32 i;

	if (!sfw_snapshot_same(began, live))
		return -EBUSY;
	err = rebase(&s->timed, began->timed, live->timed);
	for (i = 0; i < s->policy.n_groups && !err; i++) {
		struct sfw_group_place *at = &s->policy.groups[i];
		const struct sfw_group *g = at->group;

		then = sfw_group_of_kind(&began->policy, g->name, g->is_volatile);
		now = sfw_group_of_kind(&live->policy, g->name, g->is_volatile);
		if (then && now)
			err = rebase(&at->fleeting, then->fleeting, now->fleeting);
	}
	return err;
}
