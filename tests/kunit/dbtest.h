/* SPDX-License-Identifier: GPL-2.0 */
/* A database whose packet side only keeps a record. */
#ifndef SFW_KUNIT_DBTEST_H
#define SFW_KUNIT_DBTEST_H

#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/db/policy/entry.h"
#include "../../kmod/db/event/events.h"
#include "../../kmod/db/list/list.h"
#include "../../kmod/db/policy/publish.h"
#include "../../kmod/db/policy/txn.h"
#include "../../kmod/db/work.h"

#define SFW_DBTEST_SENT	32	/* events that are kept */

/**
 * struct sfw_dbtest - state of a test of the database; in kunit.priv
 * @db: the database
 * @prepares: calls of prepare
 * @settles: calls of settle
 * @starts: times that prepare began to judge packets, or failed to
 * @stops: times that settle stopped
 * @start_err: return value of beginning
 * @rehearsed: what packets are to be judged by besides; only to be compared
 * @rehearse_err: return value of that
 * @started: packets are judged
 * @live_at_call: whether the live policy was enabled at the last of both
 * @settled_live: whether the last settle got the live policy
 * @prepared: policy of the last prepare; only to be compared
 * @settled: policy of the last settle; only to be compared
 * @sent: the events that were told last
 * @n_sent: how many; they may be more than there is room for
 */
struct sfw_dbtest {
	struct sfw_db db;
	int prepares;
	int settles;
	int starts;
	int stops;
	int start_err;
	const void *rehearsed;
	int rehearse_err;
	bool started;
	bool live_at_call;
	bool settled_live;
	const void *prepared;
	const void *settled;
	struct sfw_event_info sent[SFW_DBTEST_SENT];
	u32 n_sent;
};

int sfw_dbtest_suite_init(struct kunit_suite *suite);
void sfw_dbtest_suite_exit(struct kunit_suite *suite);
int sfw_dbtest_init(struct kunit *test);
void sfw_dbtest_exit(struct kunit *test);

struct sfw_entry sfw_dbtest_tcp(u16 port);
void sfw_dbtest_settle(void);
int sfw_dbtest_publish(struct sfw_dbtest *t, struct sfw_snapshot *s);
u64 sfw_dbtest_generation(struct sfw_dbtest *t);
u32 sfw_dbtest_entries(struct sfw_dbtest *t);
u32 sfw_dbtest_send(struct sfw_dbtest *t);
bool sfw_dbtest_is_open(struct sfw_dbtest *t, u16 port);
struct sfw_snapshot *sfw_dbtest_clone(struct kunit *test);

/* The published policy, which the database keeps. */
static inline struct sfw_snapshot *sfw_dbtest_live(struct sfw_db *db)
{
	struct sfw_snapshot *s = sfw_db_get(db);

	sfw_snapshot_put(s);
	return s;
}

/* The block of an address, for good or for a time. */
static inline const struct sfw_prefix_item *
sfw_dbtest_block(const struct sfw_snapshot *s, u32 ip, u64 now)
{
	struct sfw_addr a = { .w = { cpu_to_be32(ip) } };

	return sfw_prefixes_find(&s->blocks->set, SFW_AF_INET, &a, now) ?:
	       sfw_prefixes_find(&s->timed->set, SFW_AF_INET, &a, now);
}

/* The entry of an address; nobody takes it out meanwhile. */
static inline struct sfw_recent *sfw_dbtest_find(const struct sfw_list *list,
						 u8 family,
						 const struct sfw_addr *addr)
{
	struct sfw_list_key key = sfw_list_key(list, family, addr);
	struct sfw_recent *e;

	rcu_read_lock();
	e = sfw_list_look(list, &key);
	rcu_read_unlock();
	return e;
}

/* The users of a snapshot's entry. */
static inline u32 sfw_dbtest_refs(const struct sfw_entry *e)
{
	return refcount_read(&sfw_port_of(e)->refs);
}

#endif /* SFW_KUNIT_DBTEST_H */
