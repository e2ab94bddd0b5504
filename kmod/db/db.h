/* SPDX-License-Identifier: GPL-2.0 */
/* State of one network namespace: the live policy, changes, counters. */
#ifndef SFW_DB_DB_H
#define SFW_DB_DB_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sfw.h>
#include <linux/siphash.h>
#include <linux/workqueue.h>

#include "portids.h"

#define SFW_SCAN_LISTS	2	/* TCP and UDP */

struct net;
struct net_device;
struct sfw_db;
struct sfw_event_cursor;
struct sfw_events;
struct sfw_facts;
struct sfw_journal;
struct sfw_list;
struct sfw_live_id;
struct sfw_nf;
struct sfw_policy;
struct sfw_rehearsal;
struct sfw_snapshot;
struct sfw_stats;

/**
 * struct sfw_db_ops - callbacks of the database to upper layers
 * @prepare: make ready for a policy that is about to be published: begin to
 *	     judge packets if it is enabled, and more; may fail, may sleep
 * @replaced: the published policy has taken the place of another one; may sleep
 * @settle: the policy is published: stop all that it does not need, but not the
 *	    hooks that judge packets by sfw_trial.before
 * @send_events: send the events of sfw_event_next() to the listeners; may sleep
 * @find_spoofed: fill in sfw_facts.spoofed of an imagined packet that comes in by an
 *		  interface; under rcu_read_lock()
 * @rehearse: have packets judged by a rehearsal too, once sfw_db.rehearsal is it; NULL:
 *	      by none any more; may fail unless it is NULL, may sleep
 * @ask_live: enum sfw_live_state of a connection; the owner is sfw_db.host. In a
 *	      softirq, too
 *
 * Called with sfw_db.lock held, but for @send_events and @ask_live.
 */
struct sfw_db_ops {
	int (*prepare)(struct sfw_db *db, const struct sfw_snapshot *next);
	void (*replaced)(struct sfw_db *db, const struct sfw_snapshot *before);
	void (*settle)(struct sfw_db *db, const struct sfw_snapshot *now);
	void (*send_events)(struct sfw_db *db, struct sfw_event_cursor *cursor);
	void (*find_spoofed)(struct sfw_db *db, const struct sfw_policy *p,
			     struct sfw_facts *f, struct net_device *in);
	int (*rehearse)(struct sfw_db *db, struct sfw_rehearsal *r);
	int (*ask_live)(void *owner, const struct sfw_live_id *id);
};

/**
 * struct sfw_trial - the published policy is on trial
 * @before: the policy to come back unless it is confirmed: a sealed snapshot that
 *	    was never published; NULL: nothing is on trial
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
 * @lock: serialises publication; protects @txns, their staged policies, @trial
 *	  but for its @until, @previous, and the writing of @live, @rehearsal, @scan
 *	  and @peers
 * @txns: open transactions
 * @owners: sockets that own them
 * @ops: upper layers
 * @host: the namespace whose connections and queries its lists are about: itself, but for
 *	  the lists of a rehearsal
 * @nf: the packet side, for its hooks, which get the database
 * @key: secret of the hash of @scan and @peers, so that they hash alike
 * @scan: lists of scanners; NULL until they are needed, then they stay
 * @peers: peers with connections, while scanners are listed; likewise
 * @expiry: publishes the policy without its expired entries
 * @timed: takes blocks that have expired out of the published policy
 * @trial: the way back
 * @previous: the policy before the last change of it, to be undone: a reference, or
 *	      NULL; while a policy is on trial, still that of before
 * @events: events and their listeners
 * @journal: the last refusals; NULL before packets were ever judged, or for want of
 *	     memory, which each publication tries again; then it stays
 * @rehearsal: the policy that is rehearsed, or was; NULL: none
 * @rehearsing: ends it, and a day later forgets it
 */
struct sfw_db {
	struct sfw_snapshot __rcu *live;
	struct sfw_stats __percpu *stats;
	struct mutex lock;	/* serialises publication, see above */
	struct list_head txns;
	struct sfw_portids owners;
	const struct sfw_db_ops *ops;
	struct sfw_db *host;
	struct sfw_nf *nf;
	siphash_key_t key;
	struct sfw_list *scan[SFW_SCAN_LISTS];
	struct sfw_list *peers;
	struct delayed_work expiry;
	struct delayed_work timed;
	struct sfw_trial trial;
	struct sfw_snapshot *previous;
	struct sfw_events *events;
	struct sfw_journal __rcu *journal;
	struct sfw_rehearsal __rcu *rehearsal;
	struct delayed_work rehearsing;
};

/* Of net_generic(); the database stands first there. */
extern unsigned int sfw_db_net_id;

/**
 * sfw_db_live - the published policy, for its writers
 * @db: the namespace
 *
 * Context: @db->lock is held.
 */
static inline struct sfw_snapshot *sfw_db_live(struct sfw_db *db)
{
	return rcu_dereference_protected(db->live,
					 lockdep_is_held(&db->lock));
}

int sfw_db_init(struct sfw_db *db, const struct sfw_db_ops *ops);
void sfw_db_stop(struct sfw_db *db);
void sfw_db_exit(struct sfw_db *db);

struct sfw_db *sfw_db_of(const struct net *net);
struct sfw_snapshot *sfw_db_get(struct sfw_db *db);

#endif /* SFW_DB_DB_H */
