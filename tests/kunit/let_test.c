// SPDX-License-Identifier: GPL-2.0
/* A packet that a port let in, and the policy that it meets then. */
#include <kunit/test.h>

#include "../../kmod/db/policy/let.h"

static const struct sk_buff *packet(u32 i)
{
	static u64 there[2];

	return (const void *)&there[i];
}

static void is_known_once(struct kunit *test)
{
	struct sfw_snapshot s = { .generation = 5 };
	struct sfw_let let = {};

	KUNIT_EXPECT_EQ(test, sfw_let_take(&let, packet(0), &s.policy), SFW_NO_ENTRY);
	sfw_let_note(&let, packet(0), &s.policy, 7);
	KUNIT_EXPECT_EQ(test, sfw_let_take(&let, packet(1), &s.policy), SFW_NO_ENTRY);
	KUNIT_EXPECT_EQ(test, sfw_let_take(&let, packet(0), &s.policy), 7u);
	KUNIT_EXPECT_EQ(test, sfw_let_take(&let, packet(0), &s.policy), SFW_NO_ENTRY);
}

static void another_policy_knows_nothing(struct kunit *test)
{
	struct sfw_snapshot s = { .generation = 5 }, same_age = { .generation = 5 };
	struct sfw_let let = {};

	sfw_let_note(&let, packet(0), &s.policy, 7);
	KUNIT_EXPECT_EQ(test, sfw_let_take(&let, packet(0), &same_age.policy),
			SFW_NO_ENTRY);
	/* A later one, in memory that was the first one's. */
	s.generation++;
	KUNIT_EXPECT_EQ(test, sfw_let_take(&let, packet(0), &s.policy), SFW_NO_ENTRY);
	s.generation--;
	KUNIT_EXPECT_EQ(test, sfw_let_take(&let, packet(0), &s.policy), 7u);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(is_known_once),
	KUNIT_CASE(another_policy_knows_nothing),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_let",
	.test_cases	= cases,
};

kunit_test_suite(suite);
