/* SPDX-License-Identifier: GPL-2.0 */
/* What one network namespace holds: the live policy, changes, counters. */
#ifndef SFW_DB_DB_H
#define SFW_DB_DB_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "snapshot.h"
#include "stats.h"

#define SFW_SCAN_LISTS	2	/* TCP and UDP */

struct sfw_db;
struct sfw_events;
struct sfw_list;
struct sfw_told;

/**
 * struct sfw_db_ops - what others do for the database, which does not know them
 * @prepare: make ready for a policy that is about to be published: begin to
 *	     judge packets if it is enabled, and more; may fail, may sleep
 * @settle: the policy is published: stop what it does not need, but for what
 *	    it takes to judge packets by sfw_trial.before
 * @tell: send what sfw_told_next() has to those who listen; may sleep
 *
 * Called with sfw_db.lock held, but for @tell.
 */
struct sfw_db_ops {
	int (*prepare)(struct sfw_db *db, const struct sfw_snapshot *next);
	void (*settle)(struct sfw_db *db, const struct sfw_snapshot *now);
	void (*tell)(struct sfw_db *db, struct sfw_told *told);
};

/**
 * struct sfw_trial - the published policy is on trial
 * @before: what comes back unless it is confirmed: a reference to a sealed
 *	    snapshot; NULL: nothing is on trial
 * @until: when it comes back, boot-time nanoseconds; 0: nothing is on trial
 * @work: brings it back
 */
struct sfw_trial {
	struct sfw_snapshot *before;
	atomic64_t until;
	struct delayed_work work;
};

/**
 * struct sfw_db - state of one namespace
 * @live: the published policy, never NULL
 * @stats: counters by reason
 * @lock: serialises publication; protects @txns, what they stage, @trial but
 *	  for its @until, and the writing of @live, @scan and @peers
 * @txns: open transactions
 * @ops: the others
 * @scan: lists of scanners; NULL until they are needed, then they stay
 * @peers: who we have connections with, while scanners are listed; likewise
 * @forwarding: enum sfw_forwarding, or-ed: what was turned on for the policy, by
 *		those who do it, under @lock
 * @expiry: publishes the policy without what has expired
 * @trial: the way back
 * @events: what is told to those who listen
 */
struct sfw_db {
	struct sfw_snapshot __rcu *live;
	struct sfw_stats __percpu *stats;
	struct mutex lock;	/* serialises publication, see above */
	struct list_head txns;
	const struct sfw_db_ops *ops;
	struct sfw_list *scan[SFW_SCAN_LISTS];
	struct sfw_list *peers;
	u8 forwarding;
	struct delayed_work expiry;
	struct sfw_trial trial;
	struct sfw_events *events;
};

int sfw_db_init(struct sfw_db *db, const struct sfw_db_ops *ops);
void sfw_db_stop(struct sfw_db *db);
void sfw_db_exit(struct sfw_db *db);

struct sfw_snapshot *sfw_db_get(struct sfw_db *db);
struct sfw_snapshot *sfw_db_live(struct sfw_db *db);
int sfw_db_publish(struct sfw_db *db, struct sfw_snapshot *s);
void sfw_db_bring_back(struct sfw_db *db, struct sfw_snapshot *s,
		       enum sfw_by by);

#endif /* SFW_DB_DB_H */
