// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>

#include "change.h"
#include "trial.h"

/* Jiffies stop in suspend, and the time to confirm does not. */
#define LOOK_EVERY	HZ

static void plan_end(struct sfw_db *db)
{
	u64 now = ktime_get_boottime_ns();
	u64 until = atomic64_read(&db->trial.until);
	unsigned long delay = until <= now ? 0 :
		min_t(u64, nsecs_to_jiffies64(until - now) + 1, LOOK_EVERY);

	mod_delayed_work(sfw_wq, &db->trial.work, delay);
}

/* The policy before passes to the caller; the work finds nothing to do. */
static struct sfw_snapshot *end_trial(struct sfw_db *db)
{
	struct sfw_snapshot *before = db->trial.before;

	lockdep_assert_held(&db->lock);
	db->trial.before = NULL;
	atomic64_set(&db->trial.until, 0);
	cancel_delayed_work(&db->trial.work);
	return before;
}

static int roll_back(struct sfw_db *db, enum sfw_by by)
{
	struct sfw_snapshot *before = end_trial(db);
	u64 generation = sfw_db_live(db)->generation;

	if (!before)
		return -ENOENT;
	sfw_db_bring_back(db, before, by);
	sfw_change_rollback(db, by, generation);
	return 0;
}

static void time_is_up(struct work_struct *work)
{
	struct sfw_db *db = container_of(to_delayed_work(work), struct sfw_db,
					 trial.work);

	mutex_lock(&db->lock);
	if (db->trial.before &&
	    ktime_get_boottime_ns() < atomic64_read(&db->trial.until))
		plan_end(db);
	else if (!roll_back(db, SFW_BY_TIME))
		pr_notice("the policy was not confirmed: the one before is back\n");
	mutex_unlock(&db->lock);
}

/**
 * sfw_trial_init - set a namespace up: nothing is on trial
 * @db: the namespace, all zero
 */
void sfw_trial_init(struct sfw_db *db)
{
	INIT_DELAYED_WORK(&db->trial.work, time_is_up);
}

/**
 * sfw_trial_stop - the namespace goes: nothing comes back any more
 * @db: the namespace, whose policy nobody can change any more
 *
 * Context: may sleep.
 */
void sfw_trial_stop(struct sfw_db *db)
{
	mutex_lock(&db->lock);
	sfw_snapshot_put(end_trial(db));
	mutex_unlock(&db->lock);
	/* Not under the lock, which the work takes. */
	cancel_delayed_work_sync(&db->trial.work);
}

/**
 * sfw_trial_begin - publish a policy on trial
 * @db: the namespace
 * @s: a sealed snapshot; the database owns it unless this fails
 * @seconds: 1 to SFW_CONFIRM_MAX, how long it may stay without confirmation
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, -EALREADY while another one is on trial, or the errors of
 * sfw_db_publish(); the old policy stays then.
 */
int sfw_trial_begin(struct sfw_db *db, struct sfw_snapshot *s, u32 seconds)
{
	struct sfw_snapshot *live = sfw_db_live(db);
	int err;

	if (db->trial.before)
		return -EALREADY;
	refcount_inc(&live->refs);
	db->trial.before = live;
	err = sfw_db_publish(db, s);
	if (err) {
		sfw_snapshot_put(end_trial(db));
		return err;
	}
	atomic64_set(&db->trial.until, ktime_get_boottime_ns() +
				       (u64)seconds * NSEC_PER_SEC);
	plan_end(db);
	return 0;
}

/**
 * sfw_trial_follow - make what would come back fit a policy that is published
 * @db: the namespace
 * @next: the policy, sealed; its blocks with a duration are kept
 * @before: gets what comes back instead of it, NULL when nothing is on trial
 *
 * This is done beforehand since coming back must not fail.
 *
 * Context: @db->lock is held; may sleep. Return: 0 or -ENOMEM.
 */
int sfw_trial_follow(struct sfw_db *db, const struct sfw_snapshot *next,
		     struct sfw_snapshot **before)
{
	struct sfw_prefixset *blocks;
	struct sfw_snapshot *s;

	lockdep_assert_held(&db->lock);
	*before = NULL;
	if (!db->trial.before)
		return 0;
	s = sfw_snapshot_clone(db->trial.before);
	if (!s)
		return -ENOMEM;
	blocks = sfw_prefixset_mix(s->blocks, next->blocks);
	if (blocks) {
		sfw_prefixset_put(s->blocks);
		s->blocks = blocks;
	}
	if (!blocks || sfw_snapshot_seal(s, ktime_get_boottime_ns())) {
		sfw_snapshot_put(s);
		return -ENOMEM;
	}
	*before = s;
	return 0;
}

/**
 * sfw_trial_confirm - the policy stays
 * @db: the namespace
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, or -ENOENT when nothing is on trial.
 */
int sfw_trial_confirm(struct sfw_db *db)
{
	struct sfw_snapshot *before = end_trial(db);

	if (!before)
		return -ENOENT;
	sfw_snapshot_put(before);
	db->ops->settle(db, sfw_db_live(db));
	sfw_change_policy(db, SFW_CHANGE_CONFIRM, sfw_db_live(db)->generation);
	return 0;
}

/**
 * sfw_trial_rollback - the policy before comes back; never for want of memory
 * @db: the namespace
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, or -ENOENT when nothing is on trial.
 */
int sfw_trial_rollback(struct sfw_db *db)
{
	return roll_back(db, SFW_BY_ADMIN);
}

/**
 * sfw_trial_left - how long a policy may still stay without confirmation
 * @db: the namespace
 *
 * Context: any. Return: seconds, rounded up; 0 when nothing is on trial.
 */
u32 sfw_trial_left(const struct sfw_db *db)
{
	u64 until = atomic64_read(&db->trial.until);
	u64 now = ktime_get_boottime_ns();

	if (!until)
		return 0;
	return until <= now ? 1 :
	       div_u64(until - now + NSEC_PER_SEC - 1, NSEC_PER_SEC);
}
