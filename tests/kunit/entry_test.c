// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "../../kmod/core/entry.c"
#include "model.h"
#include "sample.h"

#define ROUNDS	100000

static int sign(int c)
{
	return (c > 0) - (c < 0);
}

static void only_three_protocols_have_ports(struct kunit *test)
{
	unsigned int proto;

	for (proto = 0; proto < 256; proto++)
		KUNIT_ASSERT_EQ_MSG(test, sfw_proto_has_ports(proto),
				    proto == 6 || proto == 17 || proto == 132,
				    "protocol %u", proto);
}

static void expires_at_its_instant(struct kunit *test)
{
	struct sfw_entry e = { .expires = 1000 };

	KUNIT_EXPECT_FALSE(test, sfw_entry_expired(&e, 0));
	KUNIT_EXPECT_FALSE(test, sfw_entry_expired(&e, 999));
	KUNIT_EXPECT_TRUE(test, sfw_entry_expired(&e, 1000));
	KUNIT_EXPECT_TRUE(test, sfw_entry_expired(&e, U64_MAX));
	e.expires = 0;
	KUNIT_EXPECT_FALSE(test, sfw_entry_expired(&e, 0));
	KUNIT_EXPECT_FALSE(test, sfw_entry_expired(&e, U64_MAX));
}

static void selector_matches_as_the_model_does(struct kunit *test)
{
	struct sfw_selector sel;
	struct sfw_facts f;
	struct rnd_state r;
	u32 i, hits = 0;

	prandom_seed_state(&r, 10);
	for (i = 0; i < ROUNDS; i++) {
		bool has;

		sfw_sample_selector(&r, &sel);
		sfw_sample_facts(&r, NULL, &f);
		has = sfw_selector_has(&sel, NULL, &f);
		KUNIT_ASSERT_EQ_MSG(test, has,
				    sfw_model_selector_has(&sel, &f),
				    "round %u: dev '%s', in '%s'", i, sel.dev,
				    f.dev);
		hits += has;
	}
	KUNIT_EXPECT_GT(test, hits, ROUNDS / 10);
	KUNIT_EXPECT_LT(test, hits, ROUNDS / 10 * 9);
}

static void interface_names_match_whole(struct kunit *test)
{
	struct sfw_selector sel = { .dev = "eth1" };
	struct sfw_facts f = { .family = SFW_AF_INET, .dev = "eth10" };

	KUNIT_EXPECT_FALSE(test, sfw_selector_has(&sel, NULL, &f));
	f.dev = "eth";
	KUNIT_EXPECT_FALSE(test, sfw_selector_has(&sel, NULL, &f));
	f.dev = "";
	KUNIT_EXPECT_FALSE(test, sfw_selector_has(&sel, NULL, &f));
	f.dev = "eth1";
	KUNIT_EXPECT_TRUE(test, sfw_selector_has(&sel, NULL, &f));
}

static void patterns_match_what_begins_so(struct kunit *test)
{
	struct sfw_selector sel = { .dev = "br-*" };
	struct sfw_facts f = { .family = SFW_AF_INET, .dev = "br-" };

	KUNIT_EXPECT_TRUE(test, sfw_selector_has(&sel, NULL, &f));
	f.dev = "br-0123456789ab";
	KUNIT_EXPECT_TRUE(test, sfw_selector_has(&sel, NULL, &f));
	f.dev = "br0";
	KUNIT_EXPECT_FALSE(test, sfw_selector_has(&sel, NULL, &f));
	f.dev = "br-*0";
	KUNIT_EXPECT_TRUE(test, sfw_selector_has(&sel, NULL, &f));
	f.dev = "br0";
	f.vrf = "br-mgmt";
	KUNIT_EXPECT_TRUE(test, sfw_selector_has(&sel, NULL, &f));
	f.vrf = "";
	KUNIT_EXPECT_FALSE(test, sfw_selector_has(&sel, NULL, &f));
}

static void asterisks_stand_at_the_end(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, sfw_ifname_valid("br-*"));
	KUNIT_EXPECT_TRUE(test, sfw_ifname_valid("eth0"));
	KUNIT_EXPECT_FALSE(test, sfw_ifname_valid("*"));
	KUNIT_EXPECT_FALSE(test, sfw_ifname_valid("br*x"));
	KUNIT_EXPECT_FALSE(test, sfw_ifname_valid("br**"));
}

/*
 * Each line decides before the next one: protocol, width, number, then the
 * most specific source, then the interface.
 */
static const struct {
	u8 proto;
	u16 first;
	u16 last;
	u8 family;
	u8 len;
	const char *dev;
} ranks[] = {
	{ 6, 22, 22, SFW_AF_INET, 32, "eth0" },
	{ 6, 22, 22, SFW_AF_INET, 32, "" },
	{ 6, 22, 22, SFW_AF_INET, 24, "eth0" },
	{ 6, 22, 22, SFW_AF_INET, 24, "eth1" },
	{ 6, 22, 22, SFW_AF_INET, 24, "veth*" },
	{ 6, 22, 22, SFW_AF_INET, 24, "eth*" },
	{ 6, 22, 22, SFW_AF_INET, 24, "wg0*" },
	{ 6, 22, 22, SFW_AF_INET, 24, "" },
	{ 6, 22, 22, SFW_AF_INET6, 128, "" },
	{ 6, 22, 22, SFW_AF_GROUP, 0, "eth0" },
	{ 6, 22, 22, SFW_AF_GROUP, 0, "" },
	{ 6, 22, 22, SFW_AF_INET, 0, "eth0" },
	{ 6, 22, 22, SFW_AF_INET, 0, "" },
	{ 6, 22, 22, SFW_AF_INET6, 0, "" },
	{ 6, 22, 22, SFW_AF_ANY, 0, "eth0" },
	{ 6, 22, 22, SFW_AF_ANY, 0, "" },
	{ 6, 23, 23, SFW_AF_ANY, 0, "" },
	{ 6, 65535, 65535, SFW_AF_ANY, 0, "" },
	{ 6, 22, 23, SFW_AF_INET, 32, "eth0" },
	{ 6, 22, 23, SFW_AF_ANY, 0, "" },
	{ 6, 1, 65534, SFW_AF_ANY, 0, "" },
	{ 6, 2, 65535, SFW_AF_ANY, 0, "" },
	{ 6, 1, 65535, SFW_AF_INET6, 64, "eth0" },
	{ 6, 1, 65535, SFW_AF_ANY, 0, "" },
	{ 17, 1, 1, SFW_AF_ANY, 0, "" },
	{ 47, 0, 65535, SFW_AF_INET, 8, "" },
	{ 47, 0, 65535, SFW_AF_ANY, 0, "" },
	{ 255, 0, 65535, SFW_AF_ANY, 0, "" },
};

static struct sfw_entry ranked(int i)
{
	static const struct sfw_group g = { .name = "g" };
	struct sfw_entry e = { .proto = ranks[i].proto,
			       .first = ranks[i].first,
			       .last = ranks[i].last };

	e.sel.from = sfw_prefix_of(ranks[i].family,
				   sfw_ip6(0xc0000201, 1, 2, 3), ranks[i].len);
	if (ranks[i].family == SFW_AF_GROUP)
		e.sel.group = &g;
	strscpy(e.sel.dev, ranks[i].dev, sizeof(e.sel.dev));
	return e;
}

static void order_is_precedence(struct kunit *test)
{
	int i, j;

	for (i = 0; i < ARRAY_SIZE(ranks); i++) {
		for (j = 0; j < ARRAY_SIZE(ranks); j++) {
			struct sfw_entry a = ranked(i), b = ranked(j);

			KUNIT_ASSERT_EQ_MSG(test, sign(sfw_entry_cmp(&a, &b)),
					    sign(i - j), "ranks %d, %d", i, j);
		}
	}
}

static void order_is_total(struct kunit *test)
{
	struct sfw_entry e[3];
	struct rnd_state r;
	u32 i, j;

	prandom_seed_state(&r, 11);
	for (i = 0; i < ROUNDS; i++) {
		int ab, bc, ac;

		for (j = 0; j < 3; j++)
			sfw_sample_entry(&r, &e[j]);
		/* Mostly alike: chance alone seldom gets past the protocol. */
		for (j = 1; j < 3 && sfw_pick(&r, 4); j++) {
			e[j].proto = e[0].proto;
			e[j].first = e[0].first;
			e[j].last = e[0].last;
			if (!sfw_pick(&r, 4))
				e[j].sel.from = e[0].sel.from;
		}
		ab = sign(sfw_entry_cmp(&e[0], &e[1]));
		bc = sign(sfw_entry_cmp(&e[1], &e[2]));
		ac = sign(sfw_entry_cmp(&e[0], &e[2]));
		KUNIT_ASSERT_EQ(test, sfw_entry_cmp(&e[0], &e[0]), 0);
		KUNIT_ASSERT_EQ_MSG(test,
				    sign(sfw_entry_cmp(&e[1], &e[0])), -ab,
				    "round %u: not antisymmetric", i);
		if (ab == bc || !bc)
			KUNIT_ASSERT_EQ_MSG(test, ac, ab,
					    "round %u: not transitive", i);
		else if (!ab)
			KUNIT_ASSERT_EQ_MSG(test, ac, bc,
					    "round %u: not transitive", i);
	}
}

static bool same_key(const struct sfw_entry *a, const struct sfw_entry *b)
{
	return a->proto == b->proto && a->first == b->first &&
	       a->last == b->last && !memcmp(&a->sel, &b->sel, sizeof(a->sel));
}

static void equal_means_the_same_key(struct kunit *test)
{
	struct sfw_entry a, b;
	struct rnd_state r;
	u32 i, equal = 0;

	prandom_seed_state(&r, 12);
	for (i = 0; i < ROUNDS; i++) {
		sfw_sample_entry(&r, &a);
		b = a;
		if (sfw_pick(&r, 2))
			sfw_sample_selector(&r, &b.sel);
		if (!sfw_pick(&r, 4))
			b.last -= b.last > b.first;
		/* Neither is part of an entry's identity. */
		b.expires = i;
		strscpy(b.comment, "other", sizeof(b.comment));
		KUNIT_ASSERT_EQ_MSG(test, !sfw_entry_cmp(&a, &b),
				    same_key(&a, &b), "round %u", i);
		equal += same_key(&a, &b);
	}
	KUNIT_EXPECT_GT(test, equal, ROUNDS / 10);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(only_three_protocols_have_ports),
	KUNIT_CASE(expires_at_its_instant),
	KUNIT_CASE(selector_matches_as_the_model_does),
	KUNIT_CASE(interface_names_match_whole),
	KUNIT_CASE(patterns_match_what_begins_so),
	KUNIT_CASE(asterisks_stand_at_the_end),
	KUNIT_CASE(order_is_precedence),
	KUNIT_CASE(order_is_total),
	KUNIT_CASE(equal_means_the_same_key),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_entry",
	.test_cases	= cases,
};

kunit_test_suite(suite);
