// SPDX-License-Identifier: GPL-2.0
/* The findings of a rehearsal: told apart, bounded, and those that many meet stay. */
#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/core/decide.h"
#include "../../kmod/db/event/findings.c"
#include "sample.h"

#define FLOOD	(1000000 / SFW_KUNIT_PART)

static int findings_init(struct kunit *test)
{
	test->priv = sfw_findings_alloc();
	return test->priv ? 0 : -ENOMEM;
}

static void findings_exit(struct kunit *test)
{
	sfw_findings_free(test->priv);
}

static struct sfw_finding_key key_of(u16 port)
{
	return (struct sfw_finding_key){
		.dev = "eth0", .port = port, .family = SFW_AF_INET,
		.proto = IPPROTO_TCP, .reason = SFW_R_CLOSED_TCP,
		.live = SFW_R_PORT, .rule = SFW_RULE_SETTING,
		.index = SFW_S_REJECT4,
	};
}

static void note(struct kunit *test, u16 port, u32 ip, u64 now)
{
	struct sfw_finding_key key = key_of(port);
	struct sfw_addr src = sfw_ip4(ip);

	sfw_findings_note(test->priv, &key, &src, now);
}

/* The finding of a port; its packets are 0 if there is none. */
static struct sfw_finding *look(struct kunit *test, u16 port)
{
	static struct sfw_finding f;
	u32 i;

	for (i = 0; i < SFW_FINDINGS_MAX; i++)
		if (sfw_findings_at(test->priv, i, &f) && f.key.port == port)
			return &f;
	memset(&f, 0, sizeof(f));
	return &f;
}

static u32 count(struct kunit *test)
{
	u64 lost;

	return sfw_findings_count(test->priv, &lost);
}

static u64 lost(struct kunit *test)
{
	u64 lost;

	sfw_findings_count(test->priv, &lost);
	return lost;
}

static void counts_packets_and_times(struct kunit *test)
{
	struct sfw_finding *f;

	note(test, 80, 1, 5);
	note(test, 80, 1, 7);
	note(test, 81, 1, 9);
	KUNIT_EXPECT_EQ(test, count(test), 2u);
	f = look(test, 80);
	KUNIT_EXPECT_EQ(test, f->packets, 2ull);
	KUNIT_EXPECT_EQ(test, f->first, 5ull);
	KUNIT_EXPECT_EQ(test, f->last, 7ull);
	KUNIT_EXPECT_EQ(test, f->n, 1);
	KUNIT_EXPECT_EQ(test, look(test, 82)->packets, 0ull);
}

/* Each byte of the key makes another finding. */
static void tells_all_kinds_apart(struct kunit *test)
{
	struct sfw_addr src = sfw_ip4(1);
	struct sfw_finding_key key;
	u32 i;

	for (i = 0; i < sizeof(key); i++) {
		key = key_of(80);
		((u8 *)&key)[i] ^= 1;
		sfw_findings_note(test->priv, &key, &src, 1);
		sfw_findings_note(test->priv, &key, &src, 2);
	}
	KUNIT_EXPECT_EQ(test, count(test), (u32)sizeof(key));
}

static void names_sources_up_to_a_number(struct kunit *test)
{
	struct sfw_finding *f;
	u32 i;

	for (i = 0; i < 2 * SFW_FINDING_SOURCES; i++)
		note(test, 80, 0x0a000000 + i % SFW_FINDING_SOURCES, i);
	f = look(test, 80);
	KUNIT_EXPECT_EQ(test, f->n, SFW_FINDING_SOURCES);
	for (i = 0; i < SFW_FINDING_SOURCES; i++)
		KUNIT_EXPECT_EQ(test, be32_to_cpu(f->src[i].w[0]), 0x0a000000 + i);
}

static void covers_more_by_a_prefix(struct kunit *test)
{
	struct sfw_finding *f;
	u32 i;

	for (i = 0; i <= SFW_FINDING_SOURCES; i++)
		note(test, 80, 0x0a000001 + i, i);
	f = look(test, 80);
	KUNIT_EXPECT_EQ(test, f->n, SFW_FINDING_SOURCES + 1);
	KUNIT_EXPECT_EQ(test, f->len, 27);
	KUNIT_EXPECT_EQ(test, be32_to_cpu(f->src[0].w[0]), 0x0a000000u);
	note(test, 80, 0x0a00ff00, 99);
	f = look(test, 80);
	KUNIT_EXPECT_EQ(test, f->len, 16);
	KUNIT_EXPECT_EQ(test, be32_to_cpu(f->src[0].w[0]), 0x0a000000u);
	note(test, 80, 0xc0000201, 99);
	f = look(test, 80);
	KUNIT_EXPECT_EQ(test, f->len, 0);
	KUNIT_EXPECT_EQ(test, f->src[0].w[0], 0);
	KUNIT_EXPECT_EQ(test, f->packets, SFW_FINDING_SOURCES + 3ull);
}

static void covers_ipv6(struct kunit *test)
{
	struct sfw_addr src = { { cpu_to_be32(0x20010db8), 0, 0, 0 } };
	struct sfw_finding_key key = key_of(80);
	struct sfw_finding *f;
	u32 i;

	key.family = SFW_AF_INET6;
	for (i = 0; i <= SFW_FINDING_SOURCES; i++) {
		src.w[3] = cpu_to_be32(i);
		sfw_findings_note(test->priv, &key, &src, i);
	}
	KUNIT_EXPECT_EQ(test, look(test, 80)->len, 123);
	src.w[1] = cpu_to_be32(1);
	sfw_findings_note(test->priv, &key, &src, i);
	f = look(test, 80);
	KUNIT_EXPECT_EQ(test, f->len, 63);
	KUNIT_EXPECT_EQ(test, be32_to_cpu(f->src[0].w[0]), 0x20010db8u);
	KUNIT_EXPECT_EQ(test, f->src[0].w[3], 0);
}

/* Forged sources make no findings of their own; ports do, and are bounded. */
static void outlives_a_flood(struct kunit *test)
{
	u32 i, port;

	for (port = 1; port <= 10; port++)
		for (i = 0; i < 3; i++)
			note(test, port, 0x0a000000 + port, i);
	for (i = 0; i < FLOOD; i++)
		note(test, 1000 + i % 1000, i * 2654435761u, 10 + i);
	KUNIT_EXPECT_EQ(test, count(test), 1010u);
	KUNIT_EXPECT_EQ(test, lost(test), 0ull);
	for (i = 0; i < FLOOD / 10; i++)
		note(test, 2000 + i % 60000, i * 2654435761u, FLOOD + i);
	KUNIT_EXPECT_LE(test, count(test), (u32)SFW_FINDINGS_MAX);
	KUNIT_EXPECT_GT(test, count(test), SFW_FINDINGS_MAX * 9u / 10);
	KUNIT_EXPECT_GT(test, lost(test), 0ull);
	for (port = 1; port <= 10; port++) {
		struct sfw_finding *f = look(test, port);

		KUNIT_EXPECT_EQ(test, f->packets, 3ull);
		KUNIT_EXPECT_EQ(test, be32_to_cpu(f->src[0].w[0]),
				0x0a000000 + port);
	}
}

/* Nothing is counted twice or forgotten. */
static void counts_what_it_loses(struct kunit *test)
{
	struct sfw_finding f;
	u64 sum = 0;
	u32 i;

	for (i = 0; i < 10 * SFW_FINDINGS_MAX; i++)
		note(test, 1 + i % (3 * SFW_FINDINGS_MAX), 1, i);
	for (i = 0; i < SFW_FINDINGS_MAX; i++)
		if (sfw_findings_at(test->priv, i, &f))
			sum += f.packets;
	KUNIT_EXPECT_EQ(test, sum + lost(test), 10ull * SFW_FINDINGS_MAX);
	KUNIT_EXPECT_EQ(test, count(test), (u32)SFW_FINDINGS_MAX);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(counts_packets_and_times),
	KUNIT_CASE(tells_all_kinds_apart),
	KUNIT_CASE(names_sources_up_to_a_number),
	KUNIT_CASE(covers_more_by_a_prefix),
	KUNIT_CASE(covers_ipv6),
	KUNIT_CASE(outlives_a_flood),
	KUNIT_CASE(counts_what_it_loses),
	{}
};

static struct kunit_suite suite = {
	.name = "sfw_findings",
	.init = findings_init,
	.exit = findings_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
