// SPDX-License-Identifier: GPL-2.0
/* The order of judgement of the design, step by step, with its settings at
 * their defaults.
 */
#include "../../kmod/core/decide.c"
#include "fixture.h"

#define SYN		SFW_TCP_SYN
#define ACK		SFW_TCP_ACK

#define ACCEPT(why)	  .action = SFW_ACT_ACCEPT, .reason = SFW_R_##why
#define REFUSE(why, how)  .action = SFW_ACT_##how, .reason = SFW_R_##why
#define BY_TRUST(which)	  .rule = SFW_RULE_TRUST, .by = (which)
#define BY_SETTING(which) .rule = SFW_RULE_SETTING, .by = SFW_S_##which
#define BY_PORT(first)	  .rule = SFW_RULE_ENTRY, .by = (first)
#define BY_PROTO	  .rule = SFW_RULE_ENTRY, .by = 0
#define ASKS		  .ask = SFW_ASK_OWNER

#define EST		.ct = SFW_CT_ESTABLISHED
#define REL		.ct = SFW_CT_RELATED
#define INV		.ct = SFW_CT_INVALID
#define UNT		.ct = SFW_CT_UNTRACKED
#define NOT_OWNED	.owner = SFW_NO
#define OWNED		.owner = SFW_YES

/* @by: place of the trust, the setting, or first port of the entry */
struct decide_case {
	const char *name;
	struct sfw_facts f;
	u8 action;
	u8 reason;
	u8 ask;
	u8 rule;
	u16 by;
};

static const struct decide_case steps[] = {
	{ "loopback before broken headers",
	  { FROM4(STRANGER), .loopback = true, .malformed = true, INV },
	  ACCEPT(LO) },
	{ "loopback before established",
	  { FROM4(STRANGER), TCP(1, ACK), .loopback = true, EST }, ACCEPT(LO) },
	{ "loopback before forward",
	  { FROM4(STRANGER), TCP(1, SYN), .loopback = true,
	    .forwarded = true }, ACCEPT(LO) },
	{ "established before trust",
	  { FROM4(FRIEND), TCP(1, ACK), EST }, ACCEPT(ESTABLISHED) },
	{ "established before broken headers",
	  { FROM4(STRANGER), .malformed = true, EST }, ACCEPT(ESTABLISHED) },
	{ "established IPv6",
	  { FROM6(STRANGER6), UDP(9, 9), EST }, ACCEPT(ESTABLISHED) },
	{ "established, forwarded",
	  { FROM4(STRANGER), TCP(1, ACK), EST, .forwarded = true },
	  ACCEPT(ESTABLISHED) },
	{ "related", { FROM4(STRANGER), ICMP(3), REL }, ACCEPT(RELATED) },
	{ "related IPv6, forwarded",
	  { FROM6(STRANGER6), ICMP6(1, 64), REL, .forwarded = true },
	  ACCEPT(RELATED) },

	{ "trusted source", { FROM4(FRIEND), TCP(1, SYN) },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_FRIEND) },
	{ "trusted IPv6 source", { FROM6(FRIEND6), TCP(1, SYN) },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_FRIEND6) },
	{ "trusted interface", { FROM4(STRANGER), UDP(1, 1), .dev = "wg0" },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_WG0) },
	{ "trusted interface, IPv6",
	  { FROM6(STRANGER6), UDP(1, 1), .dev = "wg0" },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_WG0) },
	{ "trusted twice: the first", { FROM4(FRIEND), .dev = "wg0" },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_FRIEND) },
	{ "trust before broken headers", { FROM4(FRIEND), .malformed = true },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_FRIEND) },
	{ "trust before invalid, nothing is asked",
	  { FROM4(FRIEND), TCP(1, ACK), INV },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_FRIEND) },
	{ "trust before neighbour",
	  { FROM6(LINK_LOCAL), ICMP6(135, 255), UNT, .dev = "wg0" },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_WG0) },

	{ "broken headers", { FROM4(STRANGER), TCP(22, SYN),
	  .malformed = true }, REFUSE(MALFORMED, DROP) },
	{ "broken headers before neighbour",
	  { FROM6(LINK_LOCAL), ICMP6(135, 255), UNT, .malformed = true },
	  REFUSE(MALFORMED, DROP) },
	{ "broken headers before invalid, nothing is asked",
	  { FROM4(STRANGER), TCP(22, ACK), INV, .malformed = true },
	  REFUSE(MALFORMED, DROP) },

	{ "redirect from the link, invalid to conntrack",
	  { FROM6(LINK_LOCAL), ICMP6(137, 255), INV }, ACCEPT(NEIGHBOUR) },
	{ "redirect with hop limit 254, invalid to conntrack",
	  { FROM6(LINK_LOCAL), ICMP6(137, 254), INV }, REFUSE(INVALID, DROP) },
	{ "solicitation with hop limit 254",
	  { FROM6(LINK_LOCAL), ICMP6(135, 254), UNT },
	  REFUSE(CLOSED_PROTO, ADMIN_PROHIB), BY_SETTING(REJECT6) },
	{ "solicitation in IPv4",
	  { FROM4(STRANGER), ICMP6(135, 255) },
	  REFUSE(CLOSED_PROTO, PROTO_UNREACH), BY_SETTING(REJECT4) },

	{ "stray ACK asks for the owner", { FROM4(STRANGER), TCP(22, ACK) },
	  ASKS },
	{ "stray ACK of a live socket",
	  { FROM4(STRANGER), TCP(50000, ACK), OWNED }, ACCEPT(ADOPTED) },
	{ "stray ACK of nobody, port open",
	  { FROM4(STRANGER), TCP(22, ACK), NOT_OWNED },
	  REFUSE(NOT_SYN, RST), BY_SETTING(REJECT4) },
	{ "stray ACK of nobody, IPv6",
	  { FROM6(STRANGER6), TCP(22, ACK), NOT_OWNED },
	  REFUSE(NOT_SYN, RST), BY_SETTING(REJECT6) },
	{ "SYN asks nothing, even owned",
	  { FROM4(STRANGER), TCP(23, SYN), OWNED },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "UDP asks", { FROM4(STRANGER), UDP(9, 53) }, ASKS },
	{ "UDP of a live socket", { FROM6(STRANGER6), UDP(9, 9), OWNED },
	  ACCEPT(ADOPTED) },
	{ "untracked UDP of a live socket",
	  { FROM4(STRANGER), UDP(9, 9), UNT, OWNED }, ACCEPT(ADOPTED) },
	{ "SCTP is not asked for", { FROM4(STRANGER), SCTP(1), OWNED },
	  REFUSE(CLOSED_PROTO, PROTO_UNREACH), BY_SETTING(REJECT4) },

	{ "invalid TCP asks", { FROM4(STRANGER), TCP(22, ACK), INV }, ASKS },
	{ "invalid SYN asks", { FROM4(STRANGER), TCP(22, SYN), INV }, ASKS },
	{ "invalid TCP of a live socket",
	  { FROM4(STRANGER), TCP(50000, ACK), INV, OWNED }, ACCEPT(ADOPTED) },
	{ "invalid SYN of nobody, port open",
	  { FROM4(STRANGER), TCP(22, SYN), INV, NOT_OWNED },
	  REFUSE(INVALID, DROP) },
	{ "invalid UDP is nobody's", { FROM4(STRANGER), UDP(9, 53), INV, OWNED },
	  REFUSE(INVALID, DROP) },
	{ "invalid before DHCP", { FROM4(STRANGER), UDP(67, 68), INV },
	  REFUSE(INVALID, DROP) },
	{ "invalid before ping", { FROM4(STRANGER), ICMP(8), INV },
	  REFUSE(INVALID, DROP) },
	{ "invalid before an open protocol",
	  { FROM4(STRANGER), .proto = IPPROTO_GRE, INV },
	  REFUSE(INVALID, DROP) },

	{ "open TCP port", { FROM4(STRANGER), TCP(22, SYN) },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "open TCP port, IPv6", { FROM6(STRANGER6), TCP(22, SYN) },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "open TCP port, untracked", { FROM4(STRANGER), TCP(22, SYN), UNT },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "SYN with ECN bits", { FROM4(STRANGER), TCP(22, SYN | 0xc0) },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "first of a range", { FROM4(OFFICE), TCP(8000, SYN) },
	  ACCEPT(PORT), BY_PORT(8000) },
	{ "last of a range", { FROM4(OFFICE), TCP(8010, SYN) },
	  ACCEPT(PORT), BY_PORT(8000) },
	{ "behind a range", { FROM4(OFFICE), TCP(8011, SYN) },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "range, wrong source", { FROM4(STRANGER), TCP(8000, SYN) },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "interface", { FROM4(STRANGER), TCP(443, SYN), .dev = "eth1" },
	  ACCEPT(PORT), BY_PORT(443) },
	{ "wrong interface", { FROM6(STRANGER6), TCP(443, SYN) },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT6) },
	{ "just before expiry",
	  { FROM4(STRANGER), TCP(25, SYN), .now = SMTP_EXPIRES - 1 },
	  ACCEPT(PORT), BY_PORT(25) },
	{ "expired", { FROM4(STRANGER), TCP(25, SYN), .now = SMTP_EXPIRES },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "open UDP port", { FROM4(STRANGER), UDP(9, 53), NOT_OWNED },
	  ACCEPT(PORT), BY_PORT(53) },
	{ "open SCTP port", { FROM6(STRANGER6), SCTP(5000) },
	  ACCEPT(PORT), BY_PORT(5000) },
	{ "same number, other protocol", { FROM4(STRANGER), TCP(53, SYN) },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "open protocol", { FROM6(STRANGER6), .proto = IPPROTO_GRE },
	  ACCEPT(PROTO), BY_PROTO },
	{ "6in4 is a protocol", { FROM4(OFFICE), .proto = IPPROTO_IPV6 },
	  ACCEPT(PROTO), BY_PROTO },
	{ "6in4 from a stranger", { FROM4(STRANGER), .proto = IPPROTO_IPV6 },
	  REFUSE(CLOSED_PROTO, PROTO_UNREACH), BY_SETTING(REJECT4) },
	{ "closed UDP port", { FROM4(STRANGER), UDP(9, 54), NOT_OWNED },
	  REFUSE(CLOSED_UDP, PORT_UNREACH), BY_SETTING(REJECT4) },
	{ "stray echo reply", { FROM4(STRANGER), ICMP(0) },
	  REFUSE(CLOSED_PROTO, PROTO_UNREACH), BY_SETTING(REJECT4) },

	{ "forwarded", { FROM4(STRANGER), TCP(22, SYN), .forwarded = true },
	  REFUSE(NO_FORWARD, DROP), BY_SETTING(FORWARD) },
	{ "forwarded, trust is for this host only",
	  { FROM4(FRIEND), TCP(22, SYN), .forwarded = true },
	  REFUSE(NO_FORWARD, DROP), BY_SETTING(FORWARD) },
	{ "forwarded, nothing is asked",
	  { FROM4(STRANGER), UDP(9, 9), .forwarded = true },
	  REFUSE(NO_FORWARD, DROP), BY_SETTING(FORWARD) },
	{ "forwarded neighbour discovery",
	  { FROM6(LINK_LOCAL), ICMP6(135, 255), UNT, .forwarded = true },
	  REFUSE(NO_FORWARD, DROP), BY_SETTING(FORWARD) },
	{ "forwarded and invalid",
	  { FROM4(STRANGER), TCP(22, ACK), INV, .forwarded = true },
	  REFUSE(INVALID, DROP) },
	{ "forwarded, broken headers before invalid",
	  { FROM4(STRANGER), INV, .forwarded = true, .malformed = true },
	  REFUSE(MALFORMED, DROP) },

	{ "published, open port", { FROM4(STRANGER), TCP(22, SYN), CONTAINER },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "published, open port, IPv6",
	  { FROM6(STRANGER6), TCP(22, SYN), CONTAINER },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "published, open UDP port: a container owns its sockets",
	  { FROM4(STRANGER), UDP(9, 53), CONTAINER, OWNED },
	  ACCEPT(PORT), BY_PORT(53) },
	{ "published, open SCTP port",
	  { FROM6(STRANGER6), SCTP(5000), CONTAINER },
	  ACCEPT(PORT), BY_PORT(5000) },
	{ "published, range, wrong source",
	  { FROM4(STRANGER), TCP(8000, SYN), CONTAINER },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "published, by the interface",
	  { FROM4(STRANGER), TCP(443, SYN), CONTAINER, .dev = "eth1" },
	  ACCEPT(PORT), BY_PORT(443) },
	{ "published, another interface",
	  { FROM6(STRANGER6), TCP(443, SYN), CONTAINER },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT6) },
	{ "published, closed UDP port", { FROM4(STRANGER), UDP(9, 54), CONTAINER },
	  REFUSE(CLOSED_UDP, PORT_UNREACH), BY_SETTING(REJECT4) },
	{ "published, trusted", { FROM4(FRIEND), TCP(1, SYN), CONTAINER },
	  ACCEPT(TRUSTED), BY_TRUST(TRUST_FRIEND) },
	{ "published, established",
	  { FROM4(STRANGER), TCP(1, ACK), EST, CONTAINER }, ACCEPT(ESTABLISHED) },
	{ "published, related", { FROM4(STRANGER), ICMP(3), REL, CONTAINER },
	  ACCEPT(RELATED) },
	{ "published, ping", { FROM4(STRANGER), ICMP(8), CONTAINER },
	  ACCEPT(PING), BY_SETTING(PING) },
	{ "published, the middle of a connection, open port",
	  { FROM4(STRANGER), TCP(22, ACK), CONTAINER }, ACCEPT(PORT), BY_PORT(22) },
	{ "published, the middle of a connection, closed port",
	  { FROM4(STRANGER), TCP(23, ACK), CONTAINER },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "led to a port here, the middle of a connection asks for its owner",
	  { FROM4(STRANGER), TCP(22, ACK), PUBLISHED }, ASKS },
	{ "led to a port here, a live socket's",
	  { FROM4(STRANGER), TCP(23, ACK), PUBLISHED, OWNED }, ACCEPT(ADOPTED) },
	{ "led to a port here, nobody's",
	  { FROM4(STRANGER), TCP(22, ACK), PUBLISHED, NOT_OWNED },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "loopback from a wire",
	  { FROM4(STRANGER), TO4(0x7f000001), TCP(22, SYN) },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT4) },
	{ "loopback from a wire, published",
	  { FROM4(STRANGER), TO4(0x7fffffff), UDP(9, 53), CONTAINER },
	  REFUSE(CLOSED_UDP, PORT_UNREACH), BY_SETTING(REJECT4) },
	{ "loopback from a wire, published, IPv6",
	  { FROM6(STRANGER6), TO6(0), TCP(22, SYN), CONTAINER },
	  REFUSE(CLOSED_TCP, RST), BY_SETTING(REJECT6) },
	{ "sent elsewhere, led to loopback",
	  { FROM4(STRANGER), TO4(0x7f000001), TCP(22, SYN), .translated = true },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "no loopback: 126.255.255.255",
	  { FROM4(STRANGER), TO4(0x7effffff), TCP(22, SYN) },
	  ACCEPT(PORT), BY_PORT(22) },
	{ "no loopback: 7f00::1",
	  { FROM6(STRANGER6), TO6(0x7f000000), TCP(22, SYN) },
	  ACCEPT(PORT), BY_PORT(22) },
};

static void step_name(const struct decide_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(step, steps, step_name);

static void decides_in_order(struct kunit *test)
{
	const struct decide_case *c = test->param_value;
	struct sfw_sample *s = sfw_fixture(test);
	struct sfw_facts f = c->f;
	struct sfw_verdict v;

	if (!f.dev)
		f.dev = "eth0";
	f.blocked = SFW_NO;
	v = sfw_decide(&f, &s->policy);
	KUNIT_ASSERT_EQ(test, v.ask, c->ask);
	if (v.ask)
		return;
	KUNIT_EXPECT_EQ(test, v.action, c->action);
	KUNIT_EXPECT_EQ(test, v.reason, c->reason);
	KUNIT_ASSERT_EQ(test, v.rule, c->rule);
	if (v.rule != SFW_RULE_ENTRY) {
		KUNIT_EXPECT_EQ(test, v.index, (u32)c->by);
		return;
	}
	KUNIT_ASSERT_LT(test, v.index, s->policy.n_entries);
	KUNIT_EXPECT_EQ(test, s->place[v.index]->first, c->by);
	KUNIT_EXPECT_EQ(test, s->place[v.index]->proto, f.proto);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(decides_in_order, step_gen_params),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_decide",
	.test_cases	= cases,
};

kunit_test_suite(suite);
