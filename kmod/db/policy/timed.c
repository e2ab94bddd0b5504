// SPDX-License-Identifier: GPL-2.0
/*
 * Blocks with a duration are a set of their own, which each snapshot takes over
 * from the one before. It hangs on the snapshot since a transaction may change
 * both, and one pointer then publishes both. Expired blocks are taken out of the
 * published snapshot in place: it gets another set, which shares all nodes except
 * those on the way to the blocks that are gone.
 *
 * A block has ended for packets once its time is over, since they look at the
 * clock: so this may come late, in rounds of limited length.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "../work.h"
#include "policy_event.h"
#include "timed.h"

#define ROUND_MOST	512		/* blocks */
#define ROUND_PERIOD	(HZ / 4)	/* told within a second */

static u64 soonest(struct sfw_db *db)
{
	return sfw_prefixes_soonest(&sfw_db_live(db)->timed->set);
}

/**
 * sfw_timed_plan - have blocks of the published policy end in time
 * @db: the namespace
 *
 * Context: @db->lock is held.
 */
void sfw_timed_plan(struct sfw_db *db)
{
	sfw_plan(&db->timed, soonest(db), ROUND_PERIOD, SFW_PLAN_MOST);
}

/* How many of those that have expired are no more in the set. */
static u32 take_out(struct sfw_db *db, struct sfw_prefixset *set, u64 now)
{
	const struct sfw_prefix_item *item;
	u32 n;

	for (n = 0; n < ROUND_MOST; n++) {
		item = sfw_prefixes_expired(&set->set, now);
		if (!item)
			break;
		sfw_policy_event_ended(db, item);
		if (sfw_prefixset_del(set, &item->prefix))
			break;
	}
	return n;
}

/* Returns the old set, to be dropped after a grace period. */
static struct sfw_prefixset *replace(struct sfw_db *db, u32 *taken)
{
	struct sfw_snapshot *live = sfw_db_live(db);
	struct sfw_prefixset *old = live->timed;
	struct sfw_prefixset *set = sfw_prefixset_get(old);

	*taken = 0;
	if (!sfw_prefixset_own(&set)) {
		sfw_prefixset_put(set);
		return NULL;
	}
	*taken = take_out(db, set, ktime_get_boottime_ns());
	if (!*taken)
		return set;
	live->timed = set;
	rcu_assign_pointer(live->policy.timed_blocks,
			   set->set.n ? &set->set : NULL);
	return old;
}

static void end_round(struct work_struct *work)
{
	struct sfw_db *db = container_of(to_delayed_work(work), struct sfw_db,
					 timed);
	struct sfw_prefixset *old = NULL;
	u32 taken = 0;

	mutex_lock(&db->lock);
	if (sfw_is_due(soonest(db)))
		old = replace(db, &taken);
	if (taken < ROUND_MOST)
		sfw_timed_plan(db);
	else
		mod_delayed_work(sfw_wq, &db->timed, 1);
	mutex_unlock(&db->lock);
	if (!old)
		return;
	synchronize_rcu();
	sfw_prefixset_put(old);
}

/**
 * sfw_timed_init - set a namespace up
 * @db: the namespace, all zero
 */
void sfw_timed_init(struct sfw_db *db)
{
	INIT_DELAYED_WORK(&db->timed, end_round);
}

/**
 * sfw_timed_get - the blocks with a duration of a snapshot
 * @s: the snapshot, which may be the published one
 *
 * Context: any. Return: a reference to a set that does not change, or NULL when
 * there are none.
 */
struct sfw_prefixset *sfw_timed_get(const struct sfw_snapshot *s)
{
	const struct sfw_prefixes *t;
	struct sfw_prefixset *set;

	rcu_read_lock();
	do {
		t = rcu_dereference(s->policy.timed_blocks);
		set = t ? container_of(t, struct sfw_prefixset, set) : NULL;
	} while (set && !refcount_inc_not_zero(&set->refs));
	rcu_read_unlock();
	return set;
}
