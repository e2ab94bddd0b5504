// SPDX-License-Identifier: GPL-2.0
/* Packets that a gateway lets through and translates. */
#include "../../kmod/core/decide.h"
#include "../../kmod/core/decide_forward.c"
#include "../../kmod/core/gateway.c"
#include "fixture.h"
#include "model.h"

#define PUBLIC	0xc6336401	/* 198.51.100.1, of eth0 */
#define SERVER	0xc0a80114	/* 192.168.1.20 */
#define WEB6	0x20010db8	/* 2001:db8::1 */

/* tcp 8000-8009 in eth0 to 192.168.1.20:80, tcp 443 in eth0 to 2001:db8::1,
 * and eth1 is the local network.
 */
static struct sfw_sample *gateway(struct kunit *test)
{
	struct sfw_sample *s = sfw_fixture(test);
	struct sfw_policy *p = &s->policy;
	int i;

	s->forward[0] = (struct sfw_entry){
		.sel = { .from.family = SFW_AF_INET, .dev = "eth0" },
		.to = { sfw_ip4(SERVER), 80, SFW_AF_INET },
		.first = 8000, .last = 8009, .proto = IPPROTO_TCP,
	};
	s->forward[1] = (struct sfw_entry){
		.sel = { .from.family = SFW_AF_INET6, .dev = "eth0" },
		.to = { sfw_ip6(WEB6, 0, 0, 1), 443, SFW_AF_INET6 },
		.first = 443, .last = 443, .proto = IPPROTO_TCP,
	};
	for (i = 0; i < 2; i++)
		s->forward_place[i] = &s->forward[1 - i]; /* narrow first */
	p->forwards = s->forward_place;
	p->n_forwards = 2;
	p->forward_index.nodes = s->forward_node;
	p->forward_index.start = s->forward_start;
	sfw_index_build(&p->forward_index, p->forwards, 2);
	strscpy(s->lan[0].sel.dev, "eth1", sizeof(s->lan[0].sel.dev));
	p->lans = s->lan;
	p->n_lans = 1;
	return s;
}

struct sent {
	u32 to;			/* the first destination */
	u16 port;
	const char *dev;
	const char *local_dev;
	u32 now_to;		/* the present one */
	u16 now_port;
	u8 reason;
};

static const struct sent sents[] = {
	/* Translated: from the first port to the last, and beside them. */
	{ PUBLIC, 8000, "eth0", "eth0", SERVER, 80, SFW_R_FORWARD },
	{ PUBLIC, 8009, "eth0", "eth0", SERVER, 89, SFW_R_FORWARD },
	{ PUBLIC, 7999, "eth0", "eth0", SERVER, 80, SFW_R_NO_FORWARD },
	{ PUBLIC, 8010, "eth0", "eth0", SERVER, 90, SFW_R_NO_FORWARD },
	/* To another address of this host. */
	{ PUBLIC, 8000, "eth0", "eth2", SERVER, 80, SFW_R_FORWARD },
	/* By another interface. */
	{ PUBLIC, 8000, "eth2", "eth0", SERVER, 80, SFW_R_NO_FORWARD },
	/* Translated by somebody else. */
	{ PUBLIC, 8000, "eth0", "eth0", SERVER, 81, SFW_R_NO_FORWARD },
	{ PUBLIC, 8000, "eth0", "eth0", SERVER + 1, 80, SFW_R_NO_FORWARD },
	/* Straight to the server: by a route through us. */
	{ SERVER, 80, "eth0", "", SERVER, 80, SFW_R_NO_FORWARD },
	{ SERVER, 8000, "eth0", "", SERVER, 80, SFW_R_NO_FORWARD },
	{ SERVER, 8000, "eth0", "", SERVER, 8000, SFW_R_NO_FORWARD },
	/* From the local network to anywhere. */
	{ STRANGER, 80, "eth1", "", STRANGER, 80, SFW_R_LAN },
	{ PUBLIC, 8000, "eth1", "eth0", SERVER, 80, SFW_R_LAN },
};

static struct sfw_facts facts_of(const struct sent *s)
{
	return (struct sfw_facts){
		FROM4(STRANGER), .dst = sfw_ip4(s->now_to),
		.first_dst = sfw_ip4(s->to), .proto = IPPROTO_TCP,
		.dport = s->now_port, .first_dport = s->port,
		.dev = s->dev, .local_dev = s->local_dev, .tcp_flags = SFW_TCP_SYN,
		.forwarded = true, .blocked = SFW_NO,
	};
}

static void permits_what_was_sent_to_a_forwarded_port(struct kunit *test)
{
	const struct sfw_policy *p = &gateway(test)->policy;
	int i;

	for (i = 0; i < ARRAY_SIZE(sents); i++) {
		struct sfw_facts f = facts_of(&sents[i]);

		KUNIT_EXPECT_EQ_MSG(test, sfw_decide(&f, p).reason,
				    sents[i].reason, "line %d", i);
		f.proto = IPPROTO_UDP;
		KUNIT_EXPECT_NE_MSG(test, sfw_decide(&f, p).reason,
				    SFW_R_FORWARD, "line %d as UDP", i);
	}
}

static void permits_global_targets_without_translation(struct kunit *test)
{
	const struct sfw_policy *p = &gateway(test)->policy;
	struct sfw_facts f = {
		FROM6(STRANGER6), TCP(443, SFW_TCP_SYN), .first_dport = 443,
		.dst = sfw_ip6(WEB6, 0, 0, 1),
		.first_dst = sfw_ip6(WEB6, 0, 0, 1),
		.dev = "eth0", .local_dev = "", .forwarded = true,
		.blocked = SFW_NO,
	};

	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);
	f.dport = 80;
	f.first_dport = 80;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_NO_FORWARD);
	f.dport = 443;
	f.first_dport = 443;
	f.dst.w[3] = cpu_to_be32(2);
	f.first_dst = f.dst;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_NO_FORWARD);
}

/* A prefix is no part of the target: any global one by its interface will do. */
static void permits_a_host_in_whatever_prefix(struct kunit *test)
{
	struct sfw_sample *s = gateway(test);
	const struct sfw_policy *p = &s->policy;
	struct sfw_facts f = {
		FROM6(STRANGER6), TCP(443, SFW_TCP_SYN), .first_dport = 443,
		.dst = sfw_ip6(WEB6 + 1, 0, 0, 1),
		.first_dst = sfw_ip6(WEB6 + 1, 0, 0, 1),
		.dev = "eth0", .out = "eth1", .local_dev = "",
		.forwarded = true, .blocked = SFW_NO,
	};

	s->forward[1].to.addr = sfw_ip6(0, 0, 0, 1);
	strscpy(s->forward[1].to.dev, "eth1", sizeof(s->forward[1].to.dev));
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);
	f.first_dst.w[0] = cpu_to_be32(WEB6 + 2);
	f.dst = f.first_dst;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);
	f.out = "eth2";
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_NO_FORWARD);
	f.out = NULL;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_NO_FORWARD);
	f.out = "eth1";
	f.first_dst.w[2] = cpu_to_be32(1);
	f.dst = f.first_dst;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_NO_FORWARD);
	f.first_dst = sfw_ip6(0xfd000000, 0, 0, 1);	/* no address of the world */
	f.dst = f.first_dst;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_NO_FORWARD);
	f.local_dev = "eth0";				/* but one of this host's */
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);
}

/* Before translation: which packets are led where. */
static void finds_hairpins_from_the_local_network_alone(struct kunit *test)
{
	const struct sfw_policy *p = &gateway(test)->policy;
	struct sent s = { PUBLIC, 8003, "eth1", "eth0", PUBLIC, 8003 };
	struct sfw_facts f = facts_of(&s);
	u32 i = sfw_forward_find(&f, p);

	KUNIT_ASSERT_EQ(test, i, 1u);
	KUNIT_EXPECT_EQ(test, sfw_forward_port(p->forwards[i], 8003), 83);
	KUNIT_EXPECT_FALSE(test, sfw_forward_leads(p->forwards[i], &f));
	f.dev = "eth2";
	KUNIT_EXPECT_EQ(test, sfw_forward_find(&f, p), SFW_NO_ENTRY);
	f.dev = "eth1";
	strscpy(p->lans[0].out, "eth2", sizeof(p->lans[0].out));	/* it may not go to eth0 */
	KUNIT_EXPECT_EQ(test, sfw_forward_find(&f, p), SFW_NO_ENTRY);
	strscpy(p->lans[0].out, "eth0", sizeof(p->lans[0].out));
	KUNIT_EXPECT_EQ(test, sfw_forward_find(&f, p), 1u);
	p->lans[0].out[0] = '\0';
	f.local_dev = "eth1";	/* the gateway's own address there */
	KUNIT_EXPECT_EQ(test, sfw_forward_find(&f, p), SFW_NO_ENTRY);
	f.local_dev = "";
	KUNIT_EXPECT_EQ(test, sfw_forward_find(&f, p), SFW_NO_ENTRY);
}

static void finds_what_a_search_finds(struct kunit *test)
{
	struct sfw_sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	u32 i, want, found = 0;
	struct sfw_facts f;
	struct rnd_state r;

	KUNIT_ASSERT_NOT_NULL(test, s);
	prandom_seed_state(&r, 50);
	for (i = 0; i < 200000; i++) {
		if (i % 100 == 0)
			sfw_sample_policy(&r, s);
		sfw_sample_facts(&r, s, &f);
		want = sfw_model_forward(&f, &s->policy);
		KUNIT_ASSERT_EQ_MSG(test, sfw_forward_find(&f, &s->policy),
				    want, "packet %u", i);
		found += want != SFW_NO_ENTRY;
	}
	KUNIT_EXPECT_GT(test, found, 2000u);
}

static void lets_the_local_network_out_where_it_may(struct kunit *test)
{
	struct sfw_passage lan[] = {
		{ .sel.dev = "guest*", .out = "wan*" },
		{ .sel.dev = "guest0", .out = "dmz0" },
		{ .sel.dev = "eth1" },
	};
	struct sfw_policy p = { .lans = lan, .n_lans = 3 };
	struct sfw_facts f = { .dev = "guest0", .out = "wan1" };

	KUNIT_EXPECT_EQ(test, sfw_lan_find(&f, &p), 0u);
	f.out = "dmz0";
	KUNIT_EXPECT_EQ(test, sfw_lan_find(&f, &p), 1u);
	f.out = "eth1";
	KUNIT_EXPECT_EQ(test, sfw_lan_find(&f, &p), SFW_NO_ENTRY);
	f.out = NULL;
	KUNIT_EXPECT_EQ(test, sfw_lan_find(&f, &p), SFW_NO_ENTRY);
	f.dev = "eth1";
	KUNIT_EXPECT_EQ(test, sfw_lan_find(&f, &p), 2u);
}

/* @published: somebody else leads it there from an address of this host */
static const struct {
	struct sent sent;
	bool translated;
	bool published;
} strangers[] = {
	/* By another rule than ours, to another host and port. */
	{ { PUBLIC, 8080, "eth0", "eth0", SERVER, 80 }, true, true },
	{ { PUBLIC, 8000, "eth0", "eth0", SERVER, 81 }, true, true },
	{ { PUBLIC, 8000, "eth2", "eth0", SERVER, 80 }, true, true },
	/* To another port of this host. */
	{ { PUBLIC, 80, "eth0", "eth0", PUBLIC, 8080 }, true, true },
	/* From the local network too. */
	{ { PUBLIC, 8080, "eth1", "eth0", SERVER, 80 }, true, true },
	/* By our own: as it is, and from the local network. */
	{ { PUBLIC, 8000, "eth0", "eth0", SERVER, 80 }, true, false },
	{ { PUBLIC, 8009, "eth1", "eth0", SERVER, 89 }, true, false },
	/* Sent to somebody else. */
	{ { STRANGER, 80, "eth1", "", SERVER, 3128 }, true, false },
	/* Not translated: to a container by a route, to this host. */
	{ { SERVER, 80, "eth0", "", SERVER, 80 }, false, false },
	{ { PUBLIC, 80, "eth0", "eth0", PUBLIC, 80 }, false, false },
};

static void publishes_where_others_lead_from_this_host(struct kunit *test)
{
	struct sfw_policy *p = &gateway(test)->policy;
	int i, setting;

	for (i = 0; i < 2 * ARRAY_SIZE(strangers); i++) {
		const struct sent *s = &strangers[i / 2].sent;
		struct sfw_facts f = facts_of(s);
		bool want;

		setting = i % 2 ? SFW_PUBLISHED_OFF : SFW_PUBLISHED_PORTS;
		want = strangers[i / 2].published && !(i % 2);
		p->setting[SFW_S_PUBLISHED] = setting;
		f.translated = strangers[i / 2].translated;
		sfw_facts_publish(&f, p);
		KUNIT_EXPECT_EQ_MSG(test, f.published, want, "line %d", i / 2);
		KUNIT_EXPECT_EQ(test, be32_to_cpu(f.dst.w[0]),
				want ? s->to : s->now_to);
		KUNIT_EXPECT_EQ(test, f.dport, want ? s->port : s->now_port);
	}
}

static void publishes_what_the_model_does(struct kunit *test)
{
	struct sfw_sample *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct sfw_facts f, was;
	u32 i, published = 0;
	struct rnd_state r;
	bool want;

	KUNIT_ASSERT_NOT_NULL(test, s);
	prandom_seed_state(&r, 51);
	for (i = 0; i < 200000; i++) {
		if (i % 100 == 0)
			sfw_sample_policy(&r, s);
		sfw_sample_facts(&r, s, &f);
		f.translated = sfw_pick(&r, 2);
		f.published = false;
		was = f;
		want = sfw_model_is_published(&f, &s->policy);
		sfw_facts_publish(&f, &s->policy);
		KUNIT_ASSERT_EQ_MSG(test, f.published, want, "packet %u", i);
		KUNIT_ASSERT_TRUE(test, sfw_addr_equal(&f.dst, want ?
				  &was.first_dst : &was.dst));
		KUNIT_ASSERT_EQ(test, f.dport,
				want ? was.first_dport : was.dport);
		published += want;
	}
	KUNIT_EXPECT_GT(test, published, 20000u);
}

static void masquerades_prefix_and_interface(struct kunit *test)
{
	struct sfw_passage masq[] = {
		{ .sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(SERVER), 24),
		  .out = "eth0" },
		{ .sel.from = sfw_prefix_of(SFW_AF_INET6,
					    sfw_ip6(WEB6, 0, 0, 0), 64),
		  .out = "eth*" },
	};
	struct sfw_policy p = { .masqs = masq, .n_masqs = 2 };
	struct sfw_addr server = sfw_ip4(SERVER), other = sfw_ip4(PUBLIC);
	struct sfw_addr web = sfw_ip6(WEB6, 0, 0, 1);

	KUNIT_EXPECT_EQ(test, sfw_masq_find(&p, SFW_AF_INET, &server, "eth0"), 0u);
	KUNIT_EXPECT_EQ(test, sfw_masq_find(&p, SFW_AF_INET, &server, "eth1"), SFW_NO_ENTRY);
	KUNIT_EXPECT_EQ(test, sfw_masq_find(&p, SFW_AF_INET, &other, "eth0"), SFW_NO_ENTRY);
	KUNIT_EXPECT_EQ(test, sfw_masq_find(&p, SFW_AF_INET6, &web, "eth2"), 1u);
	KUNIT_EXPECT_EQ(test, sfw_masq_find(&p, SFW_AF_INET6, &web, "ppp0"), SFW_NO_ENTRY);
	p.n_masqs = 0;
	KUNIT_EXPECT_EQ(test, sfw_masq_find(&p, SFW_AF_INET, &server, "eth0"), SFW_NO_ENTRY);
}

/* The masquerade of the servers' network, behind an address that moves. */
static void hide_servers(struct sfw_sample *s)
{
	s->masq[0] = (struct sfw_passage){
		.sel.from = sfw_prefix_of(SFW_AF_INET, sfw_ip4(SERVER), 24),
		.out = "eth0", .to = sfw_ip4(PUBLIC), .to_family = SFW_AF_INET,
	};
	s->policy.masqs = s->masq;
	s->policy.n_masqs = 1;
}

/* An answer of a server, to somebody who asked a forwarded port. */
static struct sfw_facts pushed(u32 server, u16 port)
{
	return (struct sfw_facts){
		FROM4(server), .dst = sfw_ip4(STRANGER), .first_dst = sfw_ip4(STRANGER),
		.proto = IPPROTO_TCP, .sport = port, .dport = 40000, .tcp_flags = SFW_TCP_ACK,
		.dev = "eth1", .out = "eth0", .local_dev = "",
		.forwarded = true, .blocked = SFW_NO, .fresh = SFW_YES,
	};
}

#define PUSHED(test, f, p, want)	do {					\
	struct sfw_verdict v_ = sfw_decide(f, p);				\
	KUNIT_EXPECT_EQ(test, v_.reason, (want) ? SFW_R_NOT_SYN : SFW_R_LAN);	\
	KUNIT_EXPECT_EQ(test, v_.action,					\
			(want) ? SFW_ACT_DROP : SFW_ACT_ACCEPT);		\
} while (0)

/* An address has come: the connection may be in the table that comes behind it. */
static void holds_back_what_forwarded_servers_say_first(struct kunit *test)
{
	const struct sfw_policy *p = &gateway(test)->policy;
	static const struct {
		u32 server;
		u16 port;
		bool want;
	} lines[] = {
		{ SERVER, 79, false }, { SERVER, 80, true }, { SERVER, 89, true },
		{ SERVER, 90, false }, { SERVER, 8000, false }, { SERVER + 1, 80, false },
	};
	struct sfw_facts f;
	int i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		f = pushed(lines[i].server, lines[i].port);
		PUSHED(test, &f, p, lines[i].want);
		f.fresh = SFW_NO;
		PUSHED(test, &f, p, false);
		f.fresh = SFW_UNKNOWN;
		KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).ask, SFW_ASK_FRESH);
		KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).index, SFW_NO_ENTRY);
		f.fresh = SFW_YES;
		f.tcp_flags = SFW_TCP_SYN;
		PUSHED(test, &f, p, false);
		f.tcp_flags = SFW_TCP_SYN | SFW_TCP_ACK;
		PUSHED(test, &f, p, lines[i].want);
		f.proto = IPPROTO_UDP;
		PUSHED(test, &f, p, false);
	}
}

static void holds_back_datagrams_of_forwarded_servers(struct kunit *test)
{
	struct sfw_sample *s = gateway(test);
	struct sfw_policy *p = &s->policy;
	struct sfw_facts f = pushed(SERVER, 85);
	struct sfw_verdict v = { .index = SFW_NO_ENTRY };

	s->forward[0].proto = IPPROTO_UDP;
	f.proto = IPPROTO_UDP;
	PUSHED(test, &f, p, true);
	KUNIT_EXPECT_NULL(test, sfw_fresh_addr(&v, &f, p));

	/* Hidden behind an address that moves, or one that its connections end with. */
	hide_servers(s);
	PUSHED(test, &f, p, true);
	s->masq[0].to_family = SFW_AF_ANY;
	PUSHED(test, &f, p, false);
	f.sport = 80 + 10;
	s->masq[0].to_family = SFW_AF_INET;
	PUSHED(test, &f, p, false);
}

/* By the end of its address behind its interface. */
static void holds_back_a_server_in_whatever_prefix(struct kunit *test)
{
	struct sfw_sample *s = gateway(test);
	const struct sfw_policy *p = &s->policy;
	struct sfw_facts f = {
		FROM6(WEB6 + 1), TO6(STRANGER6), .first_dst = sfw_ip6(STRANGER6, 0, 0, 1),
		.proto = IPPROTO_TCP, .sport = 443, .dport = 40000, .tcp_flags = SFW_TCP_ACK,
		.dev = "eth1", .out = "eth0", .local_dev = "", .forwarded = true,
		.blocked = SFW_NO, .fresh = SFW_YES,
	};

	PUSHED(test, &f, p, false);
	s->forward[1].to.addr = sfw_ip6(0, 0, 0, 1);
	strscpy(s->forward[1].to.dev, "eth1", sizeof(s->forward[1].to.dev));
	PUSHED(test, &f, p, true);
	strscpy(s->forward[1].to.dev, "eth3", sizeof(s->forward[1].to.dev));
	PUSHED(test, &f, p, false);
	f.vrf = "eth3";
	PUSHED(test, &f, p, true);
	f.src.w[3] = cpu_to_be32(2);
	PUSHED(test, &f, p, false);
}

/* Hidden behind the address that it asked, where addresses of its family move. */
static void holds_back_hairpins(struct kunit *test)
{
	struct sfw_sample *s = gateway(test);
	struct sfw_policy *p = &s->policy;
	struct sfw_facts f = pushed(SERVER + 9, 40000);

	f.dst = sfw_ip4(SERVER);
	f.dport = 80;
	f.first_dst = sfw_ip4(PUBLIC);
	f.first_dport = 8000;
	f.local_dev = "eth0";
	f.out = "eth1";
	PUSHED(test, &f, p, false);
	hide_servers(s);
	PUSHED(test, &f, p, true);
	s->masq[0].to_family = SFW_AF_INET6;
	PUSHED(test, &f, p, false);
	s->masq[0].to_family = SFW_AF_INET;
	f.out = "eth2";
	PUSHED(test, &f, p, false);
	f.out = "eth1";
	f.local_dev = "";
	PUSHED(test, &f, p, false);
	f.local_dev = "eth0";
	f.proto = IPPROTO_UDP;
	PUSHED(test, &f, p, false);
}

/* A client's segment, to a forwarded port or to its server: the entry may have another port. */
static void holds_back_clients_of_forwarded_servers(struct kunit *test)
{
	struct sfw_sample *s = gateway(test);
	const struct sfw_policy *p = &s->policy;
	struct sfw_facts f = facts_of(&sents[0]);

	f.out = "eth1";
	f.tcp_flags = SFW_TCP_ACK;
	f.fresh = SFW_UNKNOWN;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);
	hide_servers(s);
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).ask, SFW_ASK_FRESH);
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).index, SFW_NO_ENTRY);
	f.fresh = SFW_YES;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_NOT_SYN);
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).action, SFW_ACT_DROP);
	f.tcp_flags = SFW_TCP_SYN;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);
	f.tcp_flags = SFW_TCP_ACK;
	f.fresh = SFW_NO;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);

	/* Only where addresses of its family move. */
	f.fresh = SFW_YES;
	s->masq[0].to_family = SFW_AF_INET6;
	KUNIT_EXPECT_EQ(test, sfw_decide(&f, p).reason, SFW_R_FORWARD);
}

static void knows_global_addresses(struct kunit *test)
{
	/* First and last of each block that is not, and their neighbours. */
	static const struct {
		u32 a;
		bool want;
	} v4[] = {
		{ 0x00ffffff, false }, { 0x01000000, true },
		{ 0x09ffffff, true }, { 0x0a000000, false },
		{ 0x0affffff, false }, { 0x0b000000, true },
		{ 0x643fffff, true }, { 0x64400000, false },
		{ 0x647fffff, false }, { 0x64800000, true },
		{ 0x7effffff, true }, { 0x7f000000, false },
		{ 0x7fffffff, false }, { 0x80000000, true },
		{ 0xa9fdffff, true }, { 0xa9fe0000, false },
		{ 0xa9feffff, false }, { 0xa9ff0000, true },
		{ 0xac0fffff, true }, { 0xac100000, false },
		{ 0xac1fffff, false }, { 0xac200000, true },
		{ 0xc0a7ffff, true }, { 0xc0a80000, false },
		{ 0xc0a8ffff, false }, { 0xc0a90000, true },
		{ 0xdfffffff, true }, { 0xe0000000, false },
		{ 0xffffffff, false },
	}, v6[] = {
		{ 0, false }, { 0x1fffffff, false }, { 0x20000000, true },
		{ 0x3fffffff, true }, { 0x40000000, false },
		{ 0xfd000000, false }, { 0xfe800000, false },
		{ 0xff0e0000, false },
	};
	struct sfw_addr a;
	int i;

	for (i = 0; i < ARRAY_SIZE(v4); i++) {
		a = sfw_ip4(v4[i].a);
		KUNIT_EXPECT_EQ_MSG(test, sfw_addr_is_global(SFW_AF_INET, &a),
				    v4[i].want, "%08x", v4[i].a);
	}
	for (i = 0; i < ARRAY_SIZE(v6); i++) {
		a = sfw_ip6(v6[i].a, 0, 0, 1);
		KUNIT_EXPECT_EQ_MSG(test, sfw_addr_is_global(SFW_AF_INET6, &a),
				    v6[i].want, "%08x", v6[i].a);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(permits_what_was_sent_to_a_forwarded_port),
	KUNIT_CASE(permits_global_targets_without_translation),
	KUNIT_CASE(permits_a_host_in_whatever_prefix),
	KUNIT_CASE(finds_hairpins_from_the_local_network_alone),
	KUNIT_CASE(finds_what_a_search_finds),
	KUNIT_CASE(lets_the_local_network_out_where_it_may),
	KUNIT_CASE(publishes_where_others_lead_from_this_host),
	KUNIT_CASE(publishes_what_the_model_does),
	KUNIT_CASE(masquerades_prefix_and_interface),
	KUNIT_CASE(holds_back_what_forwarded_servers_say_first),
	KUNIT_CASE(holds_back_datagrams_of_forwarded_servers),
	KUNIT_CASE(holds_back_a_server_in_whatever_prefix),
	KUNIT_CASE(holds_back_hairpins),
	KUNIT_CASE(holds_back_clients_of_forwarded_servers),
	KUNIT_CASE(knows_global_addresses),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_gateway",
	.test_cases	= cases,
};

kunit_test_suite(suite);
