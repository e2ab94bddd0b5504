// SPDX-License-Identifier: GPL-2.0
/* Times of an entry of a list, and the packet that was its last. */
#include "../../kmod/db/list/scan.h"
#include "gatetest.h"

#define NOW	(1000 * SECOND)
#define WINDOW	(10 * SECOND)

static struct sfw_list *new_list(struct kunit *test, enum sfw_list_kind kind)
{
	struct sfw_list *list = sfw_list_alloc("cause", kind, 64, 32, 128);

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = WINDOW;
	return list;
}

static struct sfw_recent *entry_of(const struct sfw_list *list)
{
	struct sfw_addr a = sfw_ip4(1);

	return sfw_dbtest_find(list, SFW_AF_INET, &a);
}

static void scan(struct sfw_list *list, u16 port, u64 now)
{
	struct sfw_addr a = sfw_ip4(1);
	struct sfw_list_key src = sfw_list_key(list, SFW_AF_INET, &a);

	rcu_read_lock();
	sfw_scan_note(list, &src, port, 1, 64, now);
	rcu_read_unlock();
}

static bool renew(struct sfw_list *list, u16 port, u64 now)
{
	struct sfw_addr a = sfw_ip4(1);
	struct sfw_list_key src = sfw_list_key(list, SFW_AF_INET, &a);
	bool yes;

	rcu_read_lock();
	yes = sfw_scan_renew(list, &src, port, 64, now);
	rcu_read_unlock();
	return yes;
}

static void renewal_tells_its_port(struct kunit *test)
{
	struct sfw_list *list = new_list(test, SFW_LIST_SCAN);
	const struct sfw_recent *e;

	list->proto = IPPROTO_UDP;
	scan(list, 80, NOW);
	e = entry_of(list);
	KUNIT_EXPECT_EQ(test, e->cause, sfw_recent_cause(IPPROTO_UDP, 80));
	KUNIT_EXPECT_TRUE(test, renew(list, 65535, NOW + SECOND));
	KUNIT_EXPECT_EQ(test, e->cause, sfw_recent_cause(IPPROTO_UDP, 65535));
	KUNIT_EXPECT_EQ(test, sfw_recent_begun(e, NOW + 5 * SECOND), 5ull);
	KUNIT_EXPECT_EQ(test, sfw_recent_silent(e, NOW + 5 * SECOND), 4ull);
	KUNIT_EXPECT_EQ(test, sfw_recent_begun(e, 0), 0ull);
	KUNIT_EXPECT_EQ(test, sfw_recent_silent(e, 0), 0ull);
	sfw_list_put(list);
}

/* An entry that grows is another one, of the same address. */
static void growing_keeps_it(struct kunit *test)
{
	struct sfw_list *list = new_list(test, SFW_LIST_SCAN);
	struct sfw_addr a = sfw_ip4(1);
	const struct sfw_recent *e;

	scan(list, 80, NOW);
	KUNIT_ASSERT_EQ(test, (u32)entry_of(list)->slots, 0u);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &a,
					   NOW + SECOND), 0);
	e = entry_of(list);
	KUNIT_EXPECT_GT(test, (u32)e->slots, 0u);
	KUNIT_EXPECT_EQ(test, e->cause, sfw_recent_cause(0, 80));
	KUNIT_EXPECT_EQ(test, e->ttl, 64);
	KUNIT_EXPECT_EQ(test, sfw_recent_begun(e, NOW + 5 * SECOND), 5ull);
	sfw_list_put(list);
}

static void what_is_over_is_forgotten(struct kunit *test)
{
	struct sfw_list *list = new_list(test, SFW_LIST_SCAN);
	struct sfw_addr a = sfw_ip4(1);
	const struct sfw_recent *e;

	scan(list, 80, NOW);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &a,
					   NOW + WINDOW), 0);
	e = entry_of(list);
	KUNIT_EXPECT_EQ(test, e->cause, 0u);
	KUNIT_EXPECT_EQ(test, e->ttl, 0);
	KUNIT_EXPECT_EQ(test, sfw_recent_begun(e, NOW + WINDOW + SECOND), 1ull);
	sfw_list_put(list);
}

static void guard_tells_attempts_too(struct kunit *test)
{
	struct sfw_guard g = a_guard("bf", 1, SFW_THEN_BLOCK);
	struct sfw_addr a = sfw_ip4(1);
	const struct sfw_recent *e;

	g.base.list = new_list(test, SFW_LIST_BLOCK);
	KUNIT_EXPECT_TRUE(test, hit(&g, 1, NOW));
	e = entry_of(g.base.list);
	KUNIT_EXPECT_EQ(test, e->cause, sfw_recent_cause(IPPROTO_TCP, 22));
	KUNIT_EXPECT_TRUE(test, sfw_guard_refuses(&g, e, NOW));
	KUNIT_EXPECT_EQ(test, sfw_recent_until(g.base.list, e), 0ull);
	KUNIT_EXPECT_EQ(test, sfw_guard_admit(&g, SFW_AF_INET, &a, IPPROTO_SCTP, 80, 63,
					      NOW), SFW_TOO_MANY);
	KUNIT_EXPECT_EQ(test, e->cause, sfw_recent_cause(IPPROTO_SCTP, 80));
	sfw_guard_block(&g, SFW_AF_INET, &a, NOW);
	KUNIT_EXPECT_EQ(test, sfw_recent_until(g.base.list, e),
			NOW + 60 * SECOND);
	KUNIT_EXPECT_FALSE(test, sfw_guard_refuses(&g, e, NOW + WINDOW));
	KUNIT_EXPECT_EQ(test, sfw_list_fix(g.base.list, SFW_AF_INET, &a, NOW), 0);
	e = entry_of(g.base.list);
	KUNIT_EXPECT_EQ(test, sfw_recent_until(g.base.list, e), U64_MAX);
	KUNIT_EXPECT_TRUE(test, sfw_guard_refuses(&g, e, NOW + WINDOW));
	sfw_list_put(g.base.list);
}

static void knock_tells_how_far(struct kunit *test)
{
	struct sfw_addr a = sfw_ip4(1);
	const struct sfw_recent *e;
	struct sfw_knock l;

	a_knock(&l, "door");
	l.base.list = new_list(test, SFW_LIST_KNOCK);
	sfw_knock_try(&l, SFW_AF_INET, &a, IPPROTO_TCP, 7000, 64, NOW);
	e = entry_of(l.base.list);
	KUNIT_EXPECT_EQ(test, e->cause, sfw_recent_cause(IPPROTO_TCP, 7000));
	KUNIT_EXPECT_EQ(test, sfw_recent_until(l.base.list, e), 0ull);
	sfw_knock_try(&l, SFW_AF_INET, &a, IPPROTO_UDP, 8000, 64, NOW);
	KUNIT_EXPECT_EQ(test, e->cause, sfw_recent_cause(IPPROTO_UDP, 8000));
	KUNIT_EXPECT_EQ(test, sfw_recent_until(l.base.list, e), NOW + 5 * SECOND);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(l.base.list, SFW_AF_INET, &a, NOW), 0);
	KUNIT_EXPECT_EQ(test, sfw_recent_until(l.base.list, entry_of(l.base.list)), U64_MAX);
	sfw_list_put(l.base.list);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(renewal_tells_its_port),
	KUNIT_CASE(growing_keeps_it),
	KUNIT_CASE(what_is_over_is_forgotten),
	KUNIT_CASE(guard_tells_attempts_too),
	KUNIT_CASE(knock_tells_how_far),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_cause",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
