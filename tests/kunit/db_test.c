// SPDX-License-Identifier: GPL-2.0
/* Publication: the live policy, and when the packet side starts and stops. */
#include "../../kmod/db/stats.c"
#include "dbtest.h"

static void open_port(struct kunit *test, struct sfw_snapshot *s, u16 port)
{
	struct sfw_entry e = sfw_dbtest_tcp(port);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), 0);
}

static int publish_enabled(struct kunit *test, bool enabled)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	s->policy.enabled = enabled;
	return sfw_dbtest_publish(test->priv, s);
}

static bool is_enabled(struct sfw_dbtest *t)
{
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	bool enabled = s->policy.enabled;

	sfw_snapshot_put(s);
	return enabled;
}

static void starts_disabled_and_empty(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_EXPECT_FALSE(test, is_enabled(t));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 0u);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 0ull);
	KUNIT_EXPECT_EQ(test, t->starts, 0);
	KUNIT_EXPECT_EQ(test, t->stops, 0);
}

static void each_publication_is_a_generation(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	u64 i;

	for (i = 1; i <= 5; i++) {
		struct sfw_snapshot *s = sfw_dbtest_clone(test);

		open_port(test, s, i);
		KUNIT_EXPECT_EQ(test, sfw_dbtest_publish(t, s), 0);
		KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), i);
		KUNIT_EXPECT_EQ(test, (u64)sfw_dbtest_entries(t), i);
		KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, i));
		KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, i + 1));
	}
}

static void starts_and_stops_with_enabled(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_EXPECT_EQ(test, publish_enabled(test, false), 0);
	KUNIT_EXPECT_EQ(test, t->starts, 0);

	KUNIT_EXPECT_EQ(test, publish_enabled(test, true), 0);
	KUNIT_EXPECT_EQ(test, t->starts, 1);
	KUNIT_EXPECT_TRUE(test, t->started);
	KUNIT_EXPECT_EQ(test, publish_enabled(test, true), 0);
	KUNIT_EXPECT_EQ(test, t->starts, 1);
	KUNIT_EXPECT_EQ(test, t->stops, 0);

	KUNIT_EXPECT_EQ(test, publish_enabled(test, false), 0);
	KUNIT_EXPECT_EQ(test, t->stops, 1);
	KUNIT_EXPECT_FALSE(test, t->started);
	KUNIT_EXPECT_EQ(test, publish_enabled(test, false), 0);
	KUNIT_EXPECT_EQ(test, t->stops, 1);

	KUNIT_EXPECT_EQ(test, publish_enabled(test, true), 0);
	KUNIT_EXPECT_EQ(test, t->starts, 2);
	KUNIT_EXPECT_EQ(test, t->stops, 1);
}

/* No packet is judged by a policy that is not enabled. */
static void stops_only_when_the_disabled_policy_is_live(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_EXPECT_EQ(test, publish_enabled(test, true), 0);
	KUNIT_EXPECT_FALSE(test, t->live_at_call);
	t->live_at_call = true;
	KUNIT_EXPECT_EQ(test, publish_enabled(test, false), 0);
	KUNIT_EXPECT_FALSE(test, t->live_at_call);
}

static void failing_start_leaves_the_old_policy(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	open_port(test, s, 22);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);

	s = sfw_dbtest_clone(test);
	open_port(test, s, 80);
	s->policy.enabled = true;
	t->start_err = -EBADF;
	KUNIT_EXPECT_EQ(test, sfw_dbtest_publish(t, s), -EBADF);
	KUNIT_EXPECT_EQ(test, t->starts, 1);
	KUNIT_EXPECT_EQ(test, t->stops, 0);
	KUNIT_EXPECT_FALSE(test, t->started);
	KUNIT_EXPECT_FALSE(test, is_enabled(t));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 1ull);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 80));

	t->start_err = 0;
	KUNIT_EXPECT_EQ(test, publish_enabled(test, true), 0);
	KUNIT_EXPECT_EQ(test, t->starts, 2);
	KUNIT_EXPECT_TRUE(test, is_enabled(t));
}

/* A dump reads one policy to its end, even if others are published meanwhile. */
static void readers_keep_what_they_hold(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_snapshot *held;
	struct sfw_entry *e;

	open_port(test, s, 22);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	held = sfw_db_get(&t->db);
	e = held->policy.entries[0];
	sfw_entry_get(e);

	s = sfw_snapshot_alloc();
	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	sfw_dbtest_settle();
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_EQ(test, held->generation, 1ull);
	KUNIT_EXPECT_EQ(test, held->policy.n_entries, 1u);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 2u);

	sfw_snapshot_put(held);
	sfw_dbtest_settle();
	KUNIT_EXPECT_EQ(test, sfw_dbtest_refs(e), 1u);
	sfw_entry_put(e);
}

/* The packet side makes ready for the new policy, then drops the old one. */
static void prepares_then_settles(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *live, *s = sfw_dbtest_clone(test);

	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_EXPECT_EQ(test, t->prepares, 1);
	KUNIT_EXPECT_EQ(test, t->settles, 1);
	KUNIT_EXPECT_PTR_EQ(test, t->prepared, (const void *)s);
	KUNIT_EXPECT_PTR_EQ(test, t->settled, (const void *)s);
	KUNIT_EXPECT_TRUE(test, t->settled_live);

	/* Failing, it drops the one that it has begun to make ready. */
	t->start_err = -ENODEV;
	KUNIT_EXPECT_EQ(test, publish_enabled(test, true), -ENODEV);
	KUNIT_EXPECT_EQ(test, t->prepares, 2);
	KUNIT_EXPECT_EQ(test, t->settles, 2);
	live = sfw_db_get(&t->db);
	KUNIT_EXPECT_PTR_EQ(test, t->settled, (const void *)live);
	KUNIT_EXPECT_PTR_EQ(test, live, s);
	sfw_snapshot_put(live);
}

/* A packet may still read the policy until the second step. */
static void namespace_goes_in_two_steps(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, publish_enabled(test, true), 0);
	sfw_db_stop(&t->db);
	KUNIT_EXPECT_TRUE(test, is_enabled(t));
	KUNIT_EXPECT_EQ(test, t->settles, 1);
	sfw_db_stop(&t->db);
	KUNIT_EXPECT_TRUE(test, is_enabled(t));
}

static void stop_drops_what_is_staged(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	int i, err = 0;

	mutex_lock(&t->db.lock);
	for (i = 1; i <= 3; i++)
		err |= sfw_txn_begin(&t->db, i, i & 1);
	mutex_unlock(&t->db.lock);
	KUNIT_EXPECT_EQ(test, err, 0);
	sfw_db_stop(&t->db);
	KUNIT_EXPECT_TRUE(test, list_empty(&t->db.txns));
	KUNIT_EXPECT_EQ(test, t->stops, 0);
}

static void stats_count_by_reason(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_sum sum;
	int i, j;

	local_bh_disable();
	for (i = 0; i < SFW_R_MAX; i++)
		for (j = 0; j < i; j++)
			sfw_count_add(&t->db.stats->reason[i], 10 * i);
	local_bh_enable();
	for (i = 0; i < SFW_R_MAX; i++) {
		sum = sfw_count_sum(&t->db.stats->reason[i]);
		KUNIT_EXPECT_EQ(test, sum.packets, (u64)i);
		KUNIT_EXPECT_EQ(test, sum.bytes, (u64)i * i * 10);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(starts_disabled_and_empty),
	KUNIT_CASE(each_publication_is_a_generation),
	KUNIT_CASE(starts_and_stops_with_enabled),
	KUNIT_CASE(stops_only_when_the_disabled_policy_is_live),
	KUNIT_CASE(failing_start_leaves_the_old_policy),
	KUNIT_CASE(readers_keep_what_they_hold),
	KUNIT_CASE(prepares_then_settles),
	KUNIT_CASE(namespace_goes_in_two_steps),
	KUNIT_CASE(stop_drops_what_is_staged),
	KUNIT_CASE(stats_count_by_reason),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_db",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
