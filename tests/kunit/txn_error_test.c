// SPDX-License-Identifier: GPL-2.0
/* Transactions that fail: by others, by limits, by the packet side. */
#include "txntest.h"

static void one_per_owner(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, begin(test, ALICE, true), -EEXIST);
	KUNIT_EXPECT_EQ(test, begin(test, BOB, false), 0);
	/* The refused one left the first as it was. */
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
}

static void as_many_as_the_limit(struct kunit *test)
{
	u32 i;

	for (i = 0; i < SFW_TXN_MAX; i++)
		KUNIT_EXPECT_EQ(test, begin(test, 100 + i, false), 0);
	KUNIT_EXPECT_EQ(test, begin(test, ALICE, false), -ENOSPC);
	KUNIT_EXPECT_EQ(test, begin(test, 100, false), -EEXIST);
	drop(test, 100 + SFW_TXN_MAX / 2);
	KUNIT_EXPECT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, begin(test, BOB, false), -ENOSPC);
}

static void the_first_to_commit_wins(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_ASSERT_EQ(test, begin(test, BOB, true), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, add(test, BOB, 80, 0), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_EQ(test, commit(test, BOB, 1), -EBUSY);
	KUNIT_EXPECT_TRUE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 80));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 1ull);
	/* It ended: he may try again. */
	KUNIT_EXPECT_EQ(test, begin(test, BOB, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, BOB, 80, 0), 0);
	KUNIT_EXPECT_EQ(test, commit(test, BOB, 1), 0);
	KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 2u);
}

static void all_changes_or_none(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	static const u32 wrong[] = { 0, 1, 3, ~0u };
	int i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
		KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
		KUNIT_EXPECT_EQ(test, add(test, ALICE, 80, 0), 0);
		KUNIT_EXPECT_EQ(test, add(test, ALICE, 80, 0), -EEXIST);
		KUNIT_EXPECT_EQ(test, commit(test, ALICE, wrong[i]),
				-ECANCELED);
		KUNIT_EXPECT_EQ(test, sfw_dbtest_entries(t), 0u);
		KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 0ull);
	}
}

static void failing_start_ends_the_transaction(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	t->start_err = -ENODEV;
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, add(test, ALICE, 22, 0), 0);
	KUNIT_EXPECT_EQ(test, enable(test, ALICE, true), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 2), -ENODEV);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 2), -EINVAL);
	KUNIT_EXPECT_FALSE(test, sfw_dbtest_is_open(t, 22));
	KUNIT_EXPECT_EQ(test, sfw_dbtest_generation(t), 0ull);
	KUNIT_EXPECT_FALSE(test, t->started);

	t->start_err = 0;
	KUNIT_ASSERT_EQ(test, begin(test, ALICE, false), 0);
	KUNIT_EXPECT_EQ(test, enable(test, ALICE, true), 0);
	KUNIT_EXPECT_EQ(test, commit(test, ALICE, 1), 0);
	KUNIT_EXPECT_TRUE(test, t->started);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(one_per_owner),
	KUNIT_CASE(as_many_as_the_limit),
	KUNIT_CASE(the_first_to_commit_wins),
	KUNIT_CASE(all_changes_or_none),
	KUNIT_CASE(failing_start_ends_the_transaction),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_txn_error",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
