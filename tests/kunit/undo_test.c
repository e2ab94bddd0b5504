// SPDX-License-Identifier: GPL-2.0
/* The policy before the last change comes back, as a new one. */
#include "../../kmod/db/policy/trial.h"
#include "sample.h"
#include "txntest.h"

#define LONG	3600

static int begin_undo(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	int err;

	mutex_lock(&t->db.lock);
	err = sfw_txn_begin_undo(&t->db, ALICE);
	mutex_unlock(&t->db.lock);
	return err;
}

static int undo(struct kunit *test)
{
	return begin_undo(test) ?: commit(test, ALICE, 0);
}

/* One change: a port more is open. */
static void open_port(struct kunit *test, u16 port, u32 confirm)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, port, 0), 0);
	mutex_lock(&t->db.lock);
	sfw_txn_find(&t->db, ALICE)->confirm = confirm;
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 1), 0);
}

/* Open ports of 22, 80 and 443. */
static void expect_open(struct kunit *test, const char *wanted)
{
	struct sfw_dbtest *t = test->priv;
	char open[4] = {
		sfw_dbtest_is_open(t, 22) ? 's' : '-',
		sfw_dbtest_is_open(t, 80) ? 'w' : '-',
		sfw_dbtest_is_open(t, 443) ? 't' : '-',
	};

	KUNIT_EXPECT_STREQ(test, open, wanted);
}

static void there_and_back(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_EXPECT_EQ(test, undo(test), -ENOENT);
	open_port(test, 22, 0);
	open_port(test, 80, 0);
	KUNIT_EXPECT_EQ(test, undo(test), 0);
	expect_open(test, "s--");
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 3ull);
	KUNIT_EXPECT_EQ(test, undo(test), 0);
	expect_open(test, "sw-");
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 4ull);
}

static struct sfw_port *first_port(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	struct sfw_port *port = sfw_port_of(s->policy.entries[0]);

	sfw_snapshot_put(s);
	return port;
}

/* A port counts on, though its entry was another policy's meanwhile. */
static void ports_go_on_counting(struct kunit *test)
{
	struct sfw_port *port;

	open_port(test, 22, 0);
	port = first_port(test);
	open_port(test, 80, 0);
	KUNIT_ASSERT_EQ(test, undo(test), 0);
	KUNIT_EXPECT_PTR_EQ(test, first_port(test), port);
}

/* The counters of one that was written anew are those of the first, which comes back. */
static void the_first_counts_for_its_heir(struct kunit *test)
{
	struct sfw_count __percpu *count;
	struct sfw_port *port;

	open_port(test, 22, 0);
	port = first_port(test);
	count = port->count;
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 80, 0), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 2), 0);
	KUNIT_EXPECT_PTR_EQ(test, first_port(test)->heir_of, port);
	KUNIT_ASSERT_EQ(test, undo(test), 0);
	KUNIT_EXPECT_PTR_EQ(test, first_port(test), port);
	KUNIT_EXPECT_NULL(test, port->heir_of);
	KUNIT_EXPECT_PTR_EQ(test, port->count, count);
	KUNIT_ASSERT_EQ(test, undo(test), 0);
	KUNIT_EXPECT_PTR_EQ(test, first_port(test)->count, count);
}

/* A look at a staged policy holds its ports until the dump is over. */
static void a_looked_at_heir_counts_on(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_count __percpu *count;
	struct sfw_snapshot *look;

	open_port(test, 22, 0);
	count = first_port(test)->count;
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 22, 0), 0);
	mutex_lock(&t->db.lock);
	look = sfw_snapshot_clone(sfw_txn_find(&t->db, ALICE)->staged);
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_NOT_NULL(test, look);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_PTR_EQ(test, first_port(test)->count, count);
	sfw_snapshot_put(look);
	KUNIT_EXPECT_PTR_EQ(test, first_port(test)->count, count);
}

static void not_during_a_trial(struct kunit *test)
{
	open_port(test, 22, 0);
	open_port(test, 80, LONG);
	KUNIT_EXPECT_EQ(test, undo(test), -EALREADY);
	open_port(test, 443, 0);
	KUNIT_EXPECT_EQ(test, undo(test), -EALREADY);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_confirm), 0);
	expect_open(test, "swt");
	KUNIT_EXPECT_EQ(test, undo(test), 0);
	expect_open(test, "s--");
}

/* Else the one that was rolled back would come again. */
static void a_rollback_is_no_change(struct kunit *test)
{
	open_port(test, 22, 0);
	open_port(test, 80, LONG);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), 0);
	expect_open(test, "s--");
	KUNIT_EXPECT_EQ(test, undo(test), 0);
	expect_open(test, "---");
}

static void add_block(struct kunit *test, u32 ip, u64 expires)
{
	struct sfw_prefix_item item = {
		.prefix = { sfw_ip4(ip), SFW_AF_INET, 32 }, .expires = expires,
	};
	struct sfw_dbtest *t = test->priv;
	struct sfw_txn *txn;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, ALICE);
	txn->changes += !sfw_snapshot_add_prefix(txn->staged, SFW_OBJ_BLOCK,
						 &item);
	mutex_unlock(&t->db.lock);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 1), 0);
}

static bool is_blocked(struct kunit *test, u32 ip)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	bool blocked = sfw_dbtest_block(s, ip, 1);

	sfw_snapshot_put(s);
	return blocked;
}

static void timed_blocks_stay(struct kunit *test)
{
	open_port(test, 22, 0);
	add_block(test, 1, 0);
	add_block(test, 2, ktime_get_boottime_ns() + LONG * NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, undo(test), 0);
	KUNIT_EXPECT_FALSE(test, is_blocked(test, 1));
	KUNIT_EXPECT_TRUE(test, is_blocked(test, 2));
	expect_open(test, "s--");
}

/* No change, no way back: the one before is still before. */
static void nothing_changed(struct kunit *test)
{
	open_port(test, 22, 0);
	open_port(test, 80, 0);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, enable(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_EQ(test, undo(test), 0);
	expect_open(test, "s--");
}

static void one_that_fails_changes_nothing(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, enable(test, ALICE, true), 0);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_ASSERT_EQ(test, undo(test), 0);
	t->start_err = -ENOMEM;
	KUNIT_EXPECT_EQ(test, undo(test), -ENOMEM);
	t->start_err = 0;
	KUNIT_EXPECT_EQ(test, undo(test), 0);
	KUNIT_EXPECT_TRUE(test, t->started);
}

static struct kunit_case undo_cases[] = {
	KUNIT_CASE(there_and_back),
	KUNIT_CASE(ports_go_on_counting),
	KUNIT_CASE(the_first_counts_for_its_heir),
	KUNIT_CASE(a_looked_at_heir_counts_on),
	KUNIT_CASE(not_during_a_trial),
	KUNIT_CASE(a_rollback_is_no_change),
	KUNIT_CASE(timed_blocks_stay),
	KUNIT_CASE(nothing_changed),
	KUNIT_CASE(one_that_fails_changes_nothing),
	{}
};

static struct kunit_suite undo_suite = {
	.name		= "sfw_undo",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= undo_cases,
};

kunit_test_suite(undo_suite);
