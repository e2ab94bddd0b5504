// SPDX-License-Identifier: GPL-2.0
/* Every value of every setting, against every kind of packet. */
#include "../../kmod/core/closed.c"
#include "fixture.h"

#define ACT(how)	SFW_ACT_##how

/* Packets that nobody asked for; the answer to refused ones depends on the reject settings. */
static const struct {
	const char *name;
	struct sfw_facts f;
	u8 reason;
	u8 reject4[3];	/* rfc, admin, drop */
	u8 reject6[3];	/* admin, rfc, drop */
} kinds[] = {
	{ "SYN", { TCP(23, SFW_TCP_SYN) }, SFW_R_CLOSED_TCP,
	  { ACT(RST), ACT(RST), ACT(DROP) },
	  { ACT(RST), ACT(RST), ACT(DROP) } },
	{ "ACK", { TCP(22, SFW_TCP_ACK) }, SFW_R_NOT_SYN,
	  { ACT(RST), ACT(RST), ACT(DROP) },
	  { ACT(RST), ACT(RST), ACT(DROP) } },
	{ "UDP", { UDP(9, 9) }, SFW_R_CLOSED_UDP,
	  { ACT(PORT_UNREACH), ACT(ADMIN_PROHIB), ACT(DROP) },
	  { ACT(ADMIN_PROHIB), ACT(PORT_UNREACH), ACT(DROP) } },
	{ "SCTP", { SCTP(5001) }, SFW_R_CLOSED_PROTO,
	  { ACT(PROTO_UNREACH), ACT(ADMIN_PROHIB), ACT(DROP) },
	  { ACT(ADMIN_PROHIB), ACT(PORT_UNREACH), ACT(DROP) } },
	{ "ICMP", { ICMP(13) }, SFW_R_CLOSED_PROTO,
	  { ACT(PROTO_UNREACH), ACT(ADMIN_PROHIB), ACT(DROP) },
	  { ACT(ADMIN_PROHIB), ACT(PORT_UNREACH), ACT(DROP) } },
	{ "ICMPv6", { ICMP6(129, 64) }, SFW_R_CLOSED_PROTO,
	  { ACT(PROTO_UNREACH), ACT(ADMIN_PROHIB), ACT(DROP) },
	  { ACT(ADMIN_PROHIB), ACT(PORT_UNREACH), ACT(DROP) } },
	{ "ESP", { .proto = IPPROTO_ESP }, SFW_R_CLOSED_PROTO,
	  { ACT(PROTO_UNREACH), ACT(ADMIN_PROHIB), ACT(DROP) },
	  { ACT(ADMIN_PROHIB), ACT(PORT_UNREACH), ACT(DROP) } },
	{ "protocol 255", { .proto = 255 }, SFW_R_CLOSED_PROTO,
	  { ACT(PROTO_UNREACH), ACT(ADMIN_PROHIB), ACT(DROP) },
	  { ACT(ADMIN_PROHIB), ACT(PORT_UNREACH), ACT(DROP) } },
};

static struct sfw_verdict judge(const struct sfw_policy *p, struct sfw_facts f,
				u8 family)
{
	f.family = family;
	f.src = family == SFW_AF_INET ? sfw_ip4(STRANGER) :
					sfw_ip6(STRANGER6, 0, 0, 1);
	f.dev = "eth0";
	f.owner = SFW_NO;
	f.blocked = SFW_NO;
	return sfw_decide(&f, p);
}

static void check_reject(struct kunit *test, const struct sfw_policy *p,
			 int kind)
{
	u8 value4 = p->setting[SFW_S_REJECT4];
	u8 value6 = p->setting[SFW_S_REJECT6];
	struct sfw_verdict v;

	v = judge(p, kinds[kind].f, SFW_AF_INET);
	KUNIT_ASSERT_EQ_MSG(test, v.action, kinds[kind].reject4[value4],
			    "%s reject4 %u", kinds[kind].name, value4);
	KUNIT_ASSERT_EQ_MSG(test, v.reason, kinds[kind].reason, "%s",
			    kinds[kind].name);
	KUNIT_ASSERT_EQ(test, v.rule, SFW_RULE_SETTING);
	KUNIT_ASSERT_EQ(test, v.index, (u32)SFW_S_REJECT4);

	v = judge(p, kinds[kind].f, SFW_AF_INET6);
	KUNIT_ASSERT_EQ_MSG(test, v.action, kinds[kind].reject6[value6],
			    "%s reject6 %u", kinds[kind].name, value6);
	KUNIT_ASSERT_EQ_MSG(test, v.reason, kinds[kind].reason, "%s",
			    kinds[kind].name);
	KUNIT_ASSERT_EQ(test, v.rule, SFW_RULE_SETTING);
	KUNIT_ASSERT_EQ(test, v.index, (u32)SFW_S_REJECT6);
}

static void rejects_as_set(struct kunit *test)
{
	struct sfw_policy *p = &sfw_fixture(test)->policy;
	int kind, value4, value6;

	for (value4 = 0; value4 < 3; value4++) {
		for (value6 = 0; value6 < 3; value6++) {
			p->setting[SFW_S_REJECT4] = value4;
			p->setting[SFW_S_REJECT6] = value6;
			for (kind = 0; kind < ARRAY_SIZE(kinds); kind++)
				check_reject(test, p, kind);
		}
	}
}

static void rejects_open_nothing_and_close_nothing(struct kunit *test)
{
	static const struct sfw_facts open[] = {
		{ TCP(22, SFW_TCP_SYN) }, { UDP(9, 53) }, { SCTP(5000) },
		{ .proto = IPPROTO_GRE },
	};
	struct sfw_policy *p = &sfw_fixture(test)->policy;
	int i, value;

	for (value = 0; value < 3; value++) {
		p->setting[SFW_S_REJECT4] = value;
		p->setting[SFW_S_REJECT6] = value;
		p->setting[SFW_S_FORWARD] = value;
		for (i = 0; i < ARRAY_SIZE(open); i++) {
			struct sfw_verdict v = judge(p, open[i], SFW_AF_INET);

			KUNIT_ASSERT_EQ(test, v.action, SFW_ACT_ACCEPT);
			v = judge(p, open[i], SFW_AF_INET6);
			KUNIT_ASSERT_EQ(test, v.action, SFW_ACT_ACCEPT);
		}
	}
}

static void check_ping(struct kunit *test, const struct sfw_policy *p,
		       struct sfw_facts f, u8 family)
{
	bool on = p->setting[SFW_S_PING];
	struct sfw_verdict v = judge(p, f, family);

	KUNIT_ASSERT_EQ(test, v.action, on ? SFW_ACT_ACCEPT : SFW_ACT_DROP);
	KUNIT_ASSERT_EQ(test, v.reason, on ? SFW_R_PING : SFW_R_PING_OFF);
	KUNIT_ASSERT_EQ(test, v.rule, SFW_RULE_SETTING);
	KUNIT_ASSERT_EQ(test, v.index, (u32)SFW_S_PING);
}

static void ping_is_answered_or_silent(struct kunit *test)
{
	static const struct sfw_facts echo4 = { ICMP(8) };
	static const struct sfw_facts echo6 = { ICMP6(128, 64) };
	struct sfw_policy *p = &sfw_fixture(test)->policy;
	int on;

	for (on = 0; on < 2; on++) {
		p->setting[SFW_S_PING] = on;
		check_ping(test, p, echo4, SFW_AF_INET);
		check_ping(test, p, echo6, SFW_AF_INET6);
		/* The other family's echo request is none. */
		KUNIT_ASSERT_EQ(test, judge(p, echo4, SFW_AF_INET6).reason,
				SFW_R_CLOSED_PROTO);
		KUNIT_ASSERT_EQ(test, judge(p, echo6, SFW_AF_INET).reason,
				SFW_R_CLOSED_PROTO);
	}
}

/* @want: whether it is an answer to a DHCP client */
static const struct {
	struct sfw_facts f;
	bool want;
} dhcps[] = {
	{ { FROM4(STRANGER), UDP(67, 68) }, true },
	{ { FROM4(STRANGER), UDP(68, 67) }, false },
	{ { FROM4(STRANGER), UDP(67, 67) }, false },
	{ { FROM4(STRANGER), UDP(68, 68) }, false },
	{ { FROM4(STRANGER), UDP(547, 546) }, false },
	{ { FROM6(STRANGER6), TO6(LINK_LOCAL), TCP(546, SFW_TCP_SYN) }, false },
	{ { FROM4(STRANGER), TCP(68, SFW_TCP_SYN) }, false },
	{ { FROM6(LINK_LOCAL), TO6(LINK_LOCAL), UDP(547, 546) }, true },
	{ { FROM6(LINK_LOCAL), TO6(0xfebf0000), UDP(547, 546) }, true },
	{ { FROM6(STRANGER6), TO6(LINK_LOCAL), UDP(547, 546) }, true },
	{ { FROM6(STRANGER6), TO6(LINK_LOCAL), UDP(40000, 546) }, true },
	{ { FROM6(LINK_LOCAL), TO6(STRANGER6), UDP(547, 546) }, false },
	{ { FROM6(STRANGER6), TO6(STRANGER6), UDP(547, 546) }, false },
	{ { FROM6(LINK_LOCAL), TO6(LINK_LOCAL), UDP(546, 547) }, false },
	{ { FROM6(LINK_LOCAL), TO6(LINK_LOCAL), UDP(67, 68) }, false },
};

static void dhcp_answers_come_in(struct kunit *test)
{
	struct sfw_policy *p = &sfw_fixture(test)->policy;
	int i, on;

	for (on = 0; on < 2; on++) {
		p->setting[SFW_S_DHCP] = on;
		for (i = 0; i < ARRAY_SIZE(dhcps); i++) {
			struct sfw_facts f = dhcps[i].f;
			struct sfw_verdict v;

			f.dev = "eth0";
			f.owner = SFW_NO;
			f.blocked = SFW_NO;
			v = sfw_decide(&f, p);
			KUNIT_ASSERT_EQ_MSG(test, v.reason == SFW_R_DHCP,
					    on && dhcps[i].want, "line %d", i);
			KUNIT_ASSERT_EQ_MSG(test, v.action == SFW_ACT_ACCEPT,
					    on && dhcps[i].want, "line %d", i);
			if (v.reason == SFW_R_DHCP)
				KUNIT_ASSERT_EQ(test, v.index,
						(u32)SFW_S_DHCP);
		}
	}
}

static void check_forward(struct kunit *test, const struct sfw_policy *p,
			  struct sfw_facts f, u8 family, u8 rejected)
{
	const u8 action[] = { SFW_ACT_DROP, rejected, SFW_ACT_ACCEPT };
	u8 value = p->setting[SFW_S_FORWARD];
	bool off = value == SFW_FORWARD_OFF;
	struct sfw_verdict v;

	f.forwarded = true;
	v = judge(p, f, family);
	KUNIT_ASSERT_EQ(test, v.action, action[value]);
	KUNIT_ASSERT_EQ(test, v.reason, off ? SFW_R_FORWARD : SFW_R_NO_FORWARD);
	KUNIT_ASSERT_EQ(test, v.rule, SFW_RULE_SETTING);
	KUNIT_ASSERT_EQ(test, v.index, (u32)SFW_S_FORWARD);

	/* Off means that nothing at all is judged. */
	f.ct = SFW_CT_INVALID;
	v = judge(p, f, family);
	KUNIT_ASSERT_EQ(test, v.reason, off ? SFW_R_FORWARD : SFW_R_INVALID);
	f.malformed = true;
	v = judge(p, f, family);
	KUNIT_ASSERT_EQ(test, v.reason, off ? SFW_R_FORWARD : SFW_R_MALFORMED);
}

static void forwards_as_set(struct kunit *test)
{
	struct sfw_policy *p = &sfw_fixture(test)->policy;
	int kind, value;

	for (value = 0; value < 3; value++) {
		p->setting[SFW_S_FORWARD] = value;
		for (kind = 0; kind < ARRAY_SIZE(kinds); kind++) {
			check_forward(test, p, kinds[kind].f, SFW_AF_INET,
				      SFW_ACT_HOST_UNREACH);
			check_forward(test, p, kinds[kind].f, SFW_AF_INET6,
				      SFW_ACT_ADMIN_PROHIB);
		}
	}
}

/* Segments to an address that one gateway of a pair has just taken over. */
static void a_new_address_resets_nothing(struct kunit *test)
{
	struct sfw_policy *p = &sfw_fixture(test)->policy;
	struct sfw_facts ack = { TCP(22, SFW_TCP_ACK) };
	struct sfw_facts syn = { TCP(23, SFW_TCP_SYN), .fresh = SFW_YES };
	const u8 families[] = { SFW_AF_INET, SFW_AF_INET6 };
	struct sfw_verdict v;
	int i;

	for (i = 0; i < ARRAY_SIZE(families); i++) {
		p->n_masqs = 0;
		ack.fresh = SFW_YES;
		v = judge(p, ack, families[i]);
		KUNIT_EXPECT_EQ(test, v.action, ACT(RST));

		p->n_masqs = 1;
		v = judge(p, ack, families[i]);
		KUNIT_EXPECT_EQ(test, v.action, ACT(DROP));
		KUNIT_EXPECT_EQ(test, v.reason, SFW_R_NOT_SYN);
		KUNIT_EXPECT_EQ(test, v.rule, SFW_RULE_NONE);
		ack.fresh = SFW_NO;
		v = judge(p, ack, families[i]);
		KUNIT_EXPECT_EQ(test, v.action, ACT(RST));
		ack.fresh = SFW_UNKNOWN;
		v = judge(p, ack, families[i]);
		KUNIT_EXPECT_EQ(test, v.ask, SFW_ASK_FRESH);
		v = judge(p, syn, families[i]);
		KUNIT_EXPECT_EQ(test, v.action, ACT(RST));
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(rejects_as_set),
	KUNIT_CASE(rejects_open_nothing_and_close_nothing),
	KUNIT_CASE(ping_is_answered_or_silent),
	KUNIT_CASE(dhcp_answers_come_in),
	KUNIT_CASE(forwards_as_set),
	KUNIT_CASE(a_new_address_resets_nothing),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_decide_settings",
	.test_cases	= cases,
};

kunit_test_suite(suite);
