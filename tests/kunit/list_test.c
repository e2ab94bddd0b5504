// SPDX-License-Identifier: GPL-2.0
/* Recent lists against a plain table of the entries they should have. */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "../../kmod/core/scan.c"
#include "../../kmod/db/list/list.c"
#include "../../kmod/db/list/scan.c"
#include "dbtest.h"

#define STEPS		(1000000 / SFW_KUNIT_PART)
#define SOURCES		300
#define CAP		128
#define WINDOW		1000ull
#define FUTURE		BIT_ULL(60)	/* nanoseconds: 36 years */

/**
 * struct plain - a source's entry as it should be
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

	return sfw_dbtest_find(m->list, SFW_AF_INET, &a);
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
	m->wrong += gone != 1 || younger < SFW_EVICT_CHOICE - 1;
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
	struct sfw_list_key src = sfw_list_key(m->list, SFW_AF_INET, &a);

	rcu_read_lock();
	sfw_scan_note(m->list, &src, 80, 1, 64, m->now);
	rcu_read_unlock();
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
	struct sfw_list_key src = sfw_list_key(m->list, SFW_AF_INET, &a);

	m->wrong += !e != !p->there;
	rcu_read_lock();
	m->wrong += !!sfw_scan_listed(m->list, &src, m->now) !=
		    (p->there && !expired(m, p));
	rcu_read_unlock();
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
	/* Its own collection looks at the real clock, for which nothing of
	 * this is over yet.
	 */
	m->now = FUTURE;
	prandom_seed_state(&m->r, 4711);
	for (i = 0; i < STEPS; i++) {
		one_step(m);
		if (i % 1000 == 0)
			cond_resched();
	}
	for (i = 0; i < SOURCES; i++)
		compare(m, i);
	KUNIT_EXPECT_EQ(test, m->wrong, 0u);
	KUNIT_EXPECT_EQ(test, sfw_list_size(m->list).count, there(m));
	KUNIT_EXPECT_GT(test, m->evicted, 1000ull);
	kunit_info(test, "%llu evictions", m->evicted);
	sfw_list_put(m->list);
}

/**
 * struct pile - a list over another one, and a list by itself that is told the same
 * @lower: the one below
 * @upper: the one above
 * @apart: all that @upper is told
 */
struct pile {
	struct sfw_list *lower;
	struct sfw_list *upper;
	struct sfw_list *apart;
};

#define PILE_CAP	4096	/* nobody has to go */
#define PILE_SOURCES	40
#define PILE_PORTS	3	/* make a scanner */

static struct sfw_list *pile_list(struct kunit *test, const struct sfw_list *key_of)
{
	struct sfw_list *list = sfw_list_alloc("pile", SFW_LIST_SCAN, PILE_CAP, 32, 128);

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = WINDOW;
	if (key_of)
		list->key = key_of->key;
	return list;
}

static struct pile pile(struct kunit *test)
{
	struct pile p = { .lower = pile_list(test, NULL) };

	p.upper = pile_list(test, p.lower);
	p.apart = pile_list(test, p.lower);
	p.upper->lower = sfw_list_get(p.lower);
	return p;
}

static void pile_free(struct pile *p)
{
	sfw_list_put(p->lower);
	sfw_list_put(p->upper);
	sfw_list_put(p->apart);
}

static struct sfw_list_key key_in(const struct sfw_list *list, u32 i)
{
	struct sfw_addr a = addr_of(i);

	return sfw_list_key(list, SFW_AF_INET, &a);
}

static void hit(struct sfw_list *list, u32 i, u16 port, u64 now)
{
	struct sfw_list_key key = key_in(list, i);

	sfw_scan_note(list, &key, port, PILE_PORTS, 64, now);
}

/* A packet that counts above, below, or in both; as in nf/rehearse_scan.c. */
static void pile_hit(struct pile *p, u32 i, u16 port, bool above, bool below, u64 now)
{
	struct sfw_list_key key = key_in(p->upper, i);

	rcu_read_lock();
	if ((sfw_list_look(p->upper, &key) ||
	     (above != below && sfw_list_copy_up(p->upper, &key, now))) && above)
		hit(p->upper, i, port, now);
	if (below)
		hit(p->lower, i, port, now);
	if (above)
		hit(p->apart, i, port, now);
	rcu_read_unlock();
}

static bool is_listed_over(const struct pile *p, u32 i, u64 now)
{
	struct sfw_list_key key = key_in(p->upper, i);
	bool yes;

	rcu_read_lock();
	yes = sfw_scan_listed_over(p->upper, &key, now);
	rcu_read_unlock();
	return yes;
}

static bool is_listed_apart(const struct pile *p, u32 i, u64 now)
{
	struct sfw_list_key key = key_in(p->apart, i);
	bool yes;

	rcu_read_lock();
	yes = sfw_scan_listed(p->apart, &key, now);
	rcu_read_unlock();
	return yes;
}

static void pile_sweep(struct sfw_list *list, u64 now)
{
	u32 bucket;

	for (bucket = 0; bucket <= list->bucket_mask; bucket++)
		clean_bucket(list, bucket, false, now);
}

static void above_another_as_apart(struct kunit *test)
{
	struct pile p = pile(test);
	u32 n, i, what, wrong = 0, listed = 0;
	struct rnd_state r;
	u64 now = FUTURE, above = 0;

	prandom_seed_state(&r, 4712);
	for (n = 0; n < STEPS; n++) {
		i = prandom_u32_state(&r) % PILE_SOURCES;
		what = prandom_u32_state(&r) % 1000;
		now += prandom_u32_state(&r) % 40;
		if (what < 990)		/* mostly it counts for both */
			pile_hit(&p, i, prandom_u32_state(&r) % 4,
				 what >= 30, what < 30 || what >= 60, now);
		else
			pile_sweep(what < 993 ? p.lower : what < 996 ? p.upper :
				   p.apart, now);
		listed += is_listed_apart(&p, i, now);
		wrong += is_listed_over(&p, i, now) != is_listed_apart(&p, i, now);
		above += sfw_list_size(p.upper).count;
		if (n % 1000 == 0)
			cond_resched();
	}
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_GT(test, listed, STEPS / 10);
	KUNIT_EXPECT_LT(test, listed, STEPS / 10 * 9);
	kunit_info(test, "listed at %u of %u steps, %u entries above", listed, STEPS,
		   (u32)div_u64(above, STEPS));
	pile_free(&p);
}

/* As long as the list below has an entry, and then there is nothing to say. */
static void differs_no_longer_than_needed(struct kunit *test)
{
	struct pile p = pile(test);
	u64 now = FUTURE;

	pile_hit(&p, 1, 80, false, true, now);
	pile_hit(&p, 1, 81, false, true, now + WINDOW - 1);
	pile_hit(&p, 1, 82, false, true, now + WINDOW - 1);
	pile_sweep(p.upper, now + WINDOW);
	KUNIT_EXPECT_EQ(test, sfw_list_size(p.upper).count, 1u);
	KUNIT_EXPECT_FALSE(test, is_listed_over(&p, 1, now + WINDOW));
	pile_sweep(p.lower, now + 2 * WINDOW);
	KUNIT_EXPECT_EQ(test, sfw_list_size(p.lower).count, 0u);
	pile_sweep(p.upper, now + 2 * WINDOW);
	KUNIT_EXPECT_EQ(test, sfw_list_size(p.upper).count, 0u);
	pile_free(&p);
}

static void by_hand_holds_above(struct kunit *test)
{
	struct sfw_addr a = addr_of(1);
	struct pile p = pile(test);
	u64 now = FUTURE;

	KUNIT_EXPECT_EQ(test, sfw_list_fix(p.lower, SFW_AF_INET, &a, now), 0);
	pile_hit(&p, 1, 80, true, false, now);
	pile_hit(&p, 1, 80, false, true, now);
	KUNIT_EXPECT_TRUE(test, is_listed_over(&p, 1, now + 2 * WINDOW));
	KUNIT_EXPECT_EQ(test, sfw_list_size(p.upper).count, 0u);
	KUNIT_EXPECT_EQ(test, sfw_list_del(p.lower, SFW_AF_INET, &a), 0);
	KUNIT_EXPECT_FALSE(test, is_listed_over(&p, 1, now));
	pile_free(&p);
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(million_steps_as_the_model),
	KUNIT_CASE(above_another_as_apart),
	KUNIT_CASE(differs_no_longer_than_needed),
	KUNIT_CASE(by_hand_holds_above),
	{}
};

static struct kunit_suite list_suite = {
	.name		= "sfw_list",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= list_cases,
};

kunit_test_suite(list_suite);
