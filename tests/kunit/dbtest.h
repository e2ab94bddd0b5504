/* SPDX-License-Identifier: GPL-2.0 */
/* A database whose packet side only keeps a record. */
#ifndef SFW_KUNIT_DBTEST_H
#define SFW_KUNIT_DBTEST_H

#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/db/entry.h"
#include "../../kmod/db/events.h"
#include "../../kmod/db/txn.h"

#define SFW_DBTEST_TOLD	32	/* events that are kept */

/**
 * struct sfw_dbtest - what a test of the database has; in kunit.priv
 * @db: the database
 * @prepares: calls of prepare
 * @settles: calls of settle
 * @starts: times that prepare began to judge packets, or failed to
 * @stops: times that settle stopped
 * @start_err: what beginning shall return
 * @started: packets are judged
 * @live_at_call: whether the live policy was enabled at the last of both
 * @settled_live: whether the last settle got the live policy
 * @prepared: what the last prepare got; only to be compared
 * @settled: what the last settle got; only to be compared
 * @told: the events that were told last
 * @n_told: how many; they may be more than there is room for
 */
struct sfw_dbtest {
	struct sfw_db db;
	int prepares;
	int settles;
	int starts;
	int stops;
	int start_err;
	bool started;
	bool live_at_call;
	bool settled_live;
	const void *prepared;
	const void *settled;
	struct sfw_note told[SFW_DBTEST_TOLD];
	u32 n_told;
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
u32 sfw_dbtest_tell(struct sfw_dbtest *t);
bool sfw_dbtest_is_open(struct sfw_dbtest *t, u16 port);
struct sfw_snapshot *sfw_dbtest_clone(struct kunit *test);

/* The users of a snapshot's entry. */
static inline u32 sfw_dbtest_refs(const struct sfw_entry *e)
{
	return refcount_read(&sfw_port_of(e)->refs);
}

#endif /* SFW_KUNIT_DBTEST_H */
