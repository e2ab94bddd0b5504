// SPDX-License-Identifier: GPL-2.0
/* Knocks on their lists: each source comes as far as it came. */
#include "../../kmod/db/list/knock.c"
#include "gatetest.h"

#define NOW	(1000 * SECOND)

static struct sfw_knock *new_knock(struct kunit *test)
{
	struct sfw_knock *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, l);
	a_knock(l, "door");
	l->base.list = sfw_list_alloc("door", SFW_LIST_KNOCK, 64, 32, 128);
	KUNIT_ASSERT_NOT_NULL(test, l->base.list);
	l->base.list->window = l->sequence.within;
	return l;
}

static bool is_open(const struct sfw_knock *l, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);
	bool yes;

	rcu_read_lock();
	yes = sfw_list_promised(l->base.list, SFW_AF_INET, &a, now);
	rcu_read_unlock();
	return yes;
}

static void knock(const struct sfw_knock *l, u32 ip, u8 proto, u16 port,
		  u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);

	rcu_read_lock();
	sfw_knock_try(l, SFW_AF_INET, &a, proto, port, 64, now);
	rcu_read_unlock();
}

static void opens_for_its_time(struct kunit *test)
{
	struct sfw_knock *l = new_knock(test);

	knock(l, 1, IPPROTO_TCP, 7000, NOW);
	knock(l, 2, IPPROTO_UDP, 8000, NOW);
	KUNIT_EXPECT_FALSE(test, is_open(l, 1, NOW));
	knock(l, 1, IPPROTO_UDP, 8000, NOW + SECOND);
	KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW + SECOND));
	KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW + 6 * SECOND - 1));
	KUNIT_EXPECT_FALSE(test, is_open(l, 1, NOW + 6 * SECOND));
	KUNIT_EXPECT_FALSE(test, is_open(l, 2, NOW + SECOND));
	sfw_list_put(l->base.list);
}

static void other_ports_leave_no_trace(struct kunit *test)
{
	struct sfw_knock *l = new_knock(test);

	knock(l, 1, IPPROTO_TCP, 7001, NOW);
	knock(l, 1, IPPROTO_UDP, 7000, NOW);
	KUNIT_EXPECT_EQ(test, sfw_list_size(l->base.list).count, 0u);
	knock(l, 1, IPPROTO_TCP, 7000, NOW);
	knock(l, 1, IPPROTO_TCP, 22, NOW);
	knock(l, 1, IPPROTO_UDP, 8000, NOW);
	KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW));
	KUNIT_EXPECT_EQ(test, sfw_list_size(l->base.list).count, 1u);
	sfw_list_put(l->base.list);
}

static void too_late_begins_anew(struct kunit *test)
{
	struct sfw_knock *l = new_knock(test);

	knock(l, 1, IPPROTO_TCP, 7000, NOW);
	knock(l, 1, IPPROTO_UDP, 8000, NOW + 20 * SECOND);
	KUNIT_EXPECT_FALSE(test, is_open(l, 1, NOW + 20 * SECOND));
	knock(l, 1, IPPROTO_TCP, 7000, NOW + 21 * SECOND);
	knock(l, 1, IPPROTO_UDP, 8000, NOW + 41 * SECOND - 1);
	KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW + 41 * SECOND));
	sfw_list_put(l->base.list);
}

/* Knocking goes on while it is open: it neither closes nor prolongs it. */
static void knocks_while_open_change_nothing(struct kunit *test)
{
	struct sfw_knock *l = new_knock(test);
	u32 i;

	knock(l, 1, IPPROTO_TCP, 7000, NOW);
	knock(l, 1, IPPROTO_UDP, 8000, NOW);
	for (i = 0; i < 5; i++) {
		knock(l, 1, IPPROTO_UDP, 8000, NOW + i * SECOND);
		KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW + i * SECOND));
	}
	KUNIT_EXPECT_FALSE(test, is_open(l, 1, NOW + 5 * SECOND));
	sfw_list_put(l->base.list);
}

static void by_hand_it_stays_open(struct kunit *test)
{
	struct sfw_knock *l = new_knock(test);
	struct sfw_addr a = sfw_ip4(1);

	KUNIT_ASSERT_EQ(test, sfw_list_fix(l->base.list, SFW_AF_INET, &a, NOW), 0);
	KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW + 3600 * SECOND));
	knock(l, 1, IPPROTO_TCP, 7000, NOW + 3600 * SECOND);
	KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW + 3601 * SECOND));
	KUNIT_ASSERT_EQ(test, sfw_list_del(l->base.list, SFW_AF_INET, &a), 0);
	KUNIT_EXPECT_FALSE(test, is_open(l, 1, NOW + 3601 * SECOND));
	sfw_list_put(l->base.list);
}

static void opening_outlasts_the_sequence(struct kunit *test)
{
	struct sfw_knock *l = new_knock(test);

	l->sequence.open = 30 * SECOND;
	knock(l, 1, IPPROTO_TCP, 7000, NOW);
	knock(l, 1, IPPROTO_UDP, 8000, NOW);
	knock(l, 1, IPPROTO_TCP, 7000, NOW + 29 * SECOND);
	KUNIT_EXPECT_TRUE(test, is_open(l, 1, NOW + 30 * SECOND - 1));
	KUNIT_EXPECT_FALSE(test, is_open(l, 1, NOW + 30 * SECOND));
	sfw_list_put(l->base.list);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(opens_for_its_time),
	KUNIT_CASE(other_ports_leave_no_trace),
	KUNIT_CASE(too_late_begins_anew),
	KUNIT_CASE(knocks_while_open_change_nothing),
	KUNIT_CASE(by_hand_it_stays_open),
	KUNIT_CASE(opening_outlasts_the_sequence),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_knock_list",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
