// SPDX-License-Identifier: GPL-2.0
/* A policy on trial: confirmed, or the one before comes back. */
#include <linux/delay.h>

#include "../../kmod/db/policy/trial.c"
#include "sample.h"
#include "txntest.h"

#define LIMIT		(20 * HZ)	/* far more than any machine needs */
#define LONG		3600
#define LATER		(ktime_get_boottime_ns() + 3600ull * NSEC_PER_SEC)

static int commit_on_trial(struct kunit *test, u32 owner, u32 changes,
			   u32 seconds)
{
	struct sfw_dbtest *t = test->priv;

	mutex_lock(&t->db.lock);
	sfw_txn_find(&t->db, owner)->confirm = seconds;
	mutex_unlock(&t->db.lock);
	return commit(test, owner, changes);
}

/* 22 was open; then only 80 is, on trial. */
static int start(struct kunit *test, u32 seconds)
{
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_ASSERT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, true), 0);
	KUNIT_ASSERT_EQ(test, add(test, ALICE, 80, 0), 0);
	KUNIT_ASSERT_EQ(test, enable(test, ALICE, true), 0);
	return commit_on_trial(test, ALICE, 2, seconds);
}

static void expect_on_trial(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(test->priv, 22));
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(test->priv, 80));
}

static void expect_back(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 80));
	KUNIT_EXPECT_EQ(test, sfw_trial_left(&t->db), 0u);
	KUNIT_EXPECT_PTR_EQ(test, t->db.trial.before, NULL);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_confirm), -ENOENT);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), -ENOENT);
}

static void comes_back_by_itself(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	unsigned long end = jiffies + LIMIT;
	u64 began = ktime_get_boottime_ns();

	KUNIT_ASSERT_EQ(test, start(test, 2), 0);
	KUNIT_EXPECT_EQ(test, sfw_trial_left(&t->db), 2u);
	expect_on_trial(test);
	while (sfw_dbtest_is_open(t, 80) && time_before(jiffies, end))
		usleep_range(1000, 2000);
	KUNIT_EXPECT_GE(test, ktime_get_boottime_ns() - began,
			2ull * NSEC_PER_SEC);
	expect_back(test);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 3ull);
	/* It was disabled before. */
	KUNIT_EXPECT_EQ(test, t->stops, 1);
}

static void stays_when_confirmed(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, 1), 0);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_confirm), 0);
	KUNIT_EXPECT_EQ(test, sfw_trial_left(&t->db), 0u);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), -ENOENT);
	msleep(1500);	/* longer than it might have taken */
	expect_on_trial(test);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 2ull);
	/* Resources that only the policy before needed are given back now. */
	KUNIT_EXPECT_TRUE(test, t->settled_live);
	KUNIT_EXPECT_EQ(test, t->settles, 3);
}

static void goes_back_at_once(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, LONG), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, BOB, 443, 0), 0);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), 0);
	expect_back(test);
	/* Bob meant his change for a policy that is gone. */
	KUNIT_EXPECT_EQ(test, commit(test, BOB, 1), -EBUSY);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 3ull);
}

static void what_follows_goes_back_too(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, LONG), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, BOB, 443, 0), 0);
	KUNIT_ASSERT_EQ(test, commit(test, BOB, 1), 0);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 443));
	KUNIT_EXPECT_GT(test, sfw_trial_left(&t->db), 0u);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), 0);
	expect_back(test);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 443));
}

static void one_at_a_time(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, LONG), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_ASSERT_EQ(test, add(test, BOB, 443, 0), 0);
	KUNIT_EXPECT_EQ(test, commit_on_trial(test, BOB, 1, 1), -EALREADY);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 443));
	KUNIT_EXPECT_GT(test, sfw_trial_left(&t->db), 1u);
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), 0);
	expect_back(test);
}

static void comes_back_whatever_fails(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, LONG), 0);
	t->started = false;
	t->start_err = -ENOMEM;
	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), 0);
	expect_back(test);
}

static void no_trial_of_what_is_not_published(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	t->start_err = -ENOMEM;
	KUNIT_EXPECT_EQ(test, start(test, 1), -ENOMEM);
	expect_back(test);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 1ull);
}

static void block(struct kunit *test, struct sfw_snapshot *s, u32 ip,
		  u64 expires)
{
	struct sfw_prefix_item item = {
		.prefix		= { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires	= expires,
	};

	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_prefix(s, SFW_OBJ_BLOCK, &item), 0);
}

static void unblock(struct kunit *test, struct sfw_snapshot *s, u32 ip)
{
	struct sfw_prefix p = { sfw_ip4(ip), SFW_AF_INET, 32 };

	KUNIT_ASSERT_EQ(test, sfw_snapshot_del_prefix(s, SFW_OBJ_BLOCK, &p), 0);
}

static char blocked(struct kunit *test, u32 ip)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_db_get(&t->db);
	const struct sfw_prefix_item *item = sfw_dbtest_block(s, ip, 1);
	char how = !item ? '-' : item->expires ? 't' : 'b';

	sfw_snapshot_put(s);
	return how;
}

static void timed_blocks_are_no_policy(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	u64 later = LATER;
	char how[8] = "";
	u32 ip;

	block(test, s, 1, 0);		/* is taken out */
	block(test, s, 2, later);	/* is taken out */
	block(test, s, 3, later);	/* is made to last by a new policy */
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	KUNIT_ASSERT_EQ(test, start(test, LONG), 0);
	s = sfw_dbtest_clone(test);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	unblock(test, s, 2);
	block(test, s, 3, 0);
	block(test, s, 4, later);	/* is new */
	block(test, s, 5, 0);		/* is new, and on trial */
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(t, s), 0);
	for (ip = 1; ip <= 5; ip++)
		how[ip - 1] = blocked(test, ip);
	KUNIT_EXPECT_STREQ(test, how, "--btb");

	KUNIT_EXPECT_EQ(test, finish_trial(test, sfw_trial_rollback), 0);
	for (ip = 1; ip <= 5; ip++)
		how[ip - 1] = blocked(test, ip);
	KUNIT_EXPECT_STREQ(test, how, "b-tt-");
}

/* Jiffies stop while the machine sleeps: one look alone would come too late. */
static void looks_at_the_clock_each_second(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, LONG), 0);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&t->db.trial.work));
	KUNIT_EXPECT_TRUE(test, time_before_eq(t->db.trial.work.timer.expires,
					       jiffies + HZ));
}

static void nobody_waits_for_a_namespace_that_goes(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, start(test, 1), 0);
	sfw_db_stop(&t->db);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&t->db.trial.work));
	msleep(1500);	/* longer than it might have taken */
	expect_on_trial(test);
}

static struct kunit_case trial_cases[] = {
	KUNIT_CASE(comes_back_by_itself),
	KUNIT_CASE(stays_when_confirmed),
	KUNIT_CASE(goes_back_at_once),
	KUNIT_CASE(what_follows_goes_back_too),
	KUNIT_CASE(one_at_a_time),
	KUNIT_CASE(comes_back_whatever_fails),
	KUNIT_CASE(no_trial_of_what_is_not_published),
	KUNIT_CASE(timed_blocks_are_no_policy),
	KUNIT_CASE(looks_at_the_clock_each_second),
	KUNIT_CASE(nobody_waits_for_a_namespace_that_goes),
	{}
};

static struct kunit_suite trial_suite = {
	.name		= "sfw_trial",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= trial_cases,
};

kunit_test_suite(trial_suite);
