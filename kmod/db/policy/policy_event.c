// SPDX-License-Identifier: GPL-2.0
#include <linux/cred.h>
#include <linux/ktime.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include "../event/events.h"
#include "../seconds.h"
#include "group.h"
#include "policy_event.h"

/* A policy is published in a system call of the process that changes it. */
static void add_process(struct sfw_event_info *info)
{
	info->pid = task_tgid_nr(current);
	info->uid = from_kuid(&init_user_ns, current_uid());
	get_task_comm(info->process, current);
}

static void notify(struct sfw_db *db, struct sfw_event_info *info, u64 before)
{
	if (!sfw_events_heard(db->events))
		return;
	info->before = before;
	info->after = sfw_db_live(db)->generation;
	if (info->by == SFW_BY_ADMIN)
		add_process(info);
	sfw_events_add(db->events, info);
}

/**
 * sfw_policy_event_change - a process has published or confirmed a policy
 * @db: the namespace
 * @change: how
 * @before: generation before
 *
 * Context: that process; @db->lock is held.
 */
void sfw_policy_event_change(struct sfw_db *db, enum sfw_change change,
			     u64 before)
{
	struct sfw_event_info info = {
		.event = SFW_E_POLICY, .by = SFW_BY_ADMIN, .change = change,
	};

	notify(db, &info, before);
}

/**
 * sfw_policy_event_rollback - the policy before has come back
 * @db: the namespace
 * @by: SFW_BY_ADMIN, in the process that wanted it, or SFW_BY_TIME
 * @before: generation before
 *
 * Context: @db->lock is held.
 */
void sfw_policy_event_rollback(struct sfw_db *db, enum sfw_by by, u64 before)
{
	struct sfw_event_info info = { .event = SFW_E_ROLLBACK, .by = by };

	notify(db, &info, before);
}

/**
 * struct comparison - prefixes that one policy blocks and another one does not
 * @db: the namespace
 * @there: the one
 * @here: the other
 * @event: enum sfw_event to report for each
 * @by: enum sfw_by
 */
struct comparison {
	struct sfw_db *db;
	const struct sfw_snapshot *there;
	const struct sfw_snapshot *here;
	enum sfw_event event;
	enum sfw_by by;
};

static void notify_block(struct sfw_db *db, const struct sfw_prefix_item *item,
			 enum sfw_event event, enum sfw_by by)
{
	u64 now = ktime_get_boottime_ns();
	struct sfw_event_info info = {
		.event = event, .by = by, .prefix = item->prefix,
	};

	if (event == SFW_E_UNBLOCKED && item->expires && item->expires <= now)
		info.by = SFW_BY_TIME;
	else if (event == SFW_E_BLOCKED && item->expires > now)
		info.seconds = sfw_seconds_left(item->expires, now);
	sfw_events_add(db->events, &info);
}

static bool has(const struct sfw_prefixset *s, const struct sfw_prefix_item *item)
{
	return sfw_prefixes_exact(&s->set, &item->prefix);
}

static bool is_blocked(const struct sfw_group_place *at)
{
	return at->roles & SFW_GROUP_BLOCKED;
}

static bool blocks(const struct sfw_snapshot *s, const struct sfw_prefix_item *item)
{
	const struct sfw_group_place *at = s->policy.groups;
	u32 i;

	if (has(s->blocks, item) || has(s->timed, item))
		return true;
	for (i = 0; i < s->policy.n_groups; i++, at++)
		if (is_blocked(at) && (has(at->lasting, item) || has(at->fleeting, item)))
			return true;
	return false;
}

static void notify_missing(void *ctx, const struct sfw_prefix_item *item)
{
	const struct comparison *c = ctx;

	cond_resched();
	if (!blocks(c->here, item))
		notify_block(c->db, item, c->event, c->by);
}

/* Prefixes that the policy blocks for good as well were reported by then. */
static void notify_missing_timed(void *ctx, const struct sfw_prefix_item *item)
{
	const struct comparison *c = ctx;

	if (!has(c->there->blocks, item))
		notify_missing(ctx, item);
}

static void notify_missing_member(void *ctx, const struct sfw_prefix_item *item)
{
	const struct comparison *c = ctx;

	if (!has(c->there->timed, item))
		notify_missing_timed(ctx, item);
}

static void compare_group(struct comparison *c, const struct sfw_group_place *there)
{
	const struct sfw_group_place *here = sfw_group_find(&c->here->policy,
							    there->group->name);
	const struct sfw_prefixes none = {};

	if (here && !is_blocked(here))
		here = NULL;
	sfw_prefixes_differ(&there->lasting->set, here ? &here->lasting->set : &none,
			    notify_missing_member, c);
	sfw_prefixes_differ(&there->fleeting->set, here ? &here->fleeting->set : &none,
			    notify_missing_member, c);
}

static void compare(struct comparison c)
{
	const struct sfw_policy *p = &c.there->policy;
	u32 i;

	sfw_prefixes_differ(&c.there->blocks->set, &c.here->blocks->set,
			    notify_missing, &c);
	sfw_prefixes_differ(&c.there->timed->set, &c.here->timed->set,
			    notify_missing_timed, &c);
	for (i = 0; i < p->n_groups; i++)
		if (is_blocked(&p->groups[i]))
			compare_group(&c, &p->groups[i]);
}

/**
 * sfw_policy_event_blocks - another policy may block others
 * @db: the namespace
 * @from: the policy before
 * @to: the policy after
 * @by: enum sfw_by of the change; expired blocks are reported as SFW_BY_TIME
 *
 * Context: @db->lock is held; may sleep.
 */
void sfw_policy_event_blocks(struct sfw_db *db, const struct sfw_snapshot *from,
			     const struct sfw_snapshot *to, enum sfw_by by)
{
	if (!sfw_events_heard(db->events))
		return;
	compare((struct comparison){ db, from, to, SFW_E_UNBLOCKED, by });
	compare((struct comparison){ db, to, from, SFW_E_BLOCKED, by });
}

/**
 * sfw_policy_event_ended - the time of a block is over
 * @db: the namespace
 * @item: the block
 *
 * Context: @db->lock is held.
 */
void sfw_policy_event_ended(struct sfw_db *db,
			    const struct sfw_prefix_item *item)
{
	if (sfw_events_heard(db->events) && !has(sfw_db_live(db)->blocks, item))
		notify_block(db, item, SFW_E_UNBLOCKED, SFW_BY_TIME);
}
