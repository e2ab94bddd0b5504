// SPDX-License-Identifier: GPL-2.0
/* Recent lists under floods, and packets that make an entry. */
#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>

#include "../../kmod/db/list/list_key.c"
#include "../../kmod/db/list/evict.c"
#include "../../kmod/db/list/list_look.c"
#include "../../kmod/db/list/scan.h"
#include "dbtest.h"

#define FLOODS		(100 / SFW_KUNIT_PART)

static struct sfw_addr addr_of(u32 i)
{
	return (struct sfw_addr){ .w = { cpu_to_be32(0x0a000000 + i) } };
}

static bool is_listed(const struct sfw_list *list, u8 family,
		      const struct sfw_addr *a, u64 now)
{
	struct sfw_list_key src = sfw_list_key(list, family, a);

	return sfw_scan_listed(list, &src, now);
}

static void scan(struct sfw_list *list, const struct sfw_addr *a, u16 port,
		 u32 ports, u64 now)
{
	struct sfw_list_key src = sfw_list_key(list, SFW_AF_INET, a);

	sfw_scan_note(list, &src, port, ports, 64, now);
}

static u32 longest_chain(const struct sfw_list *list)
{
	const struct sfw_recent *e;
	u32 bucket, n, most = 0;

	for (bucket = 0; bucket <= list->bucket_mask; bucket++) {
		n = 0;
		spin_lock_bh(sfw_list_lock(list, bucket));
		sfw_list_for_each_in(e, list, bucket)
			n++;
		spin_unlock_bh(sfw_list_lock(list, bucket));
		most = max(most, n);
	}
	return most;
}

/* An attacker chooses addresses: in a row, far apart, or all in one /16. */
static struct sfw_addr chosen(u32 attempt, u32 i)
{
	static const u32 strides[] = { 1, 2, 256, 65536, 0x9e3779b1, 0x10001 };

	return addr_of(i * strides[attempt % ARRAY_SIZE(strides)] +
		       attempt * 7919);
}

static void flooding_makes_no_long_chains(struct kunit *test)
{
	const u32 cap = 4096;
	struct sfw_list *list;
	u32 attempt, i, most = 0;

	for (attempt = 0; attempt < FLOODS; attempt++) {
		list = sfw_list_alloc("flood", SFW_LIST_SCAN, cap, 32, 128);
		KUNIT_ASSERT_NOT_NULL(test, list);
		list->window = U64_MAX;
		for (i = 0; i < 2 * cap; i++) {
			struct sfw_addr a = chosen(attempt, i);

			rcu_read_lock();
			scan(list, &a, 1, 1, i);
			rcu_read_unlock();
		}
		KUNIT_EXPECT_LE(test, sfw_list_size(list).count, cap);
		most = max(most, longest_chain(list));
		sfw_list_put(list);
		cond_resched();
	}
	kunit_info(test, "longest chain of %u floods: %u", FLOODS, most);
	KUNIT_EXPECT_LT(test, most, 16u);
}

/* A flood of a full-size list leaves no more than its cap. */
static void full_list_evicts_and_counts(struct kunit *test)
{
	struct sfw_list *list = sfw_list_alloc("full", SFW_LIST_SCAN,
					       SFW_LIST_CAP, 32, 128);
	struct sfw_addr fixed = addr_of(0xffffff), a;
	u32 i, sent = SFW_LIST_CAP + 3 * SFW_LIST_CAP / SFW_KUNIT_PART;

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = U64_MAX;
	KUNIT_EXPECT_EQ(test, sfw_list_cap(list), (u32)SFW_LIST_CAP);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &fixed, 0), 0);
	for (i = 0; i < sent; i++) {
		a = addr_of(i);
		rcu_read_lock();
		scan(list, &a, 1, 1, i + 1);
		rcu_read_unlock();
	}
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, (u32)SFW_LIST_CAP);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).evicted,
			(u64)sent + 1 - SFW_LIST_CAP);
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, is_listed(list, SFW_AF_INET, &fixed, sent));
	rcu_read_unlock();
	sfw_list_put(list);
}

/* A newcomer to a full list has no hits yet, whichever entry went for it. */
static void newcomers_start_afresh(struct kunit *test)
{
	struct sfw_list *list = sfw_list_alloc("fresh", SFW_LIST_SCAN, 64, 32,
					       128);
	struct sfw_addr a;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = U64_MAX;
	rcu_read_lock();
	for (i = 0; i < 1000; i++) {
		a = addr_of(i);
		scan(list, &a, 80, 3, i);
		scan(list, &a, 81, 3, i);
		KUNIT_EXPECT_FALSE(test, is_listed(list, SFW_AF_INET, &a, i));
	}
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, 64u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).evicted, 1000u - 64);
	scan(list, &a, 82, 3, i);
	KUNIT_EXPECT_TRUE(test, is_listed(list, SFW_AF_INET, &a, i));
	KUNIT_EXPECT_EQ(test, atomic_read(&sfw_dbtest_find(list, SFW_AF_INET, &a)->hits), 3);
	a = addr_of(0);
	KUNIT_EXPECT_NULL(test, sfw_dbtest_find(list, SFW_AF_INET, &a));
	rcu_read_unlock();
	sfw_list_put(list);
}

/**
 * struct watch - somebody who looks for one address all the time
 * @list: where
 * @addr: the address
 * @looks: how often
 * @misses: how often in vain
 */
struct watch {
	struct sfw_list *list;
	struct sfw_addr addr;
	u64 looks;
	u64 misses;
};

static int watch(void *data)
{
	struct watch *w = data;

	while (!kthread_should_stop()) {
		rcu_read_lock();
		w->misses += !is_listed(w->list, SFW_AF_INET, &w->addr, 0);
		WRITE_ONCE(w->looks, w->looks + 1);
		rcu_read_unlock();
		cond_resched();
	}
	return 0;
}

/* Others come and go in its bucket, and their memory with them. */
static void who_stays_is_always_found(struct kunit *test)
{
	struct watch w = { .addr = addr_of(0xffffff) };
	struct task_struct *watcher;
	struct sfw_addr a;
	u32 i;

	w.list = sfw_list_alloc("stays", SFW_LIST_SCAN, 64, 32, 128);
	KUNIT_ASSERT_NOT_NULL(test, w.list);
	w.list->window = U64_MAX;
	KUNIT_EXPECT_EQ(test, sfw_list_fix(w.list, SFW_AF_INET, &w.addr, 0), 0);
	watcher = kthread_run(watch, &w, "sfw_watch");
	KUNIT_ASSERT_FALSE(test, IS_ERR(watcher));
	for (i = 0; i < 1000000 / SFW_KUNIT_PART || !READ_ONCE(w.looks); i++) {
		a = addr_of(i);
		rcu_read_lock();
		scan(w.list, &a, 1, 1, i);
		rcu_read_unlock();
		if (!(i % 1024))
			cond_resched();
	}
	kthread_stop(watcher);
	kunit_info(test, "%u came and went, looked for %llu times", i, w.looks);
	KUNIT_EXPECT_EQ(test, w.misses, 0ULL);
	sfw_list_put(w.list);
}

/* An entry gets more room, again and again. */
static void who_grows_is_always_found(struct kunit *test)
{
	struct watch w = { .addr = addr_of(1) };
	struct task_struct *watcher;
	struct sfw_list_key key;
	u32 round, slots;

	for (round = 0; round < 20; round++) {
		w.list = sfw_list_alloc("grows", SFW_LIST_SCAN, 64, 32, 128);
		KUNIT_ASSERT_NOT_NULL(test, w.list);
		w.list->window = U64_MAX;
		KUNIT_EXPECT_EQ(test, sfw_list_fix(w.list, SFW_AF_INET, &w.addr, 0), 0);
		key = sfw_list_key(w.list, SFW_AF_INET, &w.addr);
		watcher = kthread_run(watch, &w, "sfw_watch");
		KUNIT_ASSERT_FALSE(test, IS_ERR(watcher));
		for (slots = SFW_LIST_FIXED_SLOTS; slots < 100; slots++) {
			spin_lock_bh(&key.part->lock);
			KUNIT_EXPECT_NOT_NULL(test, sfw_list_enter(w.list, &key,
								   slots, 0));
			spin_unlock_bh(&key.part->lock);
			cond_resched();
		}
		kthread_stop(watcher);
		sfw_list_put(w.list);
	}
	kunit_info(test, "looked for %llu times", w.looks);
	KUNIT_EXPECT_EQ(test, w.misses, 0ULL);
}

/* With scan-ports 3, only the third distinct port makes a scanner. */
static void counts_distinct_ports(struct kunit *test)
{
	struct sfw_list *list = sfw_list_alloc("ports", SFW_LIST_SCAN, 64, 32,
					       128);
	static const u16 ports[] = { 80, 80, 81, 80, 81, 82 };
	struct sfw_addr a = addr_of(1);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = 1000;
	rcu_read_lock();
	for (i = 0; i < ARRAY_SIZE(ports); i++) {
		KUNIT_EXPECT_FALSE(test, is_listed(list, SFW_AF_INET, &a, i));
		scan(list, &a, ports[i], 3, i);
	}
	KUNIT_EXPECT_TRUE(test, is_listed(list, SFW_AF_INET, &a, i));
	rcu_read_unlock();
	sfw_list_put(list);
}

static void masks_make_one_entry(struct kunit *test)
{
	struct sfw_list *list = sfw_list_alloc("mask", SFW_LIST_SCAN, 64, 24,
					       64);
	struct sfw_addr a = addr_of(0x101), b = addr_of(0x1fe),
			c = addr_of(0x201);

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = 1000;
	rcu_read_lock();
	scan(list, &a, 1, 1, 1);
	KUNIT_EXPECT_TRUE(test, is_listed(list, SFW_AF_INET, &b, 2));
	KUNIT_EXPECT_FALSE(test, is_listed(list, SFW_AF_INET, &c, 2));
	KUNIT_EXPECT_FALSE(test, is_listed(list, SFW_AF_INET6, &a, 2));
	rcu_read_unlock();
	sfw_list_put(list);
}

static struct kunit_case flood_cases[] = {
	KUNIT_CASE(flooding_makes_no_long_chains),
	KUNIT_CASE(full_list_evicts_and_counts),
	KUNIT_CASE(newcomers_start_afresh),
	KUNIT_CASE(who_stays_is_always_found),
	KUNIT_CASE(who_grows_is_always_found),
	KUNIT_CASE(counts_distinct_ports),
	KUNIT_CASE(masks_make_one_entry),
	{}
};

static struct kunit_suite flood_suite = {
	.name		= "sfw_list_flood",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= flood_cases,
};

kunit_test_suite(flood_suite);
