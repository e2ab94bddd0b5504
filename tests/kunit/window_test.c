// SPDX-License-Identifier: GPL-2.0
/*
 * Sliding windows against a model that remembers everything: a million random
 * steps of random guards, and not one that differs.
 */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "../../kmod/core/window.c"

#define STEPS		1000000
#define STEPS_A_GUARD	2500
#define US		1024ull		/* the unit of a stamp, nanoseconds */

/**
 * struct history - every hit that was ever admitted
 * @time: when, in stamp units
 * @ttl: its TTL
 * @n: how many
 */
struct history {
	u64 time[STEPS_A_GUARD];
	u8 ttl[STEPS_A_GUARD];
	u32 n;
};

static u32 count(const struct history *h, u64 now, u64 time, int ttl)
{
	u32 i, n = 0;

	for (i = 0; i < h->n; i++)
		n += now - h->time[i] < time && (ttl < 0 || h->ttl[i] == ttl);
	return n;
}

/* The manual page's rule, word by word. */
static bool model_admits(const struct sfw_windows *w, const struct history *h,
			 u64 now, u8 ttl)
{
	u32 i, most = 0;
	u64 longest = 0;

	for (i = 0; i < w->n; i++) {
		if (count(h, now, w->window[i].time, w->rttl ? ttl : -1) >=
		    w->window[i].hits)
			return false;
		most = max(most, w->window[i].hits);
		longest = max(longest, w->window[i].time);
	}
	/* However many TTLs it spreads over: half as many again, no more. */
	return count(h, now, longest, -1) < (w->rttl ? most + (most + 1) / 2 :
						       most);
}

/* A ring as the entries of a list have it. */
static void stamp(const struct sfw_windows *w, u64 *stamps, u8 *n, u64 now,
		  u8 ttl)
{
	u32 i, oldest = 0;

	if (*n < w->slots) {
		stamps[(*n)++] = sfw_stamp(now, ttl);
		return;
	}
	for (i = 1; i < w->slots; i++)
		if (stamps[i] < stamps[oldest])
			oldest = i;
	stamps[oldest] = sfw_stamp(now, ttl);
}

static void random_windows(struct rnd_state *r, struct sfw_windows *w)
{
	u32 i;

	memset(w, 0, sizeof(*w));
	w->n = 1 + prandom_u32_state(r) % SFW_WINDOWS_MAX;
	w->rttl = prandom_u32_state(r) % 2;
	for (i = 0; i < w->n; i++) {
		w->window[i].hits = 1 + prandom_u32_state(r) % 9;
		w->window[i].time = (1 + prandom_u32_state(r) % 500) * US;
	}
	sfw_windows_seal(w);
}

static u32 differences(struct rnd_state *r, struct history *h, u64 now)
{
	u64 stamps[SFW_HITS_MAX * 2];
	struct sfw_windows w;
	u32 i, wrong = 0;
	u8 ttl, n = 0;
	bool admit;

	random_windows(r, &w);
	h->n = 0;
	for (i = 0; i < STEPS_A_GUARD; i++) {
		now += prandom_u32_state(r) % 64 * US;
		ttl = 62 + prandom_u32_state(r) % 3;
		admit = sfw_windows_admit(&w, stamps, n, now, ttl);
		wrong += admit != model_admits(&w, h, now, ttl);
		if (!admit)
			continue;
		stamp(&w, stamps, &n, now, ttl);
		h->time[h->n] = now;
		h->ttl[h->n++] = ttl;
	}
	return wrong;
}

static void million_steps_as_the_model(struct kunit *test)
{
	struct history *h = kunit_kzalloc(test, sizeof(*h), GFP_KERNEL);
	struct rnd_state r;
	u32 i, wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, h);
	prandom_seed_state(&r, 20261122);
	for (i = 0; i < STEPS / STEPS_A_GUARD; i++) {
		/* Short after boot, and when 32-bit clocks would have wrapped. */
		wrong += differences(&r, h, i % 2 ? US << 10 : 1ull << 55);
		cond_resched();
	}
	KUNIT_EXPECT_EQ(test, wrong, 0u);
}

/* The article's sshbf: 3 in 10 seconds, 4 in 30 minutes. */
static void admits_the_articles_three_and_four(struct kunit *test)
{
	const u64 second = 1000000000ull;
	struct sfw_windows w = {
		.window	= { { 3, 10 * second }, { 4, 1800 * second } },
		.n	= 2,
		.rttl	= true,
	};
	const struct {
		u32 at;
		bool admit;
	} tries[] = {
		{ 1, true }, { 2, true }, { 3, true }, { 4, false },
		{ 10, false }, { 12, true }, { 30, false }, { 1000, false },
		{ 1800, false }, { 1802, true }, { 1803, true },
	};
	u64 stamps[SFW_HITS_MAX];
	u8 n = 0;
	u32 i;

	sfw_windows_seal(&w);
	for (i = 0; i < ARRAY_SIZE(tries); i++) {
		u64 now = tries[i].at * second;
		bool admit = sfw_windows_admit(&w, stamps, n, now, 64);

		KUNIT_EXPECT_EQ_MSG(test, admit, tries[i].admit, "at %u s",
				    tries[i].at);
		if (admit)
			stamp(&w, stamps, &n, now, 64);
	}
}

/* The TTLs that let ten of ten pass by xt_recent (features.md, d 1). */
static void alternating_ttls_gain_little(struct kunit *test)
{
	struct sfw_windows w = {
		.window	= { { 3, 1000 * US } }, .n = 1, .rttl = true,
	};
	u64 stamps[SFW_HITS_MAX];
	u32 i, admitted = 0;
	u8 n = 0;

	sfw_windows_seal(&w);
	for (i = 0; i < 255; i++) {
		if (!sfw_windows_admit(&w, stamps, n, i * US, i))
			continue;
		stamp(&w, stamps, &n, i * US, i);
		admitted++;
	}
	KUNIT_EXPECT_EQ(test, admitted, 5u);
}

static struct kunit_case window_cases[] = {
	KUNIT_CASE(million_steps_as_the_model),
	KUNIT_CASE(admits_the_articles_three_and_four),
	KUNIT_CASE(alternating_ttls_gain_little),
	{}
};

static struct kunit_suite window_suite = {
	.name		= "sfw_window",
	.test_cases	= window_cases,
};

kunit_test_suite(window_suite);
