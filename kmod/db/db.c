// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/ktime.h>

#include "change.h"
#include "db.h"
#include "events.h"
#include "lists.h"
#include "trial.h"
#include "txn.h"

/* The clock stops in suspend, jiffies too: look again at least this often. */
#define EXPIRY_MAX_DELAY	(60 * 60 * HZ)
#define EXPIRY_RETRY_DELAY	HZ

/**
 * sfw_db_live - the published policy, for those who change it
 * @db: the namespace
 *
 * Context: @db->lock is held.
 */
struct sfw_snapshot *sfw_db_live(struct sfw_db *db)
{
	return rcu_dereference_protected(db->live,
					 lockdep_is_held(&db->lock));
}

/**
 * sfw_db_get - a reference to the published policy
 * @db: the namespace
 *
 * Context: any but a non-maskable interrupt. The caller gives it back with
 * sfw_snapshot_put().
 */
struct sfw_snapshot *sfw_db_get(struct sfw_db *db)
{
	struct sfw_snapshot *s;

	rcu_read_lock();
	do {
		s = rcu_dereference(db->live);
	} while (!refcount_inc_not_zero(&s->refs));
	rcu_read_unlock();
	return s;
}

static void plan_expiry(struct sfw_db *db, u64 next)
{
	u64 now = ktime_get_boottime_ns();
	unsigned long delay;

	if (!next) {
		cancel_delayed_work(&db->expiry);
		return;
	}
	delay = next <= now ? 0 :
		min_t(u64, nsecs_to_jiffies64(next - now) + 1,
		      EXPIRY_MAX_DELAY);
	mod_delayed_work(sfw_wq, &db->expiry, delay);
}

static void replace_live(struct sfw_db *db, struct sfw_snapshot *s,
			 enum sfw_by by)
{
	struct sfw_snapshot *old = sfw_db_live(db);

	rcu_assign_pointer(db->live, s);
	sfw_change_blocks(db, old, s, by);
	sfw_snapshot_put(old);
	plan_expiry(db, s->next_expiry);
}

static void publish(struct sfw_db *db, struct sfw_snapshot *s, enum sfw_by by)
{
	s->generation = sfw_db_live(db)->generation + 1;
	sfw_lists_apply(db, &s->policy);
	replace_live(db, s, by);
	db->ops->settle(db, s);
}

/**
 * sfw_db_publish - make a policy the one that judges packets
 * @db: the namespace
 * @s: a sealed snapshot; the database owns it unless this fails
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, -ENOMEM, or the error of those who had to make ready for it; the
 * old policy stays then.
 */
int sfw_db_publish(struct sfw_db *db, struct sfw_snapshot *s)
{
	struct sfw_snapshot *before;
	int err;

	lockdep_assert_held(&db->lock);
	err = sfw_trial_follow(db, s, &before);
	if (err)
		return err;
	err = sfw_lists_prepare(db, &s->policy);
	if (!err && before)
		err = db->ops->prepare(db, before);
	if (!err)
		err = db->ops->prepare(db, s);
	if (err) {
		sfw_snapshot_put(before);
		db->ops->settle(db, sfw_db_live(db));
		return err;
	}
	if (before) {
		sfw_snapshot_put(db->trial.before);
		db->trial.before = before;
	}
	publish(db, s, SFW_BY_ADMIN);
	return 0;
}

/**
 * sfw_db_bring_back - publish what was published before
 * @db: the namespace
 * @s: what was sfw_trial.before until now; the database owns it
 * @by: who wants it
 *
 * Context: @db->lock is held; may sleep.
 */
void sfw_db_bring_back(struct sfw_db *db, struct sfw_snapshot *s,
		       enum sfw_by by)
{
	lockdep_assert_held(&db->lock);
	/* What it takes to judge packets is there: only the rest may fail. */
	db->ops->prepare(db, s);
	publish(db, s, by);
}

/*
 * Expired entries open nothing already, since packets look at the clock: this
 * only takes them out of the table. It is no new generation.
 */
static void expire(struct work_struct *work)
{
	struct sfw_db *db = container_of(to_delayed_work(work), struct sfw_db,
					 expiry);
	struct sfw_snapshot *s;

	mutex_lock(&db->lock);
	s = sfw_snapshot_clone(sfw_db_live(db));
	if (s && !sfw_snapshot_seal(s, ktime_get_boottime_ns())) {
		s->generation = sfw_db_live(db)->generation;
		replace_live(db, s, SFW_BY_TIME);
	} else {
		sfw_snapshot_put(s);
		mod_delayed_work(sfw_wq, &db->expiry, EXPIRY_RETRY_DELAY);
	}
	mutex_unlock(&db->lock);
}

/**
 * sfw_db_init - set a namespace up: an empty policy, disabled
 * @db: the namespace, all zero
 * @ops: the others
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_db_init(struct sfw_db *db, const struct sfw_db_ops *ops)
{
	struct sfw_snapshot *s = sfw_snapshot_alloc();

	db->stats = sfw_stats_alloc();
	db->events = sfw_events_alloc(db);
	if (!s || !db->stats || !db->events || sfw_snapshot_seal(s, 0)) {
		sfw_snapshot_put(s);
		free_percpu(db->stats);
		sfw_events_put(db->events);
		return -ENOMEM;
	}
	mutex_init(&db->lock);
	INIT_LIST_HEAD(&db->txns);
	INIT_DELAYED_WORK(&db->expiry, expire);
	sfw_trial_init(db);
	db->ops = ops;
	RCU_INIT_POINTER(db->live, s);
	return 0;
}

/**
 * sfw_db_stop - the namespace goes: nothing is published any more
 * @db: the namespace, whose policy nobody can change any more
 *
 * Context: may sleep. A grace period lies between this and sfw_db_exit().
 */
void sfw_db_stop(struct sfw_db *db)
{
	sfw_trial_stop(db);
	mutex_lock(&db->lock);
	sfw_txn_abort_all(db);
	mutex_unlock(&db->lock);
	sfw_events_stop(db->events);
}

/**
 * sfw_db_exit - free what is left
 * @db: the namespace; nobody can reach it any more
 *
 * Context: may sleep.
 */
void sfw_db_exit(struct sfw_db *db)
{
	cancel_delayed_work_sync(&db->expiry);
	sfw_snapshot_put(rcu_dereference_protected(db->live, true));
	sfw_lists_exit(db);
	sfw_events_put(db->events);
	free_percpu(db->stats);
}
