/* SPDX-License-Identifier: GPL-2.0 */
/* What one network namespace holds: the live policy, changes, counters. */
#ifndef SFW_DB_DB_H
#define SFW_DB_DB_H

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "snapshot.h"
#include "stats.h"

struct sfw_db;

/**
 * struct sfw_db_ops - what the packet side does for the database
 * @start: begin to judge packets; may fail and may sleep
 * @stop: judge no more
 *
 * Called with sfw_db.lock held. The database does not know the packet side.
 */
struct sfw_db_ops {
	int (*start)(struct sfw_db *db);
	void (*stop)(struct sfw_db *db);
};

/**
 * struct sfw_db - state of one namespace
 * @live: the published policy, never NULL
 * @stats: counters by reason
 * @lock: serialises publication; protects @txns, what they stage, @started
 *	  and the writing of @live
 * @txns: open transactions
 * @ops: the packet side
 * @started: @ops.start has been called
 * @expiry: publishes the policy without what has expired
 */
struct sfw_db {
	struct sfw_snapshot __rcu *live;
	struct sfw_stats __percpu *stats;
	struct mutex lock;	/* serialises publication, see above */
	struct list_head txns;
	const struct sfw_db_ops *ops;
	bool started;
	struct delayed_work expiry;
};

int sfw_db_init(struct sfw_db *db, const struct sfw_db_ops *ops);
void sfw_db_stop(struct sfw_db *db);
void sfw_db_exit(struct sfw_db *db);

struct sfw_snapshot *sfw_db_get(struct sfw_db *db);
struct sfw_snapshot *sfw_db_live(struct sfw_db *db);
int sfw_db_publish(struct sfw_db *db, struct sfw_snapshot *s);

#endif /* SFW_DB_DB_H */
