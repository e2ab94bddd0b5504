// SPDX-License-Identifier: GPL-2.0
/* Recent lists against a plain table of what should be in them. */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "../../kmod/db/list.c"
#include "../../kmod/db/scan.c"
#include "dbtest.h"

#define STEPS		1000000
#define SOURCES		300
#define CAP		128
#define WINDOW		1000ull
#define FLOODS		100

/**
 * struct plain - what a source's entry should be
 * @there: it has one, maybe expired
 * @fixed: put there by hand
 * @last: its last hit
 * @hits: since its entry was made or began anew
 */
struct plain {
	bool there;
	bool fixed;
	u64 last;
	u32 hits;
};

struct model {
	struct plain source[SOURCES];
	struct sfw_list *list;
	struct rnd_state r;
	u64 now;
	u64 evicted;
	u32 fixed;
	u32 wrong;
};

static struct sfw_addr addr_of(u32 i)
{
	return (struct sfw_addr){ .w = { cpu_to_be32(0x0a000000 + i) } };
}

static struct sfw_recent *entry_of(const struct model *m, u32 i)
{
	struct sfw_addr a = addr_of(i);

	return sfw_list_find(m->list, SFW_AF_INET, &a);
}

static bool expired(const struct model *m, const struct plain *p)
{
	return !p->fixed && m->now - p->last >= WINDOW;
}

/*
 * The list has one entry more than it may, so somebody had to go: one, not by
 * hand, counted, and silent for longer than most.
 */
static void somebody_went(struct model *m, u32 newcomer)
{
	u32 i, gone = 0, younger = 0;
	u64 last = 0;

	for (i = 0; i < SOURCES; i++) {
		if (i == newcomer || !m->source[i].there || entry_of(m, i))
			continue;
		gone++;
		m->wrong += m->source[i].fixed;
		last = m->source[i].last;
		m->source[i].there = false;
	}
	for (i = 0; i < SOURCES; i++)
		younger += m->source[i].there && !m->source[i].fixed &&
			   m->source[i].last >= last;
	m->evicted++;
	m->wrong += gone != 1 || younger < VICTIMS - 1;
	m->wrong += sfw_list_size(m->list).evicted != m->evicted;
}

static u32 there(const struct model *m)
{
	u32 i, n = 0;

	for (i = 0; i < SOURCES; i++)
		n += m->source[i].there;
	return n;
}

static void enter(struct model *m, u32 i)
{
	struct plain *p = &m->source[i];
	bool full = !p->there && there(m) == CAP;

	if (!p->there || expired(m, p))
		*p = (struct plain){ .last = m->now };
	p->there = true;
	if (full)
		somebody_went(m, i);
}

static void step_hit(struct model *m, u32 i)
{
	struct sfw_addr a = addr_of(i);

	sfw_scan_note(m->list, SFW_AF_INET, &a, 80, 1, 64, m->now);
	enter(m, i);
	m->source[i].last = m->now;
	m->source[i].hits++;
}

static void step_fix(struct model *m, u32 i)
{
	struct plain *p = &m->source[i];
	struct sfw_addr a = addr_of(i);
	int err = sfw_list_fix(m->list, SFW_AF_INET, &a, m->now);

	if (p->there && p->fixed) {
		m->wrong += err != -EEXIST;
		return;
	}
	if (m->fixed >= CAP / 2) {
		m->wrong += err != -ENOSPC;
		return;
	}
	m->wrong += err != 0;
	enter(m, i);
	p->fixed = true;
	m->fixed++;
}

static void step_del(struct model *m, u32 i)
{
	struct plain *p = &m->source[i];
	struct sfw_addr a = addr_of(i);

	m->wrong += sfw_list_del(m->list, SFW_AF_INET, &a) !=
		    (p->there ? 0 : -ENOENT);
	m->fixed -= p->there && p->fixed;
	p->there = false;
	p->fixed = false;
}

static void step_sweep(struct model *m)
{
	u32 i, bucket;

	for (bucket = 0; bucket <= m->list->bucket_mask; bucket++)
		clean_bucket(m->list, bucket, false, m->now);
	for (i = 0; i < SOURCES; i++)
		if (m->source[i].there && expired(m, &m->source[i]))
			m->source[i].there = false;
}

static void compare(struct model *m, u32 i)
{
	const struct plain *p = &m->source[i];
	const struct sfw_recent *e = entry_of(m, i);
	struct sfw_addr a = addr_of(i);

	m->wrong += !e != !p->there;
	m->wrong += sfw_scan_listed(m->list, SFW_AF_INET, &a, m->now) !=
		    (p->there && !expired(m, p));
	if (!e || !p->there)
		return;
	m->wrong += atomic_read(&e->hits) != p->hits;
	m->wrong += atomic64_read(&e->last) != p->last;
	m->wrong += e->fixed != p->fixed;
}

static void one_step(struct model *m)
{
	u32 what = prandom_u32_state(&m->r) % 1000;
	u32 i = prandom_u32_state(&m->r) % SOURCES;

	m->now += prandom_u32_state(&m->r) % 8;
	if (what < 700)
		step_hit(m, i);
	else if (what < 710)
		step_fix(m, i);
	else if (what < 760)
		step_del(m, i);
	else if (what < 762)
		step_sweep(m);
	compare(m, i);
}

static void million_steps_as_the_model(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->list = sfw_list_alloc("model", SFW_LIST_SCAN, CAP, 32, 128);
	KUNIT_ASSERT_NOT_NULL(test, m->list);
	m->list->window = WINDOW;
	m->now = WINDOW;
	prandom_seed_state(&m->r, 4711);
	/* Its own collection looks at the real clock. */
	cancel_delayed_work_sync(&m->list->sweep);
	for (i = 0; i < STEPS; i++) {
		rcu_read_lock();
		one_step(m);
		rcu_read_unlock();
		if (i % 1000 == 0)
			cond_resched();
	}
	rcu_read_lock();
	for (i = 0; i < SOURCES; i++)
		compare(m, i);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, m->wrong, 0u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(m->list).count, there(m));
	KUNIT_EXPECT_GT(test, m->evicted, 1000ull);
	kunit_info(test, "%llu evictions", m->evicted);
	sfw_list_put(m->list);
}

static u32 longest_chain(const struct sfw_list *list)
{
	const struct sfw_recent *e;
	u32 bucket, n, most = 0;

	for (bucket = 0; bucket <= list->bucket_mask; bucket++) {
		n = 0;
		rcu_read_lock();
		sfw_list_for_each_in(e, list, bucket)
			n++;
		rcu_read_unlock();
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
			sfw_scan_note(list, SFW_AF_INET, &a, 1, 1, 64, i);
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

/* What a flood of a full-size list leaves: never more than its cap. */
static void full_list_evicts_and_counts(struct kunit *test)
{
	struct sfw_list *list = sfw_list_alloc("full", SFW_LIST_SCAN,
					       SFW_LIST_CAP, 32, 128);
	struct sfw_addr fixed = addr_of(0xffffff), a;
	u32 i, sent = 4 * SFW_LIST_CAP;

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = U64_MAX;
	KUNIT_EXPECT_EQ(test, sfw_list_cap(list), (u32)SFW_LIST_CAP);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &fixed, 0), 0);
	for (i = 0; i < sent; i++) {
		a = addr_of(i);
		rcu_read_lock();
		sfw_scan_note(list, SFW_AF_INET, &a, 1, 1, 64, i + 1);
		rcu_read_unlock();
	}
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, (u32)SFW_LIST_CAP);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).evicted,
			(u64)sent + 1 - SFW_LIST_CAP);
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, sfw_scan_listed(list, SFW_AF_INET, &fixed,
						sent));
	rcu_read_unlock();
	sfw_list_put(list);
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
		KUNIT_EXPECT_FALSE(test, sfw_scan_listed(list, SFW_AF_INET, &a,
							 i));
		sfw_scan_note(list, SFW_AF_INET, &a, ports[i], 3, 64, i);
	}
	KUNIT_EXPECT_TRUE(test, sfw_scan_listed(list, SFW_AF_INET, &a, i));
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
	sfw_scan_note(list, SFW_AF_INET, &a, 1, 1, 64, 1);
	KUNIT_EXPECT_TRUE(test, sfw_scan_listed(list, SFW_AF_INET, &b, 2));
	KUNIT_EXPECT_FALSE(test, sfw_scan_listed(list, SFW_AF_INET, &c, 2));
	KUNIT_EXPECT_FALSE(test, sfw_scan_listed(list, SFW_AF_INET6, &a, 2));
	rcu_read_unlock();
	sfw_list_put(list);
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(million_steps_as_the_model),
	KUNIT_CASE(flooding_makes_no_long_chains),
	KUNIT_CASE(full_list_evicts_and_counts),
	KUNIT_CASE(counts_distinct_ports),
	KUNIT_CASE(masks_make_one_entry),
	{}
};

static struct kunit_suite list_suite = {
	.name		= "sfw_list",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= list_cases,
};

kunit_test_suite(list_suite);
