// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "../seconds.h"
#include "../work.h"
#include "policy_event.h"
#include "publish.h"
#include "trial.h"

/* Jiffies stop in suspend, and the time to confirm does not. */
#define LOOK_EVERY	HZ

static void plan_end(struct sfw_db *db)
{
	sfw_plan(&db->trial.work, atomic64_read(&db->trial.until), 0,
		 LOOK_EVERY);
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
	sfw_publish_again(db, before, by);
	sfw_policy_event_rollback(db, by, generation);
	return 0;
}

static void time_is_up(struct work_struct *work)
{
	struct sfw_db *db = container_of(to_delayed_work(work), struct sfw_db,
					 trial.work);

	mutex_lock(&db->lock);
	if (db->trial.before && !sfw_is_due(atomic64_read(&db->trial.until)))
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
	/* The work takes the lock, so wait for it without. */
	cancel_delayed_work_sync(&db->trial.work);
}

/*
 * A copy, which no packet and no dump has seen: when it comes back, it gets all that is no
 * policy as it is then.
 */
static struct sfw_snapshot *copy_live(struct sfw_db *db)
{
	struct sfw_snapshot *s = sfw_snapshot_clone(sfw_db_live(db));

	if (s && !sfw_snapshot_seal(s, ktime_get_boottime_ns()))
		return s;
	sfw_snapshot_put(s);
	return NULL;
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
 * sfw_publish(); the old policy stays then.
 */
int sfw_trial_begin(struct sfw_db *db, struct sfw_snapshot *s, u32 seconds)
{
	int err;

	if (db->trial.before)
		return -EALREADY;
	db->trial.before = copy_live(db);
	err = db->trial.before ? sfw_publish(db, s) : -ENOMEM;
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
	sfw_publish_remember(db, before);
	db->ops->settle(db, sfw_db_live(db));
	sfw_policy_event_change(db, SFW_CHANGE_CONFIRM,
				sfw_db_live(db)->generation);
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
	return max(sfw_seconds_left(until, now), 1U);
}
