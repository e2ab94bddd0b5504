// SPDX-License-Identifier: GPL-2.0
/* Promises under floods: a source blocked until a time is blocked until then. */
#include "../../kmod/db/list/evict.h"
#include "gatetest.h"

#define NOW		(1000 * SECOND)
#define PARTS		64
#define FLOOD		(1000000 / SFW_KUNIT_PART)
#define OWED		100	/* sources that are promised something */
#define STRANGERS	0x1000000

static struct sfw_guard new_guard(struct kunit *test, u32 cap)
{
	struct sfw_guard g = a_guard("bf", 1, SFW_THEN_BLOCK);

	g.block_time = 3600 * SECOND;
	g.base.list = sfw_list_alloc("bf", SFW_LIST_BLOCK, cap, 32, 128);
	KUNIT_ASSERT_NOT_NULL(test, g.base.list);
	g.base.list->window = g.windows.longest;
	return g;
}

static void block(const struct sfw_guard *g, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);

	rcu_read_lock();
	sfw_guard_block(g, SFW_AF_INET, &a, now);
	rcu_read_unlock();
}

static void knock(const struct sfw_knock *l, u32 ip, u8 proto, u16 port, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);

	rcu_read_lock();
	sfw_knock_try(l, SFW_AF_INET, &a, proto, port, 64, now);
	rcu_read_unlock();
}

static bool promised(const struct sfw_list *list, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);
	bool yes;

	rcu_read_lock();
	yes = sfw_list_promised(list, SFW_AF_INET, &a, now);
	rcu_read_unlock();
	return yes;
}

static u32 count_promised(const struct sfw_list *list, u32 n, u64 now)
{
	u32 i, count = 0;

	for (i = 0; i < n; i++)
		count += promised(list, i, now);
	return count;
}

static u32 most_in_part(const struct sfw_list *list, bool fixed)
{
	u32 i, most = 0;

	for (i = 0; i <= list->part_mask; i++)
		most = max(most, fixed ? list->part[i].fixed :
					 list->part[i].promised);
	return most;
}

/* 75,000 forged SYNs lifted a block of an hour in three seconds. */
static void floods_lift_no_block(struct kunit *test)
{
	struct sfw_guard g = new_guard(test, SFW_LIST_CAP);
	u32 i;

	/* The collection has the real clock, and is to take nothing out. */
	g.base.list->window = g.block_time;
	for (i = 0; i < OWED; i++)
		block(&g, i, NOW);
	for (i = 0; i < FLOOD; i++) {
		hit(&g, STRANGERS + i, NOW + i);
		if (i == 75000 / SFW_KUNIT_PART)
			KUNIT_EXPECT_EQ(test, OWED, count_promised(g.base.list, OWED,
								   NOW + i));
		if (!(i % 1024))
			cond_resched();
	}
	KUNIT_EXPECT_EQ(test, count_promised(g.base.list, OWED, NOW + FLOOD),
			(u32)OWED);
	KUNIT_EXPECT_LE(test, sfw_list_size(g.base.list).count, (u32)SFW_LIST_CAP);
	KUNIT_EXPECT_EQ(test, sfw_list_size(g.base.list).count +
			      sfw_list_size(g.base.list).evicted, (u64)FLOOD + OWED);
	KUNIT_EXPECT_EQ(test, sfw_list_size(g.base.list).broken, 0ull);
	KUNIT_EXPECT_FALSE(test, promised(g.base.list, 0, NOW + g.block_time));
	sfw_list_put(g.base.list);
}

static void floods_close_no_opening(struct kunit *test)
{
	struct sfw_knock l;
	u32 i;

	a_knock(&l, "door");
	l.sequence.open = 3600 * SECOND;
	l.base.list = sfw_list_alloc("door", SFW_LIST_KNOCK, SFW_LIST_CAP, 32, 128);
	KUNIT_ASSERT_NOT_NULL(test, l.base.list);
	l.base.list->window = l.sequence.within;
	for (i = 0; i < OWED; i++) {
		knock(&l, i, IPPROTO_TCP, 7000, NOW);
		knock(&l, i, IPPROTO_UDP, 8000, NOW);
	}
	for (i = 0; i < FLOOD; i++) {
		knock(&l, STRANGERS + i, IPPROTO_TCP, 7000, NOW + i);
		if (!(i % 1024))
			cond_resched();
	}
	KUNIT_EXPECT_EQ(test, count_promised(l.base.list, OWED, NOW + FLOOD),
			(u32)OWED);
	KUNIT_EXPECT_LE(test, sfw_list_size(l.base.list).count, (u32)SFW_LIST_CAP);
	sfw_list_put(l.base.list);
}

/*
 * A flood of sources that trip the guard: half of the list is promised
 * something, the other half is strangers', the blocks that last longest stay, and
 * each that was lifted before its time is counted.
 */
static void promises_are_bounded(struct kunit *test)
{
	struct sfw_guard g = new_guard(test, 64 * PARTS);
	u32 i, sent = 20000, kept;

	for (i = 0; i < OWED; i++) {
		g.block_time = 7200 * SECOND;
		block(&g, i, NOW);
	}
	g.block_time = 3600 * SECOND;
	for (i = 0; i < sent; i++)
		block(&g, STRANGERS + i, NOW + i);
	KUNIT_EXPECT_EQ(test, most_in_part(g.base.list, false), 32u);
	KUNIT_EXPECT_EQ(test, count_promised(g.base.list, OWED, NOW + sent), (u32)OWED);
	for (i = 0, kept = 0; i < sent; i++)
		kept += promised(g.base.list, STRANGERS + i, NOW + sent);
	KUNIT_EXPECT_EQ(test, kept, 32u * PARTS - OWED);
	KUNIT_EXPECT_EQ(test, sfw_list_size(g.base.list).broken, (u64)sent - kept);
	KUNIT_EXPECT_LE(test, sfw_list_size(g.base.list).count, 64u * PARTS);
	/* The last ones are among them. */
	KUNIT_EXPECT_TRUE(test, promised(g.base.list, STRANGERS + sent - 1, NOW + sent));
	sfw_list_put(g.base.list);
}

/* Those whose time is over make room, and no promise is broken. */
static void what_is_over_is_not_broken(struct kunit *test)
{
	struct sfw_guard g = new_guard(test, 64);
	u32 i;

	for (i = 0; i < 32; i++)
		block(&g, i, NOW);
	for (i = 0; i < 8; i++)
		block(&g, STRANGERS + i, NOW + g.block_time);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 32u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(g.base.list).broken, 0ull);
	for (i = 0; i < 8; i++)
		KUNIT_EXPECT_TRUE(test, promised(g.base.list, STRANGERS + i,
						 NOW + g.block_time));
	sfw_list_put(g.base.list);
}

/* By hand half of it, with promises three quarters of it, always a quarter free. */
static void hands_and_promises_share(struct kunit *test)
{
	struct sfw_guard g = new_guard(test, 64);
	struct sfw_addr a;
	u32 i, put = 0;

	for (i = 0; i < 64; i++)
		block(&g, i, NOW + i);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 32u);
	for (i = 0; i < 64; i++) {
		a = sfw_ip4(STRANGERS + i);
		put += !sfw_list_fix(g.base.list, SFW_AF_INET, &a, NOW + 64);
	}
	KUNIT_EXPECT_EQ(test, put, 32u);
	KUNIT_EXPECT_EQ(test, g.base.list->part->fixed, 32u);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 16u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(g.base.list).broken, 32u + 16);
	for (i = 0; i < 1000; i++)
		hit(&g, 2 * STRANGERS + i, NOW + 100 + i);
	KUNIT_EXPECT_EQ(test, count_promised(g.base.list, 64, NOW + 1100), 16u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(g.base.list).count, 64u);
	/* Those that are taken out make room again. */
	for (i = 0; i < 32; i++) {
		a = sfw_ip4(STRANGERS + i);
		KUNIT_EXPECT_EQ(test, sfw_list_del(g.base.list, SFW_AF_INET, &a), 0);
	}
	for (i = 0; i < 64; i++)
		block(&g, i, NOW + 2000 + i);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 32u);
	sfw_list_flush(g.base.list);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 0u);
	KUNIT_EXPECT_EQ(test, g.base.list->part->fixed, 0u);
	sfw_list_put(g.base.list);
}

/* A source that is blocked and then put in by hand is one entry, whichever way it ends. */
static void promised_then_by_hand(struct kunit *test)
{
	struct sfw_guard g = new_guard(test, 64);
	struct sfw_addr a = sfw_ip4(1);

	block(&g, 1, NOW);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 1u);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(g.base.list, SFW_AF_INET, &a, NOW), 0);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 0u);
	block(&g, 1, NOW);
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 0u);
	KUNIT_EXPECT_EQ(test, g.base.list->part->fixed, 1u);
	KUNIT_EXPECT_EQ(test, sfw_list_del(g.base.list, SFW_AF_INET, &a), 0);
	KUNIT_EXPECT_FALSE(test, promised(g.base.list, 1, NOW));
	KUNIT_EXPECT_EQ(test, g.base.list->part->promised, 0u);
	KUNIT_EXPECT_EQ(test, g.base.list->part->fixed, 0u);
	sfw_list_put(g.base.list);
}

/* A guard that blocks for less time from now on takes nothing back. */
static void promise_outlives_its_guards_time(struct kunit *test)
{
	struct sfw_guard g = new_guard(test, 64);

	block(&g, 1, NOW);
	g.block_time = 10 * SECOND;
	hit(&g, 1, NOW + 60 * SECOND);
	block(&g, 1, NOW + 60 * SECOND);
	KUNIT_EXPECT_TRUE(test, promised(g.base.list, 1, NOW + 3599 * SECOND));
	KUNIT_EXPECT_FALSE(test, promised(g.base.list, 1, NOW + 3600 * SECOND));
	sfw_list_put(g.base.list);
}

static u32 asked;

static bool all_serve(const struct sfw_list *list, const struct sfw_recent *e)
{
	asked++;
	return e->addr.w[0] != *(__be32 *)list->owner;
}

static bool come(struct sfw_list *list, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);
	struct sfw_list_key key = sfw_list_key(list, SFW_AF_INET, &a);
	bool there;

	spin_lock_bh(&key.part->lock);
	there = sfw_list_enter(list, &key, 2, now);
	spin_unlock_bh(&key.part->lock);
	return there;
}

/*
 * Of a list whose entries all serve, as live peers do, none is evicted, and a
 * newcomer asks for few of them; of those that do not, one goes soon.
 */
static void who_serves_stays_at_a_bounded_cost(struct kunit *test)
{
	struct sfw_list *list = sfw_list_alloc("peers", SFW_LIST_PEER, 256, 32,
					       128);
	struct sfw_addr gone = sfw_ip4(STRANGERS), useless = sfw_ip4(100);
	u32 i, most = 0;

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = U64_MAX;
	list->keeps = all_serve;
	list->owner = &gone;
	for (i = 0; i < 256; i++)
		KUNIT_EXPECT_TRUE(test, come(list, i, NOW + i));
	for (; i < 1000; i++) {
		asked = 0;
		KUNIT_EXPECT_FALSE(test, come(list, i, NOW + i));
		most = max(most, asked);
	}
	kunit_info(test, "256 of 256 serve: %u of them asked for a newcomer", most);
	KUNIT_EXPECT_LE(test, most, 8u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, 256u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).evicted, 1000ull - 256);
	list->owner = &useless;
	for (i = 0; i < 256 && !come(list, 2000, NOW + 2000); i++)
		;
	KUNIT_EXPECT_LE(test, i, 256u / 8);
	KUNIT_EXPECT_NULL(test, sfw_dbtest_find(list, SFW_AF_INET, &useless));
	sfw_list_put(list);
}

/*
 * Every entry that no longer serves goes soon, also the last one of a long bucket:
 * of so many lists some have a bucket of more than SFW_EVICT_CHOICE.
 */
static void who_serves_no_more_goes(struct kunit *test)
{
	struct sfw_addr useless;
	struct sfw_list *list;
	u32 lists, i, n;

	for (lists = 0; lists < 150; lists++) {
		list = sfw_list_alloc("peers", SFW_LIST_PEER, 256, 32, 128);
		KUNIT_ASSERT_NOT_NULL(test, list);
		list->window = U64_MAX;
		list->keeps = all_serve;
		list->owner = &useless;
		for (i = 0; i < 256; i++) {
			useless = sfw_ip4(STRANGERS);
			come(list, i, NOW + i);
		}
		for (i = 0; i < 256; i++) {
			useless = sfw_ip4(i);
			for (n = 0; n < 256 && !come(list, 1000 + i, NOW + 1000); n++)
				;
			if (n == 256)
				break;
		}
		sfw_list_put(list);
		KUNIT_ASSERT_EQ_MSG(test, i, 256u, "list %u keeps one for good", lists);
		cond_resched();
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(who_serves_no_more_goes),
	KUNIT_CASE(floods_lift_no_block),
	KUNIT_CASE(floods_close_no_opening),
	KUNIT_CASE(promises_are_bounded),
	KUNIT_CASE(what_is_over_is_not_broken),
	KUNIT_CASE(hands_and_promises_share),
	KUNIT_CASE(promised_then_by_hand),
	KUNIT_CASE(promise_outlives_its_guards_time),
	KUNIT_CASE(who_serves_stays_at_a_bounded_cost),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_list_promise",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
