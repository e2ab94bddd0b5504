// SPDX-License-Identifier: GPL-2.0
/* Entries with a duration leave the table by themselves. */
#include <linux/delay.h>

#include "../../kmod/db/db.c"
#include "../../kmod/db/policy/publish.c"
#include "../../kmod/db/policy/timed.c"
#include "dbtest.h"
#include "sample.h"

#define SOON		(50 * NSEC_PER_MSEC)
#define LATER		(3600ull * NSEC_PER_SEC)
#define HOUR		(3600ull * NSEC_PER_SEC)
#define TEN_YEARS	((u64)SFW_DURATION_MAX * NSEC_PER_SEC)
#define LIMIT		(10 * HZ)	/* far more than any machine needs */

/* @after: nanoseconds from now, 0 for never */
static void open_for(struct kunit *test, struct sfw_snapshot *s, u16 port,
		     u64 after)
{
	struct sfw_entry e = sfw_dbtest_tcp(port);

	e.expires = after ? ktime_get_boottime_ns() + after : 0;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
}

static void wait_for_entries(struct kunit *test, u32 n)
{
	unsigned long end = jiffies + LIMIT;

	while (sfw_dbtest_entries(test->priv) != n && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_entries(test->priv), n);
}

static void expired_entries_leave(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_entry *e;

	s->policy.enabled = true;
	s->policy.setting[SFW_S_PING] = 0;
	open_for(test, s, 22, SOON);
	open_for(test, s, 80, 0);
	open_for(test, s, 443, LATER);
	e = s->policy.entries[0];
	sfw_entry_get(e);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));

	wait_for_entries(test, 2);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 80));
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 443));
	sfw_dbtest_settle();
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 1u);
	sfw_entry_put(e);

	/* It is the same policy: nobody changed it, nobody must notice. */
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 1ull);
	KUNIT_EXPECT_EQ(test, t->starts, 1);
	KUNIT_EXPECT_EQ(test, t->stops, 0);
	s = sfw_db_get(&t->db);
	/* The entries that are left may need hooks of their own. */
	KUNIT_EXPECT_PTR_EQ(test, t->prepared, s);
	KUNIT_EXPECT_TRUE(test, s->policy.enabled);
	KUNIT_EXPECT_EQ(test, s->policy.setting[SFW_S_PING], 0);
	sfw_snapshot_put(s);
}

/* Its hooks would come back behind the last one that is unregistered. */
static void nothing_leaves_a_namespace_that_goes(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	open_for(test, s, 22, LATER);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&t->db.expiry));
	sfw_db_stop(&t->db);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&t->db.expiry));
}

static void forwarded_ports_leave_too(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_entry e = sfw_dbtest_tcp(8000);
	unsigned long end = jiffies + LIMIT;
	u32 n = 1;

	e.sel.from.family = SFW_AF_INET;
	e.to = (struct sfw_target){ sfw_ip4(0xc0a80114), 80, SFW_AF_INET };
	e.expires = ktime_get_boottime_ns() + SOON;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_forward(s, &e), 0);
	open_for(test, s, 22, LATER);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	while (n && time_before(jiffies, end)) {
		usleep_range(1000, 2000);
		s = sfw_db_get(&t->db);
		n = s->policy.n_forwards;
		sfw_snapshot_put(s);
	}
	KUNIT_EXPECT_EQ(test, n, 0u);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));
}

static void one_after_the_other(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	open_for(test, s, 3, 3 * SOON);
	open_for(test, s, 1, SOON);
	open_for(test, s, 2, 2 * SOON);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	wait_for_entries(test, 0);
	s = sfw_db_get(&t->db);
	KUNIT_EXPECT_FALSE(test, s->policy.timed);
	KUNIT_EXPECT_EQ(test, s->next_expiry, 0ull);
	sfw_snapshot_put(s);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&t->db.expiry));
}

static void transactions_do_not_notice(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	int err;

	open_for(test, s, 22, SOON);
	open_for(test, s, 80, 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	mutex_lock(&t->db.lock);
	err = sfw_txn_begin(&t->db, 1, false);
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, err, 0);
	wait_for_entries(test, 1);
	mutex_lock(&t->db.lock);
	err = sfw_txn_commit(&t->db, sfw_txn_find(&t->db, 1), 0, false);
	mutex_unlock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 2ull);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 1u);
}

/* How long from now the work will run; nothing pending is a failure. */
static unsigned long planned(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_TRUE(test, delayed_work_pending(&t->db.expiry));
	return t->db.expiry.timer.expires - jiffies;
}

static void is_planned_for_the_first(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	open_for(test, s, 1, 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&t->db.expiry));

	s = sfw_dbtest_clone(test);
	open_for(test, s, 2, 40ull * NSEC_PER_SEC);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_LE(test, planned(test), 40ul * HZ + 1);
	KUNIT_EXPECT_GT(test, planned(test), 30ul * HZ);

	s = sfw_dbtest_clone(test);
	open_for(test, s, 3, 20ull * NSEC_PER_SEC);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_LE(test, planned(test), 20ul * HZ + 1);
	KUNIT_EXPECT_GT(test, planned(test), 15ul * HZ);

	s = sfw_snapshot_alloc();
	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&t->db.expiry));
}

/* Jiffies stop in suspend and may wrap: far ahead means look again sooner. */
static void is_never_planned_far_ahead(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	open_for(test, s, 22, TEN_YEARS);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_LE(test, planned(test), (unsigned long)SFW_PLAN_MOST);
	KUNIT_EXPECT_GT(test, planned(test), SFW_PLAN_MOST / 2ul);

	/* Looking too early changes nothing but the plan. */
	mod_delayed_work(sfw_wq, &t->db.expiry, 0);
	flush_delayed_work(&t->db.expiry);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 1ull);
	KUNIT_EXPECT_LE(test, planned(test), (unsigned long)SFW_PLAN_MOST);
}

/* Timers that are late by as much as the kernel allows itself. */
static u64 wait_late(struct kunit *test, u64 left)
{
	struct sfw_dbtest *t = test->priv;
	unsigned long ticks;

	sfw_plan(&t->db.expiry, ktime_get_boottime_ns() + left, 0, SFW_PLAN_MOST);
	ticks = planned(test);
	cancel_delayed_work(&t->db.expiry);
	return jiffies_to_nsecs(ticks + ticks * 8 / 63);
}

static void is_done_within_a_second(struct kunit *test)
{
	u64 waited, left = HOUR;
	u32 looks = 1;

	while ((waited = wait_late(test, left)) < left) {
		left -= waited;
		looks++;
	}
	KUNIT_EXPECT_LE(test, waited - left, (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_LE(test, looks, 70u);
}

static void block_for(struct kunit *test, struct sfw_snapshot *s, u32 ip,
		      u64 after)
{
	struct sfw_prefix_item item = {
		.prefix		= { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires	= after ? ktime_get_boottime_ns() + after : 0,
	};

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &item), 0);
}

static u32 blocks(struct sfw_dbtest *t)
{
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	struct sfw_prefixset *timed = sfw_timed_get(s);
	u32 n = s->policy.blocks->n + (timed ? timed->set.n : 0);

	sfw_prefixset_put(timed);

	sfw_snapshot_put(s);
	return n;
}

/* As a packet sees it, with the clock. */
static bool is_blocked(struct sfw_dbtest *t, u32 ip)
{
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	struct sfw_prefixset *timed = sfw_timed_get(s);
	u64 now = ktime_get_boottime_ns();
	struct sfw_addr a = sfw_ip4(ip);
	bool yes = sfw_prefixes_find(s->policy.blocks, SFW_AF_INET, &a, now) ||
		   (timed && sfw_prefixes_find(&timed->set, SFW_AF_INET, &a, now));

	sfw_prefixset_put(timed);
	sfw_snapshot_put(s);
	return yes;
}

/* Without a packet, and without anybody asking. */
static void expired_blocks_leave(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	unsigned long end = jiffies + LIMIT;
	u64 began = ktime_get_boottime_ns();

	s->policy.enabled = true;
	block_for(test, s, 1, SOON);
	block_for(test, s, 2, 0);
	block_for(test, s, 3, LATER);
	open_for(test, s, 22, 2 * SOON);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_TRUE(test, is_blocked(t, 1));
	while (blocks(t) != 2 && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_EXPECT_EQ(test, blocks(t), 2u);
	/* Exact to one second, the contract says; never too early. */
	KUNIT_EXPECT_GE(test, ktime_get_boottime_ns() - began, SOON);
	KUNIT_EXPECT_LT(test, ktime_get_boottime_ns() - began,
			SOON + NSEC_PER_SEC);
	KUNIT_EXPECT_FALSE(test, is_blocked(t, 1));
	KUNIT_EXPECT_TRUE(test, is_blocked(t, 2));
	KUNIT_EXPECT_TRUE(test, is_blocked(t, 3));
	/* The next of the others is planned. */
	wait_for_entries(test, 0);
	KUNIT_EXPECT_EQ(test, blocks(t), 2u);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&t->db.expiry));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&t->db.timed));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 1ull);
	KUNIT_EXPECT_EQ(test, t->stops, 0);
}

/* A new policy keeps timed blocks, and their ends. */
static void blocks_end_in_the_next_policy_too(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	unsigned long end = jiffies + LIMIT;

	block_for(test, s, 1, 2 * SOON);
	block_for(test, s, 2, 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	s = sfw_dbtest_clone(test);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_TRUE(test, is_blocked(t, 1));
	KUNIT_EXPECT_FALSE(test, is_blocked(t, 2));
	while (blocks(t) && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_EXPECT_EQ(test, blocks(t), 0u);
	flush_delayed_work(&t->db.timed);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&t->db.timed));
}

/* More than a round takes; the snapshot stays, so a reader of the set has all of it. */
static void many_blocks_end_in_rounds(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	u64 late = ktime_get_boottime_ns() + HOUR + HOUR / 2;
	struct sfw_prefixset *before, *set;
	u32 i;

	for (i = 0; i < 2 * ROUND_MOST; i++)
		block_for(test, s, i << 8, HOUR);
	block_for(test, s, 1, 2 * HOUR);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	cancel_delayed_work_sync(&t->db.timed);
	before = sfw_timed_get(s);
	mutex_lock(&t->db.lock);
	set = sfw_prefixset_get(s->timed);
	KUNIT_EXPECT_NOT_NULL(test, sfw_prefixset_own(&set));
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, take_out(&t->db, set, late),
				i < 2 ? ROUND_MOST : 0);
		KUNIT_EXPECT_EQ(test, set->set.n,
				i ? 1u : ROUND_MOST + 1u);
	}
	KUNIT_EXPECT_GT(test, sfw_prefixes_soonest(&set->set), late);
	mutex_unlock(&t->db.lock);
	sfw_prefixset_put(set);
	KUNIT_EXPECT_EQ(test, before->set.n, 2u * ROUND_MOST + 1);
	sfw_prefixset_put(before);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(expired_entries_leave),
	KUNIT_CASE(expired_blocks_leave),
	KUNIT_CASE(blocks_end_in_the_next_policy_too),
	KUNIT_CASE(many_blocks_end_in_rounds),
	KUNIT_CASE(nothing_leaves_a_namespace_that_goes),
	KUNIT_CASE(forwarded_ports_leave_too),
	KUNIT_CASE(one_after_the_other),
	KUNIT_CASE(transactions_do_not_notice),
	KUNIT_CASE(is_planned_for_the_first),
	KUNIT_CASE(is_never_planned_far_ahead),
	KUNIT_CASE(is_done_within_a_second),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_expiry",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
