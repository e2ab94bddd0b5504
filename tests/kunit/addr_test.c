// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "../../kmod/core/addr.c"
#include "../../kmod/core/fresh.h"
#include "model.h"
#include "sample.h"

static void flip(struct sfw_addr *a, unsigned int bit)
{
	a->w[bit / 32] ^= cpu_to_be32(0x80000000u >> bit % 32);
}

static struct sfw_addr random_addr(struct rnd_state *r, u8 family)
{
	u32 a = prandom_u32_state(r);

	if (family == SFW_AF_INET)
		return sfw_ip4(a);
	return sfw_ip6(a, prandom_u32_state(r), prandom_u32_state(r),
		       prandom_u32_state(r));
}

/* All lengths; an address that differs in one bit, for all bits. */
static void check_match(struct kunit *test, u8 family)
{
	unsigned int len, bit, max = family_bits(family);
	struct rnd_state r;

	prandom_seed_state(&r, 1);
	for (len = 0; len <= max; len++) {
		struct sfw_addr a = random_addr(&r, family);
		struct sfw_prefix p = sfw_prefix_of(family, a, len);

		KUNIT_ASSERT_TRUE(test, sfw_prefix_valid(&p));
		KUNIT_ASSERT_TRUE_MSG(test, sfw_prefix_has(&p, family, &a),
				      "/%u", len);
		for (bit = 0; bit < max; bit++) {
			flip(&a, bit);
			KUNIT_ASSERT_EQ_MSG(test,
					    sfw_prefix_has(&p, family, &a),
					    bit >= len, "/%u bit %u", len, bit);
			flip(&a, bit);
		}
	}
}

static void matches_by_the_first_bits(struct kunit *test)
{
	check_match(test, SFW_AF_INET);
	check_match(test, SFW_AF_INET6);
}

static void matches_as_the_model_does(struct kunit *test)
{
	struct sfw_selector sel;
	struct sfw_facts f;
	struct rnd_state r;
	u32 i, hits = 0;

	prandom_seed_state(&r, 2);
	for (i = 0; i < 100000; i++) {
		bool has;

		sfw_sample_selector(&r, &sel);
		sfw_sample_facts(&r, NULL, &f);
		has = sfw_prefix_has(&sel.from, f.family, &f.src);
		KUNIT_ASSERT_EQ_MSG(test, has,
				    sfw_model_prefix_has(&sel.from, f.family,
							 &f.src),
				    "family %u/%u, source of family %u",
				    sel.from.family, sel.from.len, f.family);
		hits += has;
	}
	/* Were there none or only hits, the loop would have shown nothing. */
	KUNIT_EXPECT_GT(test, hits, 10000u);
	KUNIT_EXPECT_LT(test, hits, 90000u);
}

static void families_are_apart(struct kunit *test)
{
	struct sfw_addr a = sfw_ip4(0x0a000001);
	struct sfw_prefix any = {};
	struct sfw_prefix all4 = { .family = SFW_AF_INET };
	struct sfw_prefix all6 = { .family = SFW_AF_INET6 };

	KUNIT_EXPECT_TRUE(test, sfw_prefix_has(&any, SFW_AF_INET, &a));
	KUNIT_EXPECT_TRUE(test, sfw_prefix_has(&any, SFW_AF_INET6, &a));
	KUNIT_EXPECT_TRUE(test, sfw_prefix_has(&all4, SFW_AF_INET, &a));
	KUNIT_EXPECT_FALSE(test, sfw_prefix_has(&all4, SFW_AF_INET6, &a));
	KUNIT_EXPECT_FALSE(test, sfw_prefix_has(&all6, SFW_AF_INET, &a));
	KUNIT_EXPECT_TRUE(test, sfw_prefix_has(&all6, SFW_AF_INET6, &a));
}

static void check_host_bits(struct kunit *test, u8 family)
{
	unsigned int len, bit, max = family_bits(family);
	struct rnd_state r;

	prandom_seed_state(&r, 3);
	for (len = 0; len <= max; len++) {
		struct sfw_prefix p = sfw_prefix_of(family,
						    random_addr(&r, family),
						    len);

		/* The words that IPv4 does not use count as host bits. */
		for (bit = 0; bit < 128; bit++) {
			flip(&p.addr, bit);
			KUNIT_ASSERT_EQ_MSG(test, sfw_prefix_valid(&p),
					    bit < len, "/%u bit %u", len, bit);
			flip(&p.addr, bit);
		}
	}
	for (len = max + 1; len < 256; len++) {
		struct sfw_prefix p = { .family = family, .len = len };

		KUNIT_ASSERT_FALSE_MSG(test, sfw_prefix_valid(&p), "/%u", len);
	}
}

static void host_bits_and_lengths_are_checked(struct kunit *test)
{
	check_host_bits(test, SFW_AF_INET);
	check_host_bits(test, SFW_AF_INET6);
	check_host_bits(test, SFW_AF_ANY);
}

static void unknown_families_are_refused(struct kunit *test)
{
	unsigned int family;

	for (family = 0; family < 256; family++) {
		struct sfw_prefix p = { .family = family };

		KUNIT_ASSERT_EQ_MSG(test, sfw_prefix_valid(&p),
				    family == SFW_AF_ANY ||
				    family == SFW_AF_INET ||
				    family == SFW_AF_INET6,
				    "family %u", family);
	}
}

static void longer_prefixes_sort_first(struct kunit *test)
{
	struct sfw_addr a4 = sfw_ip4(0xc0000201);
	struct sfw_addr a6 = sfw_ip6(0x20010db8, 1, 2, 3);
	static struct sfw_prefix p[33 + 129 + 1]; /* too much for a stack */
	int i, j, n = 0;

	for (i = 32; i >= 0; i--)
		p[n++] = sfw_prefix_of(SFW_AF_INET, a4, i);
	for (i = 128; i >= 0; i--)
		p[n++] = sfw_prefix_of(SFW_AF_INET6, a6, i);
	p[n++] = (struct sfw_prefix){};
	for (i = 0; i < n; i++) {
		KUNIT_ASSERT_EQ(test, sfw_prefix_cmp(&p[i], &p[i]), 0);
		for (j = i + 1; j < n; j++) {
			KUNIT_ASSERT_LT_MSG(test,
					    sfw_prefix_cmp(&p[i], &p[j]), 0,
					    "%d, %d", i, j);
			KUNIT_ASSERT_GT_MSG(test,
					    sfw_prefix_cmp(&p[j], &p[i]), 0,
					    "%d, %d", j, i);
		}
	}
}

static void addresses_break_ties(struct kunit *test)
{
	struct sfw_prefix a = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000000),
					    24);
	struct sfw_prefix b = sfw_prefix_of(SFW_AF_INET, sfw_ip4(0x0a000100),
					    24);

	/* In the order of people: the first byte counts most. */
	KUNIT_EXPECT_LT(test, sfw_prefix_cmp(&a, &b), 0);
	b.addr = sfw_ip4(0x01ffff00);
	KUNIT_EXPECT_GT(test, sfw_prefix_cmp(&a, &b), 0);
	b.addr = a.addr;
	KUNIT_EXPECT_EQ(test, sfw_prefix_cmp(&a, &b), 0);
}

/* Ticks of 32 bits and of 64, before and behind the moment when they begin anew. */
static void is_fresh_for_a_moment(struct kunit *test)
{
	static const u64 came[] = { 0, 1, 0x7fffffff, 0x80000000, 0xffffff00, 0xffffffff };
	const u32 most = 1000;
	int i;

	for (i = 0; i < ARRAY_SIZE(came); i++) {
		u64 wide = came[i] << 32 | came[i];
		u32 since = came[i];

		KUNIT_EXPECT_TRUE(test, sfw_is_fresh(since, since, most));
		KUNIT_EXPECT_TRUE(test, sfw_is_fresh(since + most - 1, since, most));
		KUNIT_EXPECT_FALSE(test, sfw_is_fresh(since + most, since, most));
		KUNIT_EXPECT_FALSE(test, sfw_is_fresh(since + 0x80000000, since, most));
		KUNIT_EXPECT_FALSE(test, sfw_is_fresh(since - 1, since, most));
		KUNIT_EXPECT_TRUE(test, sfw_is_fresh(wide + most - 1, wide, most));
		KUNIT_EXPECT_FALSE(test, sfw_is_fresh(wide + most, wide, most));
		KUNIT_EXPECT_FALSE(test, sfw_is_fresh(wide + (1ull << 63), wide, most));
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(matches_by_the_first_bits),
	KUNIT_CASE(matches_as_the_model_does),
	KUNIT_CASE(families_are_apart),
	KUNIT_CASE(host_bits_and_lengths_are_checked),
	KUNIT_CASE(unknown_families_are_refused),
	KUNIT_CASE(longer_prefixes_sort_first),
	KUNIT_CASE(addresses_break_ties),
	KUNIT_CASE(is_fresh_for_a_moment),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_addr",
	.test_cases	= cases,
};

kunit_test_suite(suite);
