// SPDX-License-Identifier: GPL-2.0
/* The steps of the protections, one by one. */
#include <linux/string.h>

#include "../../kmod/core/decide.h"
#include "fixture.h"

#define SYN		SFW_TCP_SYN
#define BOT		0xcb007202	/* 203.0.114.2, in a blocked /24 */
#define SPARED		0xcb007203	/* 203.0.114.3 in it, but exempt */

/* Places of guards and knocks. */
enum { G_DROP, G_REJECT, G_BLOCK };
enum { K_SSH, K_MIXED };

/* Ports of the fixture, and the guard or knock before each. */
#define DROPS		22	/* guard G_DROP */
#define REJECTS		443	/* guard G_REJECT, on eth1 */
#define BLOCKS		53	/* UDP, guard G_BLOCK */
#define KNOCKS		25	/* knock K_SSH, then guard G_DROP */

#define ACT(how)	.action = SFW_ACT_##how
#define WHY(reason_)	.reason = SFW_R_##reason_
#define RULE(kind, at)	.rule = SFW_RULE_##kind, .index = (at)
#define CLOSED4		RULE(SETTING, SFW_S_REJECT4)
#define SCANNED		RULE(SETTING, SFW_S_SCAN)
#define EFFECT(what)	.effects = SFW_EFFECT_##what
#define BLOCKED		{ ACT(DROP), WHY(BLOCKED), RULE(BLOCK, 0) }
#define ASK(what, at)	{ .ask = SFW_ASK_##what, .index = (at) }

#define NEW		.listed = SFW_NO
#define LISTED		.listed = SFW_YES
#define NOT_OWNED	.owner = SFW_NO

struct gate_case {
	const char *name;
	struct sfw_facts f;
	struct sfw_verdict want;
};

static const struct gate_case steps[] = {
	{ "blocked, to an open port", { FROM4(BOT), TCP(22, SYN) }, BLOCKED },
	{ "blocked, forwarded", { FROM4(BOT), .forwarded = true }, BLOCKED },
	{ "blocked, owned by a socket",
	  { FROM4(BOT), TCP(22, 0), .owner = SFW_YES, .ct = SFW_CT_INVALID },
	  BLOCKED },
	{ "blocked, but established",
	  { FROM4(BOT), TCP(22, 0), .ct = SFW_CT_ESTABLISHED },
	  { ACT(ACCEPT), WHY(ESTABLISHED) } },
	{ "blocked by a guard",
	  { FROM4(STRANGER), TCP(22, SYN), .blocked = SFW_YES,
	    .blocker = G_BLOCK },
	  { ACT(DROP), WHY(BLOCKED), RULE(GUARD, G_BLOCK) } },
	{ "new TCP asks for the scan list", { FROM4(STRANGER), TCP(22, SYN) },
	  ASK(LISTED, 0) },
	{ "new UDP asks for the owner first", { FROM4(STRANGER), UDP(9, 9) },
	  ASK(OWNER, 0) },
	{ "then for the scan list", { FROM4(STRANGER), UDP(9, 9), NOT_OWNED },
	  ASK(LISTED, 0) },
	{ "SCTP is not watched", { FROM4(STRANGER), SCTP(5001) },
	  { ACT(PROTO_UNREACH), WHY(CLOSED_PROTO), CLOSED4 } },
	{ "exempt sources are not asked for", { FROM4(SPARED), TCP(23, SYN) },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4 } },
	{ "trusted sources are not", { FROM4(FRIEND), TCP(23, SYN) },
	  { ACT(ACCEPT), WHY(TRUSTED), RULE(TRUST, TRUST_FRIEND) } },
	{ "closed TCP port lists", { FROM4(STRANGER), TCP(23, SYN), NEW },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4, EFFECT(SCAN) } },
	{ "closed UDP port lists",
	  { FROM4(STRANGER), UDP(9, 9), NEW, NOT_OWNED },
	  { ACT(PORT_UNREACH), WHY(CLOSED_UDP), CLOSED4, EFFECT(SCAN) } },
	{ "broadcast does not",
	  { FROM4(STRANGER), UDP(9, 9), NEW, NOT_OWNED, .multicast = true },
	  { ACT(PORT_UNREACH), WHY(CLOSED_UDP), CLOSED4 } },
	{ "stray ACK does not",
	  { FROM4(STRANGER), TCP(23, SFW_TCP_ACK), NEW, NOT_OWNED },
	  { ACT(RST), WHY(NOT_SYN), CLOSED4 } },
	{ "FIN scan does not",
	  { FROM4(STRANGER), TCP(23, SFW_TCP_FIN), NEW, NOT_OWNED },
	  { ACT(RST), WHY(NOT_SYN), CLOSED4 } },
	{ "listed: closed port", { FROM4(STRANGER), TCP(23, SYN), LISTED },
	  { ACT(RST), WHY(SCAN), SCANNED, EFFECT(SCAN) } },
	{ "listed: SCTP is not watched", { FROM6(STRANGER6), SCTP(5000), LISTED },
	  { ACT(ACCEPT), WHY(PORT), RULE(ENTRY, 5000) } },
	{ "listed: guarded port",
	  { FROM4(STRANGER), TCP(DROPS, SYN), LISTED },
	  { ACT(RST), WHY(SCAN), SCANNED, EFFECT(SCAN) } },
	{ "listed: guarded UDP port, IPv6",
	  { FROM6(STRANGER6), UDP(9, BLOCKS), LISTED, NOT_OWNED },
	  { ACT(ADMIN_PROHIB), WHY(SCAN), SCANNED, EFFECT(SCAN) } },
	{ "listed: range", { FROM4(OFFICE), TCP(8000, SYN), LISTED },
	  { ACT(RST), WHY(SCAN), SCANNED, EFFECT(SCAN) } },

	{ "guard is asked", { FROM4(STRANGER), TCP(DROPS, SYN), NEW },
	  ASK(ADMITTED, G_DROP) },
	{ "guard admits",
	  { FROM4(STRANGER), TCP(DROPS, SYN), NEW, .admitted = SFW_YES },
	  { ACT(ACCEPT), WHY(PORT), RULE(ENTRY, DROPS) } },
	{ "guard drops",
	  { FROM4(STRANGER), TCP(DROPS, SYN), NEW, .admitted = SFW_NO },
	  { ACT(DROP), WHY(GUARD), RULE(GUARD, G_DROP) } },
	{ "guard rejects",
	  { FROM4(STRANGER), TCP(REJECTS, SYN), NEW, .dev = "eth1",
	    .admitted = SFW_NO },
	  { ACT(RST), WHY(GUARD), RULE(GUARD, G_REJECT) } },
	{ "guard blocks",
	  { FROM4(STRANGER), UDP(9, BLOCKS), NEW, NOT_OWNED,
	    .admitted = SFW_NO },
	  { ACT(DROP), WHY(GUARD), RULE(GUARD, G_BLOCK), EFFECT(BLOCK) } },
	{ "guard without room blames nobody",
	  { FROM4(STRANGER), UDP(9, BLOCKS), NEW, NOT_OWNED,
	    .admitted = SFW_NO, .no_room = true },
	  { ACT(DROP), WHY(GUARD), RULE(GUARD, G_BLOCK) } },
	{ "guard does not block for broadcast",
	  { FROM4(STRANGER), UDP(9, BLOCKS), NEW, NOT_OWNED,
	    .admitted = SFW_NO, .multicast = true },
	  { ACT(DROP), WHY(GUARD), RULE(GUARD, G_BLOCK) } },
	{ "guard is not asked for exempt sources",
	  { FROM4(SPARED), TCP(DROPS, SYN) },
	  { ACT(ACCEPT), WHY(PORT), RULE(ENTRY, DROPS) } },
	{ "guard does not see stray ACKs",
	  { FROM4(STRANGER), TCP(DROPS, SFW_TCP_ACK), NOT_OWNED },
	  { ACT(RST), WHY(NOT_SYN), CLOSED4 } },

	{ "knock is asked", { FROM4(STRANGER), TCP(KNOCKS, SYN), NEW },
	  ASK(KNOCKED, K_SSH) },
	{ "knock is asked for exempt sources too",
	  { FROM4(SPARED), TCP(KNOCKS, SYN) }, ASK(KNOCKED, K_SSH) },
	{ "no knock before",
	  { FROM4(STRANGER), TCP(KNOCKS, SYN), NEW, .knocked = SFW_NO },
	  { ACT(RST), WHY(KNOCK), RULE(KNOCK, K_SSH) } },
	{ "knocked, then the guard is asked",
	  { FROM4(STRANGER), TCP(KNOCKS, SYN), NEW, .knocked = SFW_YES },
	  ASK(ADMITTED, G_DROP) },
	{ "knocked and admitted",
	  { FROM4(STRANGER), TCP(KNOCKS, SYN), NEW, .knocked = SFW_YES,
	    .admitted = SFW_YES },
	  { ACT(ACCEPT), WHY(PORT), RULE(ENTRY, KNOCKS) } },
	{ "knocking is closed and does not list",
	  { FROM4(STRANGER), TCP(7000, SYN), NEW },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4, EFFECT(KNOCK) } },
	{ "the same number in the other protocol lists",
	  { FROM4(STRANGER), UDP(9, 7000), NEW, NOT_OWNED },
	  { ACT(PORT_UNREACH), WHY(CLOSED_UDP), CLOSED4, EFFECT(SCAN) } },
	{ "knocking at UDP of another sequence",
	  { FROM4(STRANGER), UDP(9, 9000), NEW, NOT_OWNED },
	  { ACT(PORT_UNREACH), WHY(CLOSED_UDP), CLOSED4, EFFECT(KNOCK) } },
	{ "broadcast does not knock",
	  { FROM4(STRANGER), UDP(9, 9000), NEW, NOT_OWNED, .multicast = true },
	  { ACT(PORT_UNREACH), WHY(CLOSED_UDP), CLOSED4 } },
	{ "exempt sources knock", { FROM4(SPARED), TCP(7000, SYN) },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4, EFFECT(KNOCK) } },

	{ "published and closed lists",
	  { FROM4(STRANGER), TCP(23, SYN), NEW, CONTAINER },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4, EFFECT(SCAN) } },
	{ "published UDP of a container has no owner here",
	  { FROM4(STRANGER), UDP(9, 9), NEW, CONTAINER },
	  { ACT(PORT_UNREACH), WHY(CLOSED_UDP), CLOSED4, EFFECT(SCAN) } },
	{ "of another port here it may",
	  { FROM4(STRANGER), UDP(9, 9), NEW, PUBLISHED }, ASK(OWNER, 0) },
	{ "published, listed: its open port",
	  { FROM4(STRANGER), TCP(DROPS, SYN), LISTED, CONTAINER },
	  { ACT(RST), WHY(SCAN), SCANNED, EFFECT(SCAN) } },
	{ "published, guard is asked",
	  { FROM4(STRANGER), TCP(DROPS, SYN), NEW, CONTAINER },
	  ASK(ADMITTED, G_DROP) },
	{ "published, guard admits",
	  { FROM4(STRANGER), TCP(DROPS, SYN), NEW, CONTAINER,
	    .admitted = SFW_YES },
	  { ACT(ACCEPT), WHY(PORT), RULE(ENTRY, DROPS) } },
	{ "published, guard blocks",
	  { FROM4(STRANGER), UDP(9, BLOCKS), NEW, CONTAINER,
	    .admitted = SFW_NO },
	  { ACT(DROP), WHY(GUARD), RULE(GUARD, G_BLOCK), EFFECT(BLOCK) } },
	{ "published, no knock before",
	  { FROM4(STRANGER), TCP(KNOCKS, SYN), NEW, CONTAINER,
	    .knocked = SFW_NO },
	  { ACT(RST), WHY(KNOCK), RULE(KNOCK, K_SSH) } },
	{ "published, knocking",
	  { FROM4(STRANGER), TCP(7000, SYN), NEW, CONTAINER },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4, EFFECT(KNOCK) } },
	{ "published, the middle of a connection counts at its guard",
	  { FROM4(STRANGER), TCP(DROPS, SFW_TCP_ACK), NEW, CONTAINER },
	  ASK(ADMITTED, G_DROP) },
	{ "published, the middle of a connection lists nobody",
	  { FROM4(STRANGER), TCP(23, SFW_TCP_ACK), NEW, CONTAINER },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4 } },
	{ "published, the middle of a connection is no knock",
	  { FROM4(STRANGER), TCP(7000, SFW_TCP_ACK), NEW, CONTAINER },
	  { ACT(RST), WHY(CLOSED_TCP), CLOSED4 } },
};

static void gate_name(const struct gate_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(gate, steps, gate_name);

static void put_gate(struct sfw_sample *s, u8 proto, u16 port, u8 guard,
		     u8 knock)
{
	u32 i;

	for (i = 0; i < s->policy.n_entries; i++)
		if (s->place[i]->proto == proto && s->place[i]->first == port)
			s->gate[i] = (struct sfw_gate){ guard, knock };
}

static struct sfw_sample *gated(struct kunit *test)
{
	struct sfw_sample *s = sfw_fixture(test);
	struct sfw_policy *p = &s->policy;

	memset(s->gate, SFW_NO_GATE, sizeof(s->gate));
	put_gate(s, IPPROTO_TCP, DROPS, G_DROP, SFW_NO_GATE);
	put_gate(s, IPPROTO_TCP, REJECTS, G_REJECT, SFW_NO_GATE);
	put_gate(s, IPPROTO_UDP, BLOCKS, G_BLOCK, SFW_NO_GATE);
	put_gate(s, IPPROTO_TCP, KNOCKS, G_DROP, K_SSH);
	p->gates = s->gate;
	p->n_guards = 3;
	s->guard[G_DROP].then = SFW_THEN_DROP;
	s->guard[G_REJECT].then = SFW_THEN_REJECT;
	s->guard[G_BLOCK].then = SFW_THEN_BLOCK;
	p->n_knocks = 2;
	s->knock[K_SSH].sequence = (struct sfw_sequence){
		.step = { { 7000, IPPROTO_TCP }, { 7001, IPPROTO_TCP } },
		.n = 2,
	};
	s->knock[K_MIXED].sequence = (struct sfw_sequence){
		.step = { { 7000, IPPROTO_TCP }, { 9000, IPPROTO_UDP } },
		.n = 2,
	};
	p->setting[SFW_S_SCAN] = SFW_SCAN_TCP | SFW_SCAN_UDP;
	sfw_sample_add(&s->blocks, sfw_prefix_of(SFW_AF_INET, sfw_ip4(BOT), 24),
		       0);
	sfw_sample_add(&s->exempts,
		       sfw_prefix_of(SFW_AF_INET, sfw_ip4(SPARED), 32), 0);
	return s;
}

static void passes_the_gates(struct kunit *test)
{
	const struct gate_case *c = test->param_value;
	struct sfw_sample *s = gated(test);
	struct sfw_facts f = c->f;
	struct sfw_verdict v;

	if (!f.dev)
		f.dev = "eth0";
	if (f.blocked == SFW_UNKNOWN)
		f.blocked = SFW_NO;
	f.answers = SFW_NO;
	v = sfw_decide(&f, &s->policy);
	KUNIT_ASSERT_EQ(test, v.ask, c->want.ask);
	if (v.ask) {
		KUNIT_EXPECT_EQ(test, v.index, c->want.index);
		return;
	}
	KUNIT_EXPECT_EQ(test, v.action, c->want.action);
	KUNIT_EXPECT_EQ(test, v.reason, c->want.reason);
	KUNIT_EXPECT_EQ(test, v.effects, c->want.effects);
	KUNIT_ASSERT_EQ(test, v.rule, c->want.rule);
	if (v.rule == SFW_RULE_ENTRY)
		KUNIT_EXPECT_EQ(test, s->place[v.index]->first, c->want.index);
	else
		KUNIT_EXPECT_EQ(test, v.index, c->want.index);
}

#define SPOOFED		{ ACT(DROP), WHY(RPFILTER), \
			  RULE(SETTING, SFW_S_RPFILTER) }
#define GOES_ON		{ ACT(ACCEPT) }
#define FREE		.blocked = SFW_NO
#define FAKE		.spoofed = SFW_YES
#define OURS		FAKE, .ours = true

static const struct gate_case early[] = {
	{ "blocked source, nothing is asked", { FROM4(BOT), UDP(9, 9) },
	  BLOCKED },
	{ "blocked before broken headers", { FROM4(BOT), .malformed = true },
	  BLOCKED },
	{ "blocked, forwarded", { FROM4(BOT), .forwarded = true }, BLOCKED },
	{ "blocked, but exempt", { FROM4(SPARED), .spoofed = SFW_NO },
	  GOES_ON },
	{ "blocked, but trusted interface",
	  { FROM4(BOT), .dev = "wg0", .spoofed = SFW_NO }, GOES_ON },
	{ "blocked, but loopback", { FROM4(BOT), .loopback = true }, GOES_ON },
	{ "others ask the guards", { FROM4(STRANGER) }, ASK(BLOCKED, 0) },
	{ "blocked for a time",
	  { FROM4(STRANGER), .blocked = SFW_YES, .blocker = SFW_NO_GATE },
	  BLOCKED },
	{ "known to be in a block, nothing is looked up",
	  { FROM4(STRANGER), .in_block = true }, BLOCKED },
	{ "blocked, but found on the link",
	  { FROM6(STRANGER6), ICMP6(135, 255), .blocked = SFW_YES,
	    .blocker = SFW_NO_GATE }, GOES_ON },
	{ "blocked, discovery from afar",
	  { FROM6(STRANGER6), ICMP6(135, 254), .blocked = SFW_YES,
	    .blocker = SFW_NO_GATE }, BLOCKED },
	{ "blocked, discovery with broken headers",
	  { FROM6(STRANGER6), ICMP6(135, 255), .blocked = SFW_YES,
	    .blocker = SFW_NO_GATE, .malformed = true }, BLOCKED },
	{ "blocked by a guard",
	  { FROM4(STRANGER), .blocked = SFW_YES, .blocker = G_BLOCK },
	  { ACT(DROP), WHY(BLOCKED), RULE(GUARD, G_BLOCK) } },
	{ "by a guard, but trusted",
	  { FROM4(FRIEND), .blocked = SFW_YES, .spoofed = SFW_NO }, GOES_ON },
	{ "spoofing is asked for", { FROM4(STRANGER), FREE },
	  ASK(SPOOFED, 0) },
	{ "spoofed", { FROM4(STRANGER), FREE, FAKE }, SPOOFED },
	{ "spoofed friend", { FROM4(FRIEND), FREE, FAKE }, SPOOFED },
	{ "spoofed IPv6", { FROM6(STRANGER6), FREE, FAKE }, SPOOFED },
	{ "a DHCP client has no address", { FROM4(0), FREE, FAKE }, GOES_ON },
	{ "a DHCP server has no way back",
	  { FROM4(STRANGER), UDP(67, 68), FREE, FAKE }, GOES_ON },
	{ "duplicate detection", { .family = SFW_AF_INET6, FREE, FAKE },
	  GOES_ON },
	{ "a DHCP server has this host's address",
	  { FROM4(STRANGER), UDP(67, 68), FREE, OURS }, SPOOFED },
	{ "broken headers are of no DHCP server",
	  { FROM4(STRANGER), UDP(67, 68), FREE, FAKE, .malformed = true },
	  SPOOFED },
	{ "a DHCPv6 server answers by the link",
	  { FROM6(STRANGER6), TO6(LINK_LOCAL), UDP(547, 546), FREE, FAKE },
	  GOES_ON },
	{ "another way to answer is none",
	  { FROM6(STRANGER6), UDP(547, 546), FREE, FAKE }, SPOOFED },
	{ "link-local is asked for", { FROM6(LINK_LOCAL), FREE },
	  ASK(SPOOFED, 0) },
	{ "link-local, of this host", { FROM6(LINK_LOCAL), FREE, OURS },
	  SPOOFED },
	{ "neighbour discovery is not", { FROM6(STRANGER6), ICMP6(135, 255), FREE },
	  GOES_ON },
	{ "but only from the link", { FROM6(STRANGER6), ICMP6(135, 254), FREE },
	  ASK(SPOOFED, 0) },
	{ "and with a whole header",
	  { FROM6(STRANGER6), ICMP6(135, 255), FREE, .malformed = true },
	  ASK(SPOOFED, 0) },
	{ "site-local is not link-local", { FROM6(0xfec00000), FREE, FAKE },
	  SPOOFED },
};

KUNIT_ARRAY_PARAM(early, early, gate_name);

static void judges_early(struct kunit *test)
{
	const struct gate_case *c = test->param_value;
	struct sfw_sample *s = gated(test);
	struct sfw_facts f = c->f;
	struct sfw_early e;

	if (!f.dev)
		f.dev = "eth0";
	s->policy.setting[SFW_S_RPFILTER] = SFW_RPFILTER_STRICT;
	e = sfw_decide_early(&f, &s->policy);
	KUNIT_ASSERT_EQ(test, e.step, c->want.ask ? SFW_EARLY_ASK :
			c->want.action == SFW_ACT_ACCEPT ? SFW_EARLY_PASS :
							   SFW_EARLY_REFUSE);
	if (e.step == SFW_EARLY_PASS)
		return;
	KUNIT_EXPECT_EQ(test, e.v.ask, c->want.ask);
	KUNIT_EXPECT_EQ(test, e.v.index, c->want.index);
	if (e.v.ask)
		return;
	KUNIT_EXPECT_EQ(test, e.v.action, c->want.action);
	KUNIT_EXPECT_EQ(test, e.v.reason, c->want.reason);
	KUNIT_EXPECT_EQ(test, e.v.rule, c->want.rule);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(passes_the_gates, gate_gen_params),
	KUNIT_CASE_PARAM(judges_early, early_gen_params),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_decide_gates",
	.test_cases	= cases,
};

kunit_test_suite(suite);
