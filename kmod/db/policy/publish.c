// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/minmax.h>

#include "../event/journal.h"
#include "../list/lists.h"
#include "../work.h"
#include "policy_event.h"
#include "publish.h"
#include "rehearsal.h"
#include "timed.h"

#define EXPIRY_RETRY_DELAY	HZ
#define EXPIRY_PERIOD		(HZ / 4)	/* however many expire one by one */

static void plan_expiry(struct sfw_db *db)
{
	sfw_plan(&db->expiry, sfw_db_live(db)->next_expiry, EXPIRY_PERIOD,
		 SFW_PLAN_MOST);
}

static void replace_live(struct sfw_db *db, struct sfw_snapshot *s,
			 enum sfw_by by)
{
	struct sfw_snapshot *old = sfw_db_live(db);

	sfw_prefixset_put(s->kept);
	s->kept = NULL;
	rcu_assign_pointer(db->live, s);
	sfw_policy_event_blocks(db, old, s, by);
	db->ops->replaced(db, old);
	sfw_snapshot_put(old);
	plan_expiry(db);
	sfw_timed_plan(db);
}

static void publish(struct sfw_db *db, struct sfw_snapshot *s, enum sfw_by by)
{
	s->generation = sfw_db_live(db)->generation + 1;
	sfw_lists_apply(db, &s->policy);
	replace_live(db, s, by);
	sfw_rehearsal_follow(db);
	db->ops->settle(db, s);
}

/* Disabled namespaces refuse nothing, and need no memory for it. */
static void prepare_journal(struct sfw_db *db, const struct sfw_snapshot *s)
{
	if (s->policy.enabled && !rcu_access_pointer(db->journal))
		rcu_assign_pointer(db->journal, sfw_journal_alloc());
}

/**
 * sfw_publish - make a policy the one that judges packets
 * @db: the namespace
 * @s: a sealed snapshot; the database owns it unless this fails
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, -ENOMEM, or the error of sfw_db_ops.prepare; the
 * old policy stays then.
 */
int sfw_publish(struct sfw_db *db, struct sfw_snapshot *s)
{
	int err;

	lockdep_assert_held(&db->lock);
	prepare_journal(db, s);
	err = sfw_lists_prepare(db, &s->policy) ?: db->ops->prepare(db, s);
	if (err) {
		db->ops->settle(db, sfw_db_live(db));
		return err;
	}
	publish(db, s, SFW_BY_ADMIN);
	return 0;
}

/**
 * sfw_publish_remember - keep the policy before a change, so that it can be undone
 * @db: the namespace
 * @before: a reference to the one that was live until now; passes to the database
 *
 * Changes on trial are undone by the end of the trial, and remembered when it is
 * confirmed. A change of blocks with a duration alone is none of the policy.
 *
 * Context: @db->lock is held.
 */
void sfw_publish_remember(struct sfw_db *db, struct sfw_snapshot *before)
{
	lockdep_assert_held(&db->lock);
	if (!db->trial.before && !sfw_snapshot_same(before, sfw_db_live(db)))
		swap(db->previous, before);
	sfw_snapshot_put(before);
}

/**
 * sfw_publish_again - publish the policy before the trial again
 * @db: the namespace
 * @s: sfw_trial.before until now, which nobody else reads; the database owns it
 * @by: enum sfw_by
 *
 * It gets all that is no policy, such as blocks with a duration, as it is now.
 *
 * Context: @db->lock is held; may sleep.
 */
void sfw_publish_again(struct sfw_db *db, struct sfw_snapshot *s,
		       enum sfw_by by)
{
	lockdep_assert_held(&db->lock);
	sfw_snapshot_adopt_sealed(s, sfw_db_live(db));
	/* Its hooks that judge packets are registered: only the rest may fail. */
	db->ops->prepare(db, s);
	publish(db, s, by);
}

/*
 * Expired entries open nothing already, and expired members are none, since packets look at
 * the clock: this only takes them out. It is no new generation. The rest may need a hook
 * more, as packets may go direct now; hooks that it does not need stay until a commit.
 */
static void expire(struct sfw_db *db)
{
	struct sfw_snapshot *s = sfw_snapshot_clone(sfw_db_live(db));

	if (s && !sfw_snapshot_seal(s, ktime_get_boottime_ns()) &&
	    !db->ops->prepare(db, s)) {
		s->generation = sfw_db_live(db)->generation;
		replace_live(db, s, SFW_BY_TIME);
	} else {
		sfw_snapshot_put(s);
		mod_delayed_work(sfw_wq, &db->expiry, EXPIRY_RETRY_DELAY);
	}
}

static void look_for_expired(struct work_struct *work)
{
	struct sfw_db *db = container_of(to_delayed_work(work), struct sfw_db,
					 expiry);

	mutex_lock(&db->lock);
	if (sfw_is_due(sfw_db_live(db)->next_expiry))
		expire(db);
	else
		plan_expiry(db);
	mutex_unlock(&db->lock);
}

/**
 * sfw_publish_init - set a namespace up: no policy expires
 * @db: the namespace, all zero
 */
void sfw_publish_init(struct sfw_db *db)
{
	INIT_DELAYED_WORK(&db->expiry, look_for_expired);
}
