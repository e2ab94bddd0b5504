// SPDX-License-Identifier: GPL-2.0
/* Guards on their lists, also from two threads at once. */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/slab.h>

#include "../../kmod/db/list/guard.c"
#include "dbtest.h"
#include "sample.h"

#define SECOND		1000000000ull
#define HITS		200000	/* of each thread */
#define SOURCES		64

static struct sfw_guard *new_guard(struct kunit *test, u32 hits, u8 then)
{
	struct sfw_guard *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, g);
	g->windows.window[0] = (struct sfw_window){ hits, 10 * SECOND };
	g->windows.n = 1;
	g->then = then;
	g->block_time = 60 * SECOND;
	sfw_windows_seal(&g->windows);
	g->base.list = sfw_list_alloc("bf", then == SFW_THEN_BLOCK ? SFW_LIST_BLOCK :
								SFW_LIST_GUARD,
				 64, 32, 128);
	KUNIT_ASSERT_NOT_NULL(test, g->base.list);
	g->base.list->window = g->windows.longest;
	return g;
}

static bool admit(const struct sfw_guard *g, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);
	bool yes;

	rcu_read_lock();
	yes = sfw_guard_would_admit(g, SFW_AF_INET, &a, now);
	WARN_ON(sfw_guard_admit(g, SFW_AF_INET, &a, IPPROTO_TCP, 22, 64, now) !=
		(yes ? SFW_ADMITTED : SFW_TOO_MANY));
	rcu_read_unlock();
	return yes;
}

static void admits_n_and_refuses_the_next(struct kunit *test)
{
	struct sfw_guard *g = new_guard(test, 3, SFW_THEN_DROP);
	u32 i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_TRUE(test, admit(g, 1, 20 * SECOND + i));
	KUNIT_EXPECT_FALSE(test, admit(g, 1, 20 * SECOND + i));
	KUNIT_EXPECT_TRUE(test, admit(g, 2, 20 * SECOND + i));
	KUNIT_EXPECT_TRUE(test, admit(g, 1, 30 * SECOND + 4096));
	sfw_list_put(g->base.list);
}

/* xt_recent empties a list when a rule with more hits comes (d 6). */
static void more_hits_keep_the_list(struct kunit *test)
{
	struct sfw_guard *g = new_guard(test, 3, SFW_THEN_DROP);
	u32 i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_TRUE(test, admit(g, 1, 20 * SECOND + i));
	g->windows.window[0].hits = 5;
	sfw_windows_seal(&g->windows);
	KUNIT_EXPECT_TRUE(test, admit(g, 1, 21 * SECOND));
	KUNIT_EXPECT_TRUE(test, admit(g, 1, 21 * SECOND));
	KUNIT_EXPECT_FALSE(test, admit(g, 1, 21 * SECOND));
	KUNIT_EXPECT_EQ(test, sfw_list_size(g->base.list).count, 1u);
	sfw_list_put(g->base.list);
}

static void blocks_for_its_time(struct kunit *test)
{
	struct sfw_guard *g = new_guard(test, 1, SFW_THEN_BLOCK);
	struct sfw_addr a = sfw_ip4(7);
	u64 now = 20 * SECOND;

	KUNIT_EXPECT_TRUE(test, admit(g, 7, now));
	KUNIT_EXPECT_FALSE(test, admit(g, 7, now));
	rcu_read_lock();
	KUNIT_EXPECT_FALSE(test, sfw_list_promised(g->base.list, SFW_AF_INET, &a, now));
	sfw_guard_block(g, SFW_AF_INET, &a, now);
	KUNIT_EXPECT_TRUE(test, sfw_list_promised(g->base.list, SFW_AF_INET,
						  &a, now + 60 * SECOND - 1));
	KUNIT_EXPECT_FALSE(test, sfw_list_promised(g->base.list, SFW_AF_INET,
						   &a, now + 60 * SECOND));
	rcu_read_unlock();
	sfw_list_put(g->base.list);
}

struct thread {
	const struct sfw_guard *shared;
	const struct sfw_guard *own;
	u64 now;
	u32 admitted;
	u32 admitted_own;
	struct completion done;
};

static int hit_all(void *data)
{
	struct thread *t = data;
	u32 i;

	for (i = 0; i < HITS; i++) {
		struct sfw_addr a = sfw_ip4(i % SOURCES);

		local_bh_disable();
		rcu_read_lock();
		t->admitted += !sfw_guard_admit(t->shared, SFW_AF_INET, &a,
						IPPROTO_TCP, 22, 64, t->now);
		t->admitted_own += !sfw_guard_admit(t->own, SFW_AF_INET, &a,
						    IPPROTO_TCP, 22, 64, t->now);
		rcu_read_unlock();
		local_bh_enable();
		if (i % 1024 == 0)
			cond_resched();
	}
	complete(&t->done);
	return 0;
}

static void start_on(struct kunit *test, struct thread *t, u32 cpu)
{
	struct task_struct *task = kthread_create(hit_all, t, "sfw_hit%u", cpu);

	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	kthread_bind(task, cpu);
	wake_up_process(task);
}

static u32 hits_of(const struct sfw_guard *g)
{
	u32 i, hits = 0;

	rcu_read_lock();
	for (i = 0; i < SOURCES; i++) {
		struct sfw_addr a = sfw_ip4(i);
		struct sfw_recent *e = sfw_dbtest_find(g->base.list, SFW_AF_INET, &a);

		hits += e ? atomic_read(&e->hits) : 0;
	}
	rcu_read_unlock();
	return hits;
}

/*
 * Two threads, on two processors where there are, add to one list and to one of
 * their own: every hit counts, and no source gets one more than it may.
 */
static void two_threads_count_exactly(struct kunit *test)
{
	struct sfw_guard *g = new_guard(test, 60, SFW_THEN_DROP);
	u64 now = ktime_get_boottime_ns();	/* the lists' collector's too */
	struct thread t[2] = {};
	u32 i;

	for (i = 0; i < 2; i++) {
		t[i].shared = g;
		t[i].own = new_guard(test, 60, SFW_THEN_DROP);
		WRITE_ONCE(t[i].own->base.list->window, U64_MAX);
		t[i].now = now;
		init_completion(&t[i].done);
	}
	WRITE_ONCE(g->base.list->window, U64_MAX);
	for (i = 0; i < 2; i++)
		start_on(test, &t[i], i % num_online_cpus());
	for (i = 0; i < 2; i++)
		wait_for_completion(&t[i].done);
	KUNIT_EXPECT_EQ(test, hits_of(g), 2u * HITS);
	KUNIT_EXPECT_EQ(test, t[0].admitted + t[1].admitted, 60u * SOURCES);
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, hits_of(t[i].own), (u32)HITS);
		KUNIT_EXPECT_EQ(test, t[i].admitted_own, 60u * SOURCES);
		sfw_list_put(t[i].own->base.list);
	}
	sfw_list_put(g->base.list);
}

static struct kunit_case guard_cases[] = {
	KUNIT_CASE(admits_n_and_refuses_the_next),
	KUNIT_CASE(more_hits_keep_the_list),
	KUNIT_CASE(blocks_for_its_time),
	KUNIT_CASE(two_threads_count_exactly),
	{}
};

static struct kunit_suite guard_suite = {
	.name		= "sfw_guard",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= guard_cases,
};

kunit_test_suite(guard_suite);
