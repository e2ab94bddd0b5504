// SPDX-License-Identifier: GPL-2.0
/* Verdicts on every TCP flag byte and every ICMPv6 type. */
#include "../../kmod/core/decide.h"
#include "fixture.h"

static bool plain_syn(u32 flags)
{
	return (flags & SFW_TCP_SYN) &&
	       !(flags & (SFW_TCP_FIN | SFW_TCP_RST | SFW_TCP_ACK));
}

/* All flags, without an owner: only a plain SYN gets as far as the ports. */
static void check_flags(struct kunit *test, const struct sfw_policy *p,
			struct sfw_facts f)
{
	u32 flags;

	for (flags = 0; flags < 256; flags++) {
		bool syn = plain_syn(flags);
		struct sfw_verdict v;

		f.tcp_flags = flags;
		f.owner = SFW_UNKNOWN;
		v = sfw_decide(&f, p);
		KUNIT_ASSERT_EQ_MSG(test, v.ask,
				    syn ? SFW_ASK_NOTHING : SFW_ASK_OWNER,
				    "flags %02x", flags);

		f.owner = SFW_NO;
		f.dport = 22;
		v = sfw_decide(&f, p);
		KUNIT_ASSERT_EQ_MSG(test, v.reason,
				    syn ? SFW_R_PORT : SFW_R_NOT_SYN,
				    "flags %02x to an open port", flags);
		f.dport = 23;
		v = sfw_decide(&f, p);
		KUNIT_ASSERT_EQ_MSG(test, v.reason,
				    syn ? SFW_R_CLOSED_TCP : SFW_R_NOT_SYN,
				    "flags %02x to a closed port", flags);
		KUNIT_ASSERT_EQ(test, v.action, SFW_ACT_RST);

		f.owner = SFW_YES;
		v = sfw_decide(&f, p);
		KUNIT_ASSERT_EQ_MSG(test, v.reason,
				    syn ? SFW_R_CLOSED_TCP : SFW_R_ADOPTED,
				    "flags %02x of a live socket", flags);
	}
}

static void only_a_plain_syn_opens(struct kunit *test)
{
	struct sfw_sample *s = sfw_fixture(test);
	struct sfw_facts v4 = { FROM4(STRANGER), TCP(23, 0), .dev = "eth0",
				.blocked = SFW_NO };
	struct sfw_facts v6 = { FROM6(STRANGER6), TCP(23, 0), .dev = "eth0",
				.blocked = SFW_NO };

	check_flags(test, &s->policy, v4);
	check_flags(test, &s->policy, v6);
	v4.ct = SFW_CT_UNTRACKED;
	v6.ct = SFW_CT_UNTRACKED;
	check_flags(test, &s->policy, v4);
	check_flags(test, &s->policy, v6);
}

static void invalid_tcp_is_owned_or_dropped(struct kunit *test)
{
	struct sfw_sample *s = sfw_fixture(test);
	struct sfw_facts f = { FROM4(STRANGER), TCP(22, 0), .dev = "eth0",
			       .blocked = SFW_NO,
			       .ct = SFW_CT_INVALID };
	struct sfw_verdict v;
	u32 flags;

	for (flags = 0; flags < 256; flags++) {
		f.tcp_flags = flags;
		f.owner = SFW_UNKNOWN;
		v = sfw_decide(&f, &s->policy);
		KUNIT_ASSERT_EQ(test, v.ask, SFW_ASK_OWNER);
		f.owner = SFW_NO;
		v = sfw_decide(&f, &s->policy);
		KUNIT_ASSERT_EQ(test, v.reason, SFW_R_INVALID);
		KUNIT_ASSERT_EQ(test, v.action, SFW_ACT_DROP);
		f.owner = SFW_YES;
		v = sfw_decide(&f, &s->policy);
		KUNIT_ASSERT_EQ(test, v.reason, SFW_R_ADOPTED);
	}
}

static bool is_nd(u32 type)
{
	return type >= 133 && type <= 137;
}

static bool is_mld(u32 type)
{
	return (type >= 130 && type <= 132) || type == 143;
}

/* From the link: link-local as a whole, fe80::/10, or not configured yet. */
static const struct {
	struct sfw_addr src;
	bool on_link;
} sources[] = {
	{ { { cpu_to_be32(0xfe800000), 0, 0, cpu_to_be32(1) } }, true },
	{ { { cpu_to_be32(0xfebfffff), 0, 0, cpu_to_be32(1) } }, true },
	{ { { 0, 0, 0, 0 } }, true },
	{ { { cpu_to_be32(0xfec00000), 0, 0, cpu_to_be32(1) } }, false },
	{ { { cpu_to_be32(0xfe7fffff), 0, 0, cpu_to_be32(1) } }, false },
	{ { { 0, 0, 0, cpu_to_be32(1) } }, false },
	{ { { 0, cpu_to_be32(1), 0, 0 } }, false },
	{ { { cpu_to_be32(STRANGER6), 0, 0, cpu_to_be32(1) } }, false },
};

static const u8 states[] = { SFW_CT_NEW, SFW_CT_INVALID, SFW_CT_UNTRACKED };

static void check_neighbour(struct kunit *test, const struct sfw_policy *p,
			    struct sfw_facts f, bool on_link)
{
	u32 type, hop;

	for (type = 0; type < 256; type++) {
		for (hop = 0; hop < 256; hop++) {
			bool want = (is_nd(type) && hop == 255) ||
				    (is_mld(type) && hop == 1 && on_link);
			struct sfw_verdict v;

			f.icmp_type = type;
			f.hop_limit = hop;
			v = sfw_decide(&f, p);
			KUNIT_ASSERT_EQ_MSG(test, v.reason == SFW_R_NEIGHBOUR,
					    want, "type %u hop limit %u", type,
					    hop);
			KUNIT_ASSERT_EQ(test, v.ask, SFW_ASK_NOTHING);
		}
	}
}

static void neighbours_are_known_by_hop_limit(struct kunit *test)
{
	struct sfw_sample *s = sfw_fixture(test);
	struct sfw_facts f = { FROM6(0), ICMP6(0, 0), .dev = "eth0",
			       .blocked = SFW_NO };
	int i, j;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		for (j = 0; j < ARRAY_SIZE(states); j++) {
			f.src = sources[i].src;
			f.ct = states[j];
			check_neighbour(test, &s->policy, f,
					sources[i].on_link);
		}
	}
}

static bool is_igmp(u32 type)
{
	return type == 0x11 || type == 0x12 || type == 0x16 || type == 0x17 ||
	       type == 0x22;
}

static void membership_is_known_by_ttl_and_group(struct kunit *test)
{
	struct sfw_sample *s = sfw_fixture(test);
	struct sfw_facts f = { FROM4(STRANGER), .proto = IPPROTO_IGMP,
			       .dev = "eth0", .blocked = SFW_NO };
	u32 type, ttl;

	for (type = 0; type < 256; type++) {
		for (ttl = 0; ttl < 512; ttl++) {
			struct sfw_verdict v;
			bool want = is_igmp(type) && ttl == 256 + 1;

			f.icmp_type = type;
			f.hop_limit = ttl;
			f.multicast = ttl >= 256;
			v = sfw_decide(&f, &s->policy);
			KUNIT_ASSERT_EQ_MSG(test, v.reason == SFW_R_NEIGHBOUR,
					    want, "type %u ttl %u", type, ttl);
		}
	}
}

static void passes_only_what_needs_no_judgement(struct kunit *test)
{
	u8 ct, reason;

	for (ct = 0; ct < SFW_CT_MAX; ct++) {
		reason = SFW_R_MAX;
		KUNIT_EXPECT_TRUE(test, sfw_passes(true, ct, &reason));
		KUNIT_EXPECT_EQ(test, reason, SFW_R_LO);
		reason = SFW_R_MAX;
		KUNIT_EXPECT_EQ(test, sfw_passes(false, ct, &reason),
				ct == SFW_CT_ESTABLISHED ||
				ct == SFW_CT_RELATED);
		KUNIT_EXPECT_EQ(test, reason,
				ct == SFW_CT_ESTABLISHED ? SFW_R_ESTABLISHED :
				ct == SFW_CT_RELATED ? SFW_R_RELATED :
						       SFW_R_MAX);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(only_a_plain_syn_opens),
	KUNIT_CASE(invalid_tcp_is_owned_or_dropped),
	KUNIT_CASE(neighbours_are_known_by_hop_limit),
	KUNIT_CASE(membership_is_known_by_ttl_and_group),
	KUNIT_CASE(passes_only_what_needs_no_judgement),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_decide_headers",
	.test_cases	= cases,
};

kunit_test_suite(suite);
