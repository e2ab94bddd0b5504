// SPDX-License-Identifier: GPL-2.0
#include <linux/random.h>
#include <net/netns/generic.h>

#include "db.h"
#include "event/events.h"
#include "event/journal.h"
#include "list/lists.h"
#include "policy/publish.h"
#include "policy/rehearsal.h"
#include "policy/snapshot.h"
#include "policy/timed.h"
#include "policy/trial.h"
#include "policy/txn.h"
#include "stats.h"

unsigned int sfw_db_net_id __read_mostly;

/**
 * sfw_db_of - the database of a namespace
 * @net: a live namespace
 */
struct sfw_db *sfw_db_of(const struct net *net)
{
	return net_generic(net, sfw_db_net_id);
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
	get_random_bytes(&db->key, sizeof(db->key));
	sfw_publish_init(db);
	sfw_timed_init(db);
	sfw_trial_init(db);
	sfw_rehearsal_init(db);
	db->ops = ops;
	db->host = db;
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
	sfw_rehearsal_stop(db);
	cancel_delayed_work_sync(&db->expiry);	/* after the trial, which plans it */
	mutex_lock(&db->lock);
	sfw_txn_abort_all(db);
	mutex_unlock(&db->lock);
	sfw_events_stop(db->events);
}

/**
 * sfw_db_exit - free all memory of a namespace
 * @db: the namespace; nobody can reach it any more
 *
 * Context: may sleep.
 */
void sfw_db_exit(struct sfw_db *db)
{
	cancel_delayed_work_sync(&db->expiry);
	cancel_delayed_work_sync(&db->timed);
	sfw_snapshot_put(rcu_dereference_protected(db->live, true));
	sfw_snapshot_put(db->previous);
	sfw_lists_exit(db);
	sfw_journal_free(rcu_dereference_protected(db->journal, true));
	sfw_events_put(db->events);
	free_percpu(db->stats);
}
