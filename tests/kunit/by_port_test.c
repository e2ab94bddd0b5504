// SPDX-License-Identifier: GPL-2.0
/* Where the port decides, against the whole decision. */
#include <kunit/test.h>
#include <linux/in.h>

#include "../../kmod/core/by_port.c"
#include "../../kmod/core/closed.h"
#include "../../kmod/core/link.h"
#include "model.h"
#include "sample.h"

#define POLICIES	10000
#define PACKETS		100
#define WHOLE		40	/* policies of which each port is tried */

struct walk {
	struct sfw_sample s;
	struct rnd_state r;
	struct sfw_facts f;
	u32 open, closed, unsure, untold;
};

static struct walk *new_walk(struct kunit *test, u64 seed)
{
	struct walk *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	prandom_seed_state(&w->r, seed);
	return w;
}

/* One in which ports decide. */
static void draw_policy(struct kunit *test, struct walk *w)
{
	struct sfw_policy *p = &w->s.policy;

	sfw_sample_policy(&w->r, &w->s);
	p->n_trusts = 0;
	p->n_knocks = 0;
	p->guards_block = false;
	p->setting[SFW_S_EARLY] = 1;
	p->setting[SFW_S_SCAN] = 0;
	p->setting[SFW_S_RPFILTER] = SFW_RPFILTER_OFF;
	KUNIT_ASSERT_TRUE(test, sfw_ports_decide(p));
}

/* A first packet that the hook asks about; false: drawn in vain. */
static bool draw_packet(struct walk *w, u8 proto)
{
	struct sfw_facts *f = &w->f;

	sfw_sample_facts(&w->r, &w->s, f);
	f->proto = proto;
	f->ct = proto == IPPROTO_UDP ? SFW_CT_UNTRACKED : SFW_CT_NEW;
	f->tcp_flags = SFW_TCP_SYN | (sfw_pick(&w->r, 2) ? 0xc8 : 0);
	f->blocked = SFW_NO;
	f->loopback = false;
	f->multicast = false;
	f->forwarded = false;
	f->bridged = false;
	f->malformed = false;
	f->translated = false;
	f->published = false;
	return (proto == IPPROTO_TCP || w->s.policy.direct_udp) &&
	       !sfw_is_to_loopback(f) &&
	       !sfw_model_longest(w->s.policy.blocks, f);
}

static void open_is_open(struct kunit *test, struct walk *w, u32 entry)
{
	const struct sfw_policy *p = &w->s.policy;
	struct sfw_early e = sfw_decide_early(&w->f, p);
	struct sfw_verdict v = p->direct ? e.v : sfw_decide(&w->f, p);

	KUNIT_ASSERT_EQ(test, e.step, p->direct ? SFW_EARLY_LET : SFW_EARLY_PASS);
	KUNIT_ASSERT_EQ(test, v.ask, SFW_ASK_NOTHING);
	KUNIT_ASSERT_EQ(test, v.action, SFW_ACT_ACCEPT);
	KUNIT_ASSERT_EQ(test, v.reason, SFW_R_PORT);
	KUNIT_ASSERT_EQ(test, v.rule, SFW_RULE_ENTRY);
	KUNIT_ASSERT_EQ(test, v.index, entry);
	KUNIT_ASSERT_EQ(test, v.effects, 0);
}

static void closed_is_closed(struct kunit *test, struct walk *w)
{
	const struct sfw_policy *p = &w->s.policy;
	struct sfw_verdict c = sfw_closed(p, w->f.family, w->f.proto);
	struct sfw_early e;

	/* A local socket may own it: that is asked later, behind conntrack. */
	w->f.owner = SFW_UNKNOWN;
	e = sfw_decide_early(&w->f, p);
	if (w->f.proto == IPPROTO_UDP)
		KUNIT_ASSERT_EQ(test, e.step, SFW_EARLY_PASS);
	w->f.owner = SFW_NO;
	w->f.bound = false;
	e = sfw_decide_early(&w->f, p);
	KUNIT_ASSERT_EQ(test, e.step, SFW_EARLY_UNCLAIMED);
	KUNIT_ASSERT_EQ(test, e.v.ask, SFW_ASK_NOTHING);
	KUNIT_ASSERT_EQ(test, e.v.action, c.action);
	KUNIT_ASSERT_EQ(test, e.v.reason, c.reason);
	KUNIT_ASSERT_EQ(test, e.v.rule, c.rule);
	KUNIT_ASSERT_EQ(test, e.v.index, c.index);
	KUNIT_ASSERT_EQ(test, e.v.effects, 0);
}

/* Whether all at the port is told by the port. */
static bool is_simple(const struct walk *w)
{
	const struct sfw_policy *p = &w->s.policy;
	u32 i = sfw_model_find(w->s.place, p->n_entries, &w->f);
	const struct sfw_entry *e = i == SFW_NO_ENTRY ? NULL : p->entries[i];

	return e && e->sel.from.family == SFW_AF_ANY && !e->sel.dev[0] && !e->expires &&
	       !sfw_policy_has_gate(p, i);
}

static void compare(struct kunit *test, struct walk *w)
{
	u32 entry = sfw_by_port(&w->s.policy, w->f.proto, w->f.dport);

	if (entry == SFW_PORT_UNSURE) {
		w->unsure++;
		w->untold += is_simple(w);
	} else if (entry == SFW_NO_ENTRY) {
		closed_is_closed(test, w);
		w->closed++;
	} else {
		open_is_open(test, w, entry);
		w->open++;
	}
}

static void agrees_with_the_decision(struct kunit *test)
{
	struct walk *w = new_walk(test, 60);
	u32 i, j;

	for (i = 0; i < POLICIES; i++) {
		draw_policy(test, w);
		for (j = 0; j < PACKETS; j++)
			if (draw_packet(w, j % 2 ? IPPROTO_TCP : IPPROTO_UDP))
				compare(test, w);
	}
	kunit_info(test, "%u open, %u closed, %u unsure, %u of those simple\n",
		   w->open, w->closed, w->unsure, w->untold);
	KUNIT_EXPECT_GT(test, w->open, 10000u);
	KUNIT_EXPECT_GT(test, w->closed, 10000u);
	KUNIT_EXPECT_GT(test, w->unsure, 10000u);
}

static void agrees_at_each_port(struct kunit *test)
{
	struct walk *w = new_walk(test, 61);
	u32 i, port;

	for (i = 0; i < WHOLE; i++) {
		u8 proto = i % 2 ? IPPROTO_TCP : IPPROTO_UDP;

		draw_policy(test, w);
		while (!draw_packet(w, proto))
			draw_policy(test, w);
		for (port = 0; port <= 65535; port++) {
			w->f.dport = port;
			compare(test, w);
		}
	}
	KUNIT_EXPECT_GT(test, w->open, 10000u);
	KUNIT_EXPECT_GT(test, w->closed, 10000u);
}

static void ports_do_not_decide_where_more_counts(struct kunit *test)
{
	struct walk *w = new_walk(test, 62);
	struct sfw_policy *p = &w->s.policy;

	draw_policy(test, w);
	p->n_trusts = 1;
	KUNIT_EXPECT_FALSE(test, sfw_ports_decide(p));
	p->n_trusts = 0;
	p->n_knocks = 1;
	KUNIT_EXPECT_FALSE(test, sfw_ports_decide(p));
	p->n_knocks = 0;
	p->guards_block = true;
	KUNIT_EXPECT_FALSE(test, sfw_ports_decide(p));
	p->guards_block = false;
	p->setting[SFW_S_SCAN] = SFW_SCAN_UDP;
	KUNIT_EXPECT_FALSE(test, sfw_ports_decide(p));
	p->setting[SFW_S_SCAN] = 0;
	p->setting[SFW_S_RPFILTER] = SFW_RPFILTER_LOOSE;
	KUNIT_EXPECT_FALSE(test, sfw_ports_decide(p));
	p->setting[SFW_S_RPFILTER] = SFW_RPFILTER_OFF;
	sfw_policy_seal(p, false, false);
	KUNIT_EXPECT_TRUE(test, p->by_port);
}

/* A policy of any kind, and one with no more than ports, about the same packet. */
static void compare_with_other(struct kunit *test, struct walk *w,
			       const struct sfw_policy *other)
{
	const struct sfw_policy *p = &w->s.policy;
	struct sfw_facts *f = &w->f;
	struct sfw_verdict v = sfw_decide(f, other);
	bool open = v.reason == SFW_R_PORT;

	if (v.ask || (!open && v.reason != SFW_R_CLOSED_TCP &&
		      v.reason != SFW_R_CLOSED_UDP))
		return;
	if (!sfw_port_agrees(p, f->proto, f->dport, open)) {
		w->unsure++;
		return;
	}
	v = sfw_decide(f, p);
	if (v.ask == SFW_ASK_OWNER) {
		f->owner = sfw_pick(&w->r, 2) ? SFW_YES : SFW_NO;
		v = sfw_decide(f, p);
	}
	KUNIT_ASSERT_EQ(test, v.ask, SFW_ASK_NOTHING);
	KUNIT_ASSERT_EQ(test, v.action == SFW_ACT_ACCEPT, open);
	KUNIT_ASSERT_EQ(test, v.effects, 0);
	w->open += open;
	w->closed += !open;
}

/* Of any kind, but mostly one about which ports may decide. */
static void draw_local(struct walk *w, const struct sfw_sample *s)
{
	struct sfw_facts *f = &w->f;

	sfw_sample_facts(&w->r, s, f);
	f->blocked = SFW_NO;
	f->translated = false;
	f->published = false;
	if (!sfw_pick(&w->r, 8))
		return;
	f->ct = sfw_pick(&w->r, 2) ? SFW_CT_NEW : SFW_CT_UNTRACKED;
	f->tcp_flags = SFW_TCP_SYN;
	f->owner = SFW_NO;
	f->listed = SFW_NO;
	f->spoofed = SFW_NO;
	f->forwarded = false;
	f->malformed = false;
}

static void agrees_with_another_policy(struct kunit *test)
{
	struct walk *w = new_walk(test, 63), *other = new_walk(test, 64);
	struct sfw_facts *f = &w->f;
	u32 i, j;

	for (i = 0; i < POLICIES; i++) {
		draw_policy(test, w);
		w->s.policy.setting[SFW_S_EARLY] = sfw_pick(&w->r, 2);
		sfw_policy_seal(&w->s.policy, false, false);
		sfw_sample_policy(&other->r, &other->s);
		for (j = 0; j < PACKETS; j++) {
			draw_local(w, j % 3 ? &other->s : &w->s);
			f->proto = j % 2 ? IPPROTO_TCP : IPPROTO_UDP;
			if (!sfw_model_longest(w->s.policy.blocks, f))
				compare_with_other(test, w, &other->s.policy);
		}
	}
	kunit_info(test, "%u open, %u closed, %u unsure\n", w->open, w->closed, w->unsure);
	KUNIT_EXPECT_GT(test, w->open, 100u);
	KUNIT_EXPECT_GT(test, w->closed, 10000u);
}

/* A policy of any kind that counts a packet as a scanner's, and one that surely does. */
static void blame_with_other(struct kunit *test, struct walk *w,
			     const struct sfw_policy *other)
{
	const struct sfw_policy *p = &w->s.policy;
	struct sfw_facts *f = &w->f;
	struct sfw_verdict v = sfw_decide(f, other);

	if (v.ask || !(v.effects & SFW_EFFECT_SCAN))
		return;
	if (!sfw_port_blames(p, f)) {
		w->unsure++;
		return;
	}
	v = sfw_decide(f, p);
	KUNIT_ASSERT_EQ(test, v.ask, SFW_ASK_NOTHING);
	KUNIT_ASSERT_NE(test, v.action, SFW_ACT_ACCEPT);
	KUNIT_ASSERT_EQ(test, v.effects, SFW_EFFECT_SCAN);
	w->closed++;
}

static void blames_as_another_policy(struct kunit *test)
{
	struct walk *w = new_walk(test, 65), *other = new_walk(test, 66);
	struct sfw_policy *p = &w->s.policy;
	u32 i, j;

	for (i = 0; i < POLICIES; i++) {
		sfw_sample_policy(&w->r, &w->s);
		p->setting[SFW_S_SCAN] = SFW_SCAN_TCP | SFW_SCAN_UDP;
		sfw_sample_policy(&other->r, &other->s);
		other->s.policy.setting[SFW_S_SCAN] = SFW_SCAN_TCP | SFW_SCAN_UDP;
		if (!sfw_pick(&w->r, 4)) {
			p->n_trusts = 0;
			p->n_knocks = 0;
			p->guards_block = false;
			p->setting[SFW_S_RPFILTER] = SFW_RPFILTER_OFF;
		}
		for (j = 0; j < PACKETS; j++) {
			draw_local(w, j % 3 ? &other->s : &w->s);
			w->f.proto = j % 2 ? IPPROTO_TCP : IPPROTO_UDP;
			w->f.listed = j % 5 ? SFW_NO : SFW_YES;
			if (!sfw_model_longest(p->blocks, &w->f))
				blame_with_other(test, w, &other->s.policy);
		}
	}
	kunit_info(test, "%u blamed, %u unsure\n", w->closed, w->unsure);
	KUNIT_EXPECT_GT(test, w->closed, 1000u);
	KUNIT_EXPECT_GT(test, w->unsure, 10000u);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(blames_as_another_policy),
	KUNIT_CASE(agrees_with_another_policy),
	KUNIT_CASE(agrees_with_the_decision),
	KUNIT_CASE(agrees_at_each_port),
	KUNIT_CASE(ports_do_not_decide_where_more_counts),
	{}
};

static struct kunit_suite suite = {
	.name = "sfw_by_port",
	.test_cases = cases,
};

kunit_test_suite(suite);
