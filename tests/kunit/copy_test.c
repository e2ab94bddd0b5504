// SPDX-License-Identifier: GPL-2.0
/* Entries of lists that come back after a reboot, older than the machine is up. */
#include "../../kmod/db/list/copy.c"
#include "../../kmod/db/list/evict.h"
#include "gatetest.h"

#define UP	(5 * SECOND)	/* since the boot */

static struct sfw_guard guard_on(struct kunit *test, u32 hits, u8 then, u32 cap)
{
	struct sfw_guard g = a_guard("bf", hits, then);

	g.base.list = sfw_list_alloc("bf", then == SFW_THEN_BLOCK ?
				     SFW_LIST_BLOCK : SFW_LIST_GUARD, cap, 32, 128);
	KUNIT_ASSERT_NOT_NULL(test, g.base.list);
	g.base.list->window = g.windows.longest;
	return g;
}

/* A copy and its stamps are too large for a stack that KASAN pads. */
static struct sfw_list_copy *copy_of(struct kunit *test, u32 ip, u64 first, u64 last)
{
	struct sfw_list_copy *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	c->addr = sfw_ip4(ip);
	c->family = SFW_AF_INET;
	c->ttl = 64;
	c->hits = 3;
	c->cause = sfw_recent_cause(IPPROTO_TCP, 22);
	c->first = first * SECOND;
	c->last = last * SECOND;
	return c;
}

static void add_stamp(struct sfw_list_copy *c, u64 seconds)
{
	c->stamp[c->n_stamps++] = seconds * 1000 << 8 | 64;
}

static struct sfw_recent *find(const struct sfw_list *list, u32 ip)
{
	struct sfw_addr a = sfw_ip4(ip);

	return sfw_dbtest_find(list, SFW_AF_INET, &a);
}

/* Two hits of 8 and 6 seconds ago; three are admitted within ten. */
static void a_guard_goes_on_counting(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_DROP, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 8, 6);
	const struct sfw_recent *e;

	add_stamp(c, 8);
	add_stamp(c, 6);
	KUNIT_ASSERT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	e = find(g.base.list, 1);
	KUNIT_ASSERT_NOT_NULL(test, e);
	KUNIT_EXPECT_EQ(test, atomic_read(&e->hits), 3);
	KUNIT_EXPECT_EQ(test, sfw_recent_silent(e, UP), 6ull);
	KUNIT_EXPECT_LE(test, sfw_recent_begun(e, UP), 8ull);
	KUNIT_EXPECT_GE(test, sfw_recent_begun(e, UP), 7ull);
	KUNIT_EXPECT_TRUE(test, hit(&g, 1, UP));
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, UP + SECOND));
	/* The oldest of them is ten seconds old. */
	KUNIT_EXPECT_TRUE(test, hit(&g, 1, UP + 2 * SECOND + SECOND / 100));
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, UP + 3 * SECOND));
	sfw_list_put(g.base.list);
}

static void stamps_come_out_as_they_went_in(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_BLOCK, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 8, 6);
	u64 stamp[SFW_STAMPS_MAX];

	add_stamp(c, 8);
	add_stamp(c, 6);
	KUNIT_ASSERT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_ASSERT_EQ(test, sfw_list_stamps(g.base.list, find(g.base.list, 1),
					      UP, stamp), 2u);
	KUNIT_EXPECT_EQ(test, stamp[0], 8000ull << 8 | 64);
	KUNIT_EXPECT_EQ(test, stamp[1], 6000ull << 8 | 64);
	sfw_list_put(g.base.list);
}

static void what_has_run_out_stays_out(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_DROP, 64);
	struct sfw_list_copy *over = copy_of(test, 1, 20, 10);
	struct sfw_list_copy *last = copy_of(test, 2, 20, 9);

	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, over, UP), 0);
	KUNIT_EXPECT_NULL(test, find(g.base.list, 1));
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, last, UP), 0);
	KUNIT_ASSERT_NOT_NULL(test, find(g.base.list, 2));
	KUNIT_EXPECT_FALSE(test, sfw_recent_expired(g.base.list,
						    find(g.base.list, 2), UP));
	KUNIT_EXPECT_TRUE(test, sfw_recent_expired(g.base.list,
						   find(g.base.list, 2),
						   UP + SECOND + 1));
	sfw_list_put(g.base.list);
}

static void a_block_ends_when_it_would_have(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_BLOCK, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 3600, 3600);
	struct sfw_addr a = sfw_ip4(1);

	c->left = 30 * SECOND;
	KUNIT_ASSERT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, sfw_list_promised(g.base.list, SFW_AF_INET, &a,
						  UP + 29 * SECOND));
	KUNIT_EXPECT_FALSE(test, sfw_list_promised(g.base.list, SFW_AF_INET, &a,
						   UP + 30 * SECOND));
	rcu_read_unlock();
	KUNIT_EXPECT_FALSE(test, sfw_recent_expired(g.base.list,
						    find(g.base.list, 1),
						    UP + 29 * SECOND));
	sfw_list_put(g.base.list);
}

static void by_hand_stays_by_hand(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_DROP, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 99999, 99999);
	u32 i;

	c->fixed = true;
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_TRUE(test, find(g.base.list, 1)->fixed);
	KUNIT_EXPECT_EQ(test, sfw_list_size(g.base.list).count, 1u);
	for (i = 2; i <= 32; i++) {
		c->addr = sfw_ip4(i);
		KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	}
	c->addr = sfw_ip4(33);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), -ENOSPC);
	KUNIT_EXPECT_NULL(test, find(g.base.list, 33));
	sfw_list_put(g.base.list);
}

/* A packet may come before the entry does. */
static void joins_one_that_is_there(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_BLOCK, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 8, 6);
	struct sfw_addr a = sfw_ip4(1);

	KUNIT_EXPECT_TRUE(test, hit(&g, 1, UP - SECOND));
	add_stamp(c, 8);
	add_stamp(c, 6);
	c->left = 30 * SECOND;
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&find(g.base.list, 1)->hits), 4);
	KUNIT_EXPECT_EQ(test, sfw_recent_silent(find(g.base.list, 1), UP), 1ull);
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, UP));
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, sfw_list_promised(g.base.list, SFW_AF_INET, &a, UP));
	rcu_read_unlock();
	sfw_list_put(g.base.list);
}

/* Spent ones come first, as in entries. */
static void add_stamps_of(struct sfw_list_copy *c, u32 spent, u32 fresh)
{
	c->n_stamps = 0;
	while (spent--)
		add_stamp(c, div_u64(c->first, SECOND));
	while (fresh--)
		add_stamp(c, 3);
}

static void spent_hits_keep_none_out(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 4, SFW_THEN_DROP, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 20, 3);

	add_stamps_of(c, 2, 2);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, UP, 2), 2u);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, UP, 3), 0u);
	sfw_list_put(g.base.list);
}

/* As many as an entry may have: the latest stay, whichever came first. */
static void the_latest_hits_stay(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, SFW_HITS_MAX, SFW_THEN_BLOCK, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 20, 3);
	u32 i, n, since = SFW_HITS_MAX - 20;
	u64 stamp[SFW_STAMPS_MAX];

	add_stamps_of(c, SFW_STAMPS_MAX - 20, 20);
	KUNIT_EXPECT_EQ(test, hits(&g, 1, UP, since), since);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_EQ(test, find(g.base.list, 1)->state, SFW_STAMPS_MAX);
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, UP));
	/* Spent ones do not take the place of those that came since. */
	c = copy_of(test, 1, 30, 30);
	c->left = SECOND;
	add_stamps_of(c, SFW_STAMPS_MAX, 0);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&find(g.base.list, 1)->hits), since + 1 + 3 + 3);
	n = sfw_list_stamps(g.base.list, find(g.base.list, 1), UP, stamp);
	for (i = 0; i < n; i++)
		KUNIT_EXPECT_LT(test, stamp[i] >> 8, 30000ull);
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, UP));
	sfw_list_put(g.base.list);
}

/* Two files, the later one first: an entry has only the room that it needed. */
static void hits_of_two_files_count(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 4, SFW_THEN_BLOCK, 64);
	struct sfw_list_copy *later = copy_of(test, 1, 3, 3);
	struct sfw_list_copy *c = copy_of(test, 1, 8, 8);

	add_stamps_of(later, 0, 2);
	add_stamp(c, 8);
	add_stamp(c, 8);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, later, UP), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_EQ(test, (u32)find(g.base.list, 1)->slots, 5u);
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, UP));
	KUNIT_EXPECT_EQ(test, hits(&g, 1, UP + 3 * SECOND, 4), 2u);
	sfw_list_put(g.base.list);
}

/* Again, by a clock of whole seconds that is one behind, and one ahead. */
static void no_hit_counts_twice(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_BLOCK, 64);
	struct sfw_list_copy *c = copy_of(test, 1, 6, 6);
	u64 now, stamp[SFW_STAMPS_MAX];

	c->hits = 1;
	add_stamp(c, 6);
	for (now = UP - SECOND; now <= UP + SECOND; now += SECOND)
		KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, now), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP - SECOND), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&find(g.base.list, 1)->hits), 1);
	KUNIT_EXPECT_EQ(test, sfw_list_stamps(g.base.list, find(g.base.list, 1), UP,
					      stamp), 1u);
	KUNIT_EXPECT_TRUE(test, hit(&g, 1, UP));
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	KUNIT_EXPECT_TRUE(test, hit(&g, 1, UP));
	KUNIT_EXPECT_FALSE(test, hit(&g, 1, UP));
	sfw_list_put(g.base.list);
}

/* A moment before the boot is before all moments since. */
static void the_oldest_makes_room(struct kunit *test)
{
	struct sfw_guard g = guard_on(test, 3, SFW_THEN_DROP, 8);
	struct sfw_list_copy *c = copy_of(test, 100, 9, 9);
	u32 i;

	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(g.base.list, c, UP), 0);
	for (i = 1; i <= 8; i++)
		KUNIT_EXPECT_TRUE(test, hit(&g, i, UP - 8 + i));
	KUNIT_EXPECT_NULL(test, find(g.base.list, 100));
	for (i = 1; i <= 8; i++)
		KUNIT_EXPECT_NOT_NULL(test, find(g.base.list, i));
	sfw_list_put(g.base.list);
}

static void a_scanner_is_listed(struct kunit *test)
{
	struct sfw_list *list = sfw_list_alloc("scan", SFW_LIST_SCAN, 64, 32, 128);
	struct sfw_list_copy *c = copy_of(test, 1, 100, 50);

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = 60 * SECOND;
	KUNIT_EXPECT_EQ(test, sfw_list_put_copy(list, c, UP), 0);
	KUNIT_ASSERT_NOT_NULL(test, find(list, 1));
	KUNIT_EXPECT_TRUE(test, sfw_recent_shows(list, find(list, 1), UP));
	KUNIT_EXPECT_TRUE(test, sfw_recent_shows(list, find(list, 1), UP + 9 * SECOND));
	KUNIT_EXPECT_FALSE(test, sfw_recent_shows(list, find(list, 1), UP + 10 * SECOND));
	sfw_list_put(list);
}

static struct kunit_case copy_cases[] = {
	KUNIT_CASE(a_guard_goes_on_counting),
	KUNIT_CASE(stamps_come_out_as_they_went_in),
	KUNIT_CASE(what_has_run_out_stays_out),
	KUNIT_CASE(a_block_ends_when_it_would_have),
	KUNIT_CASE(by_hand_stays_by_hand),
	KUNIT_CASE(joins_one_that_is_there),
	KUNIT_CASE(spent_hits_keep_none_out),
	KUNIT_CASE(the_latest_hits_stay),
	KUNIT_CASE(hits_of_two_files_count),
	KUNIT_CASE(no_hit_counts_twice),
	KUNIT_CASE(the_oldest_makes_room),
	KUNIT_CASE(a_scanner_is_listed),
	{}
};

static struct kunit_suite copy_suite = {
	.name		= "sfw_list_copy",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= copy_cases,
};

kunit_test_suite(copy_suite);
