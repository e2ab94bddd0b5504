// SPDX-License-Identifier: GPL-2.0
/* Sets of prefixes against a walk over all of them. */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "../../kmod/core/prefixes.c"
#include "../../kmod/db/comment.c"
#include "../../kmod/db/prefixset.c"
#include "sample.h"

#define SETS		200
#define PREFIXES	300
#define LOOKUPS		500
#define NOW		100ull

/* Few bits vary, so that prefixes nest and addresses meet them. */
static struct sfw_addr random_addr(struct rnd_state *r, u8 family)
{
	u32 i, words = family == SFW_AF_INET ? 1 : 4;
	struct sfw_addr a = {};

	for (i = 0; i < words; i++)
		a.w[i] = cpu_to_be32(prandom_u32_state(r) & 0x81018101);
	return a;
}

static struct sfw_prefix_item random_item(struct rnd_state *r)
{
	u8 family = sfw_pick(r, 2) ? SFW_AF_INET : SFW_AF_INET6;
	u8 len = sfw_pick(r, (family == SFW_AF_INET ? 32 : 128) + 1);
	struct sfw_prefix_item item = {
		.expires = sfw_pick(r, 4) ? 0 : NOW - 10 + sfw_pick(r, 20),
	};
	struct sfw_addr a = random_addr(r, family);

	sfw_prefix_cut(&item.prefix, &a, len);
	item.prefix.family = family;
	return item;
}

static u32 longest_by_walking(const struct sfw_prefixes *t, u8 family,
			      const struct sfw_addr *a)
{
	u32 i, best = SFW_NO_PREFIX;

	for (i = 0; i < t->n; i++) {
		const struct sfw_prefix_item *item = &t->item[i];

		if (!sfw_prefix_has(&item->prefix, family, a) ||
		    (item->expires && item->expires <= NOW))
			continue;
		if (best == SFW_NO_PREFIX ||
		    item->prefix.len > t->item[best].prefix.len)
			best = i;
	}
	return best;
}

static u32 differences(struct kunit *test, struct rnd_state *r, u32 n)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc();
	u32 i, wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, s);
	for (i = 0; i < n; i++) {
		struct sfw_prefix_item item = random_item(r);
		bool there = sfw_prefixes_exact(&s->set, &item.prefix) !=
			     SFW_NO_PREFIX;

		wrong += sfw_prefixset_add(s, &item, PREFIXES) !=
			 (there ? -EEXIST : 0);
		if (!sfw_pick(r, 4))
			wrong += sfw_prefixset_del(s, &item.prefix);
	}
	KUNIT_ASSERT_EQ(test, sfw_prefixset_seal(s), 0);
	for (i = 0; i < LOOKUPS; i++) {
		u8 family = sfw_pick(r, 2) ? SFW_AF_INET : SFW_AF_INET6;
		struct sfw_addr a = random_addr(r, family);

		wrong += sfw_prefixes_find(&s->set, family, &a, NOW) !=
			 longest_by_walking(&s->set, family, &a);
	}
	sfw_prefixset_put(s);
	return wrong;
}

static void finds_what_a_walk_finds(struct kunit *test)
{
	struct rnd_state r;
	u32 i, wrong = 0;

	prandom_seed_state(&r, 99);
	for (i = 0; i < SETS; i++) {
		wrong += differences(test, &r, sfw_pick(&r, PREFIXES));
		cond_resched();
	}
	KUNIT_EXPECT_EQ(test, wrong, 0u);
}

static void add_host(struct kunit *test, struct sfw_prefixset *s, u32 ip,
		     u64 expires)
{
	struct sfw_prefix_item item = {
		.prefix		= { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires	= expires,
	};

	KUNIT_ASSERT_EQ(test, sfw_prefixset_add(s, &item, U32_MAX), 0);
}

static void a_copy_changes_alone(struct kunit *test)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc(), *live;
	struct sfw_addr a = sfw_ip4(1), b = sfw_ip4(2);

	KUNIT_ASSERT_NOT_NULL(test, s);
	add_host(test, s, 1, 0);
	KUNIT_ASSERT_EQ(test, sfw_prefixset_seal(s), 0);
	live = sfw_prefixset_get(s);
	KUNIT_ASSERT_NOT_NULL(test, sfw_prefixset_own(&s));
	KUNIT_EXPECT_PTR_NE(test, s, live);
	add_host(test, s, 2, 0);
	KUNIT_ASSERT_EQ(test, sfw_prefixset_seal(s), 0);
	KUNIT_EXPECT_EQ(test, sfw_prefixes_find(&live->set, SFW_AF_INET, &b, 0),
			SFW_NO_PREFIX);
	KUNIT_EXPECT_NE(test, sfw_prefixes_find(&s->set, SFW_AF_INET, &b, 0),
			SFW_NO_PREFIX);
	KUNIT_EXPECT_NE(test, sfw_prefixes_find(&s->set, SFW_AF_INET, &a, 0),
			SFW_NO_PREFIX);
	sfw_prefixset_put(s);
	sfw_prefixset_put(live);
}

/* A large set has no room to spare once it is sealed, and grows again. */
static void a_trimmed_one_grows(struct kunit *test)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc();
	struct sfw_addr a;
	u32 i, missed = 0, large = TRIM_LEAST / sizeof(*s->set.item) + 1;

	KUNIT_ASSERT_NOT_NULL(test, s);
	for (i = 1; i <= large; i++)
		add_host(test, s, i, 0);
	KUNIT_ASSERT_EQ(test, sfw_prefixset_seal(s), 0);
	KUNIT_EXPECT_EQ(test, s->cap, large);
	for (; i <= 2 * large; i++)
		add_host(test, s, i, 0);
	KUNIT_ASSERT_EQ(test, sfw_prefixset_seal(s), 0);
	for (i = 1; i <= 2 * large; i++) {
		a = sfw_ip4(i);
		missed += sfw_prefixes_find(&s->set, SFW_AF_INET, &a, 0) ==
			  SFW_NO_PREFIX;
	}
	KUNIT_EXPECT_EQ(test, missed, 0u);
	sfw_prefixset_put(s);
}

static void expires_and_keeps(struct kunit *test)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc();
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	for (i = 1; i <= 100; i++)
		add_host(test, s, i, i % 2 ? i : 0);
	KUNIT_EXPECT_EQ(test, sfw_prefixset_next_expiry(s), 1ull);
	KUNIT_EXPECT_EQ(test, sfw_prefixset_expire(s, 50), 51ull);
	KUNIT_EXPECT_EQ(test, s->set.n, 75u);
	sfw_prefixset_keep_timed(s, 1);
	KUNIT_EXPECT_EQ(test, s->set.n, 25u);
	KUNIT_EXPECT_EQ(test, sfw_prefixset_expire(s, 1000), 0ull);
	KUNIT_EXPECT_EQ(test, s->set.n, 0u);
	sfw_prefixset_put(s);
}

static int add_again(struct sfw_prefixset *s, u32 ip, u64 expires, u64 since)
{
	struct sfw_prefix_item item = {
		.prefix		= { sfw_ip4(ip), SFW_AF_INET, 32 },
		.expires	= expires,
		.since		= since,
	};

	return sfw_prefixset_add(s, &item, 100);
}

/* What a flush left may be written anew: once, and not in a later copy. */
static void kept_gives_way_once(struct kunit *test)
{
	struct sfw_prefixset *live = sfw_prefixset_alloc(), *s = live;

	KUNIT_ASSERT_NOT_NULL(test, live);
	KUNIT_EXPECT_EQ(test, add_again(s, 1, 1000, 5), 0);
	KUNIT_EXPECT_EQ(test, add_again(s, 2, 1000, 5), 0);
	KUNIT_EXPECT_EQ(test, add_again(s, 1, 0, 6), -EEXIST);
	sfw_prefixset_keep_timed(s, 10);
	KUNIT_EXPECT_EQ(test, add_again(s, 1, 0, 10), 0);
	KUNIT_EXPECT_EQ(test, add_again(s, 1, 2000, 11), -EEXIST);
	KUNIT_EXPECT_EQ(test, s->set.n, 2u);

	sfw_prefixset_get(live);
	KUNIT_ASSERT_NOT_NULL(test, sfw_prefixset_own(&s));
	KUNIT_EXPECT_PTR_NE(test, s, live);
	KUNIT_EXPECT_EQ(test, add_again(s, 2, 0, 12), -EEXIST);
	sfw_prefixset_put(s);
	sfw_prefixset_put(live);
}

/* How many of those that no prefix holds look into a bucket, of LOOKUPS. */
static u32 asked_in_vain(struct kunit *test, u32 prefixes)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc();
	struct sfw_prefix_item item = { .prefix = { .family = SFW_AF_INET } };
	u32 i, asked = 0;
	struct rnd_state r;

	KUNIT_ASSERT_NOT_NULL(test, s);
	prandom_seed_state(&r, 5);
	for (i = 0; i < prefixes; i++) {
		struct sfw_addr a = sfw_ip4(prandom_u32_state(&r) >> 1);

		sfw_prefix_cut(&item.prefix, &a, 17 + i % 16);
		sfw_prefixset_add(s, &item, U32_MAX);
	}
	KUNIT_ASSERT_EQ(test, sfw_prefixset_seal(s), 0);
	KUNIT_EXPECT_LE(test, 1u << s->set.slot4_bits, max(256u, 16 * prefixes));
	for (i = 0; i < LOOKUPS; i++)
		asked += sfw_prefixes_lengths4(&s->set,
					       cpu_to_be32(BIT(31) |
							   prandom_u32_state(&r))) != 0;
	sfw_prefixset_put(s);
	return asked;
}

/* What passes must seldom do so, however large the set and however made. */
static void passes_at_a_glance(struct kunit *test)
{
	static const u32 sizes[] = { 1, 10, 100, 2000 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		KUNIT_EXPECT_LE_MSG(test, asked_in_vain(test, sizes[i]),
				    (u32)LOOKUPS / 10, "of %u", sizes[i]);
}

static struct kunit_case prefixes_cases[] = {
	KUNIT_CASE(finds_what_a_walk_finds),
	KUNIT_CASE(a_copy_changes_alone),
	KUNIT_CASE(a_trimmed_one_grows),
	KUNIT_CASE(expires_and_keeps),
	KUNIT_CASE(kept_gives_way_once),
	KUNIT_CASE(passes_at_a_glance),
	{}
};

static struct kunit_suite prefixes_suite = {
	.name		= "sfw_prefixes",
	.test_cases	= prefixes_cases,
};

kunit_test_suite(prefixes_suite);
