// SPDX-License-Identifier: GPL-2.0
/* Transactions: all of it, or nothing. */
#include <linux/delay.h>

#include "../../kmod/db/policy/txn.c"
#include "txntest.h"

static void publishes_at_the_commit(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 80, 0), 0);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 2), 0);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 80));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 1ull);
	/* It ended. */
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 0), -EINVAL);

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 443, 0), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 3u);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 2ull);
}

static void replace_starts_from_nothing(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_entry ssh = sfw_dbtest_tcp(22);

	s->policy.enabled = true;
	s->policy.setting[SFW_S_PING] = 0;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &ssh), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 80, 0), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 80));
	s = sfw_db_get(&t->db);
	KUNIT_EXPECT_EQ(test, s->policy.setting[SFW_S_PING], 1);
	/* Nobody said that packets shall no longer be judged. */
	KUNIT_EXPECT_TRUE(test, s->policy.enabled);
	sfw_snapshot_put(s);
	KUNIT_EXPECT_EQ(test, t->starts, 1);
	KUNIT_EXPECT_EQ(test, t->stops, 0);
}

static u64 packets(struct kunit *test, u16 port)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	u64 sum = ~0ull;
	u32 i;

	for (i = 0; i < s->policy.n_entries; i++)
		if (s->policy.entries[i]->first == port)
			sum = sfw_count_sum(sfw_port_of(s->policy.entries[i])
						    ->count).packets;
	sfw_snapshot_put(s);
	return sum;
}

static void count(struct kunit *test, u32 place)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);

	local_bh_disable();
	sfw_count_add(sfw_port_of(s->policy.entries[place])->count, 100);
	local_bh_enable();
	sfw_snapshot_put(s);
}

/* However often it is written anew, and even when the first one is gone. */
static void ports_go_on_counting(struct kunit *test)
{
	u32 i;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 443, 0), 0);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 2), 0);
	for (i = 1; i <= 3; i++) {
		count(test, 0);
		KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
		KUNIT_ASSERT_EQ(test, add(test, ALICE, 22, 0), 0);
		KUNIT_ASSERT_EQ(test, add(test, ALICE, 80, 0), 0);
		KUNIT_ASSERT_EQ(test, commit(test, ALICE, 2), 0);
		sfw_dbtest_settle();
		KUNIT_EXPECT_EQ(test, packets(test, 22), (u64)i);
		KUNIT_EXPECT_EQ(test, packets(test, 80), 0ull);
	}
}

static void dry_run_publishes_nothing(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, enable(test, ALICE, true), 0);
	KUNIT_EXPECT_EQ(test, end(test, ALICE, 2, true), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 0u);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 0ull);
	KUNIT_EXPECT_EQ(test, t->starts, 0);
	/* Its errors are those of a real one. */
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, end(test, ALICE, 1, true), -ECANCELED);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 0), 0);
	KUNIT_EXPECT_EQ(test, end(test, BOB, 0, true), -EBUSY);
}

static void abort_leaves_nothing(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	drop(test, ALICE);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
	drop(test, ALICE);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, commit(test, BOB, 0), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 0u);
}

static void abort_all_leaves_nothing(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	u32 i;

	for (i = 1; i <= SFW_TXN_MAX; i++)
		KUNIT_ASSERT_EQ(test, begin(test, i, i & 1), 0);
	mutex_lock(&t->db.lock);
	sfw_txn_abort_all(&t->db);
	mutex_unlock(&t->db.lock);
	KUNIT_EXPECT_TRUE(test, list_empty(&t->db.txns));
	for (i = 1; i <= SFW_TXN_MAX; i++)
		KUNIT_EXPECT_EQ(test, commit(test, i, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 0ull);
}

/* Nothing that has expired gets into a table that a commit publishes. */
static void commit_drops_what_expired(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	u64 now = ktime_get_boottime_ns();

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, now), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 80, 0), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 2), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 1u);
}

/*
 * The work that takes expired entries out may be late, by an hour after a
 * suspend. For people the port is closed, so opening it must work.
 */
static void expired_port_can_be_opened_again(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_entry ssh = sfw_dbtest_tcp(22);

	ssh.expires = ktime_get_boottime_ns() + 20 * NSEC_PER_MSEC;
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &ssh), 0);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	cancel_delayed_work_sync(&t->db.expiry);
	while (ktime_get_boottime_ns() < ssh.expires)
		usleep_range(1000, 2000);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 22));

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(publishes_at_the_commit),
	KUNIT_CASE(replace_starts_from_nothing),
	KUNIT_CASE(ports_go_on_counting),
	KUNIT_CASE(dry_run_publishes_nothing),
	KUNIT_CASE(abort_leaves_nothing),
	KUNIT_CASE(abort_all_leaves_nothing),
	KUNIT_CASE(commit_drops_what_expired),
	KUNIT_CASE(expired_port_can_be_opened_again),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_txn",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
