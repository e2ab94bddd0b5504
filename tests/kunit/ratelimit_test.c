// SPDX-License-Identifier: GPL-2.0
/* At most so many a second. */
#include <kunit/test.h>

#include "../../kmod/db/event/ratelimit.c"

#define START	(5 * NSEC_PER_SEC)
#define MOST	20

static u32 take(struct sfw_ratelimit *l, u32 n, u64 now)
{
	u32 taken = 0;

	while (n--)
		taken += sfw_ratelimit_take(l, MOST, now);
	return taken;
}

static void so_many_a_second(struct kunit *test)
{
	struct sfw_ratelimit l = {};

	KUNIT_EXPECT_EQ(test, take(&l, MOST, START), MOST);
	KUNIT_EXPECT_EQ(test, atomic64_read(&l.denied), 0ll);
	KUNIT_EXPECT_EQ(test, take(&l, 7, START + NSEC_PER_SEC - 1), 0u);
	KUNIT_EXPECT_EQ(test, atomic64_read(&l.denied), 7ll);
	KUNIT_EXPECT_EQ(test, take(&l, 30, START + NSEC_PER_SEC), MOST);
	KUNIT_EXPECT_EQ(test, take(&l, 1, START + 99 * NSEC_PER_SEC), 1u);
	KUNIT_EXPECT_EQ(test, atomic64_read(&l.denied), 17ll);
}

/* A CPU whose clock is a little behind gets no second of its own. */
static void never_an_old_second_again(struct kunit *test)
{
	struct sfw_ratelimit l = {};

	KUNIT_EXPECT_EQ(test, take(&l, MOST, START), MOST);
	KUNIT_EXPECT_EQ(test, take(&l, 1, START - 1), 0u);
	KUNIT_EXPECT_EQ(test, take(&l, 1, START), 0u);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(so_many_a_second),
	KUNIT_CASE(never_an_old_second_again),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_ratelimit",
	.test_cases	= cases,
};

kunit_test_suite(suite);
