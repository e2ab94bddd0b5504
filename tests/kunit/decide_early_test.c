// SPDX-License-Identifier: GPL-2.0
/*
 * Before connection tracking, and the promises of the protections, over random
 * policies and packets.
 */
#include <kunit/test.h>
#include <linux/in.h>
#include <linux/string.h>

#include "model.h"
#include "sample.h"

#define POLICIES	10000
#define PACKETS		100

struct walk {
	struct sfw_sample s;
	struct rnd_state r;
	struct sfw_facts f;
	u32 left;
};

static struct walk *new_walk(struct kunit *test, u64 seed)
{
	struct walk *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	prandom_seed_state(&w->r, seed);
	w->left = POLICIES * PACKETS;
	return w;
}

/* A new packet, sometimes of a new policy; false at the end of the walk. */
static bool next(struct walk *w)
{
	if (!w->left)
		return false;
	if (w->left-- % PACKETS == 0)
		sfw_sample_policy(&w->r, &w->s);
	sfw_sample_facts(&w->r, &w->s, &w->f);
	return true;
}

/* Before connection tracking and routing. */
static bool next_unseen(struct walk *w)
{
	if (!next(w))
		return false;
	w->f.ct = w->f.proto == IPPROTO_UDP && w->s.policy.direct_udp ?
		  SFW_CT_UNTRACKED : SFW_CT_NEW;
	w->f.forwarded = false;
	w->f.bridged = false;
	w->f.translated = false;
	w->f.published = false;
	return true;
}

/* Packets that the hook drops when it has read no more than the source. */
static bool by_block_alone(struct kunit *test, const struct walk *w,
			   const struct sfw_early *e)
{
	const struct sfw_policy *p = &w->s.policy;

	if (!sfw_blocks_end(p) || w->f.loopback || sfw_model_neighbour(&w->f) ||
	    !sfw_model_longest(p->blocks, &w->f))
		return false;
	KUNIT_EXPECT_EQ(test, e->step, SFW_EARLY_REFUSE);
	KUNIT_EXPECT_EQ(test, e->v.action, SFW_ACT_DROP);
	KUNIT_EXPECT_EQ(test, e->v.reason, SFW_R_BLOCKED);
	KUNIT_EXPECT_EQ(test, e->v.effects, 0);
	return true;
}

static void is_same(struct kunit *test, struct sfw_verdict v,
		    struct sfw_verdict w)
{
	KUNIT_ASSERT_EQ(test, v.ask, w.ask);
	KUNIT_ASSERT_EQ(test, v.action, w.action);
	KUNIT_ASSERT_EQ(test, v.effects, w.effects);
	KUNIT_ASSERT_EQ(test, v.reason, w.reason);
	KUNIT_ASSERT_EQ(test, v.rule, w.rule);
	KUNIT_ASSERT_EQ(test, v.index, w.index);
}

static void decides_early_as_the_model_does(struct kunit *test)
{
	struct walk *w = new_walk(test, 50);
	u32 blocks = 0, guards = 0, spoofed = 0, syns = 0, ends = 0;
	u32 let[2] = {}, lost = 0;
	u32 asked[SFW_ASK_SPOOFED + 1] = {};

	while (next_unseen(w)) {
		struct sfw_early e = sfw_decide_early(&w->f, &w->s.policy);
		struct sfw_early m = sfw_model_early(&w->f, &w->s.policy);

		KUNIT_ASSERT_EQ(test, e.step, m.step);
		ends += by_block_alone(test, w, &e);
		syns += e.step == SFW_EARLY_UNCLAIMED;
		lost += e.step == SFW_EARLY_UNCLAIMED && w->f.proto == IPPROTO_UDP;
		let[w->f.proto == IPPROTO_UDP] += e.step == SFW_EARLY_LET;
		if (e.step == SFW_EARLY_PASS)
			continue;
		is_same(test, e.v, m.v);
		KUNIT_ASSERT_EQ(test, !!e.v.ask, e.step == SFW_EARLY_ASK);
		asked[e.v.ask]++;
		blocks += e.v.rule == SFW_RULE_BLOCK;
		guards += e.v.rule == SFW_RULE_GUARD;
		spoofed += e.v.reason == SFW_R_RPFILTER;
	}
	kunit_info(test, "%u by blocks, %u by guards, %u spoofed, %u SYNs\n",
		   blocks, guards, spoofed, syns);
	KUNIT_EXPECT_GT(test, blocks, 1000u);
	KUNIT_EXPECT_GT(test, ends, 1000u);
	KUNIT_EXPECT_GT(test, guards, 1000u);
	KUNIT_EXPECT_GT(test, spoofed, 1000u);
	KUNIT_EXPECT_GT(test, syns, 1000u);
	KUNIT_EXPECT_GT(test, lost, 100u);
	KUNIT_EXPECT_GT(test, let[0], 100u);
	KUNIT_EXPECT_GT(test, let[1], 100u);
	KUNIT_EXPECT_GT(test, asked[SFW_ASK_BLOCKED], 1000u);
	KUNIT_EXPECT_GT(test, asked[SFW_ASK_SPOOFED], 1000u);
	KUNIT_EXPECT_GT(test, asked[SFW_ASK_LISTED], 100u);
	KUNIT_EXPECT_EQ(test, asked[SFW_ASK_OWNER], 0u);
	KUNIT_EXPECT_EQ(test, asked[SFW_ASK_KNOCKED], 0u);
	KUNIT_EXPECT_EQ(test, asked[SFW_ASK_ADMITTED], 0u);
}

/* Earlier or later, a packet that nothing claims meets the same fate. */
static void early_changes_no_answer(struct kunit *test)
{
	struct walk *w = new_walk(test, 54);
	u32 same = 0;

	while (next_unseen(w)) {
		struct sfw_early e = sfw_decide_early(&w->f, &w->s.policy);

		if (e.step != SFW_EARLY_UNCLAIMED)
			continue;
		is_same(test, e.v, sfw_decide(&w->f, &w->s.policy));
		same++;
	}
	KUNIT_EXPECT_GT(test, same, 1000u);
}

/* Behind it all that tells it from others is that it is not tracked. */
static void let_in_is_let_in_later(struct kunit *test)
{
	struct walk *w = new_walk(test, 55);
	u32 same = 0;

	while (next_unseen(w)) {
		struct sfw_early e = sfw_decide_early(&w->f, &w->s.policy);

		if (e.step != SFW_EARLY_LET)
			continue;
		KUNIT_ASSERT_TRUE(test, w->s.policy.direct);
		KUNIT_ASSERT_TRUE(test, e.v.reason == SFW_R_PORT ||
				  (e.v.reason == SFW_R_TRUSTED &&
				   w->f.proto == IPPROTO_TCP));
		w->f.ct = SFW_CT_UNTRACKED;
		is_same(test, e.v, sfw_decide(&w->f, &w->s.policy));
		same++;
	}
	KUNIT_EXPECT_GT(test, same, 500u);
}

static bool seals_direct(struct sfw_policy *p)
{
	sfw_policy_seal(p, false, false);
	return p->direct;
}

static void direct_needs_all_else_to_agree(struct kunit *test)
{
	struct walk *w = new_walk(test, 56);
	struct sfw_policy *p = &w->s.policy;
	struct sfw_guard *g = &w->s.guard[0];

	sfw_sample_build(&w->s, 0);
	memset(p->setting, 0, sizeof(p->setting));
	p->setting[SFW_S_EARLY] = 1;
	KUNIT_EXPECT_FALSE(test, seals_direct(p));
	p->setting[SFW_S_DIRECT] = 1;
	KUNIT_EXPECT_TRUE(test, seals_direct(p));
	KUNIT_EXPECT_TRUE(test, p->direct_udp);
	p->setting[SFW_S_EARLY] = 0;
	KUNIT_EXPECT_FALSE(test, seals_direct(p));
	p->setting[SFW_S_EARLY] = 1;
	p->setting[SFW_S_SCAN] = SFW_SCAN_UDP;
	KUNIT_EXPECT_FALSE(test, seals_direct(p));
	p->setting[SFW_S_SCAN] = 0;
	p->setting[SFW_S_DISCOVERY] = 1;
	KUNIT_EXPECT_TRUE(test, seals_direct(p));
	KUNIT_EXPECT_FALSE(test, p->direct_udp);
	p->n_guards = 1;
	g->live = 0;
	KUNIT_EXPECT_TRUE(test, seals_direct(p));
	g->live = 1;
	KUNIT_EXPECT_FALSE(test, seals_direct(p));
	p->n_guards = 0;
	p->n_masqs = 1;
	KUNIT_EXPECT_FALSE(test, seals_direct(p));
	p->n_masqs = 0;
	KUNIT_EXPECT_TRUE(test, seals_direct(p));
}

/* An answer may come by another interface than the question left by. */
static void one_interface_is_not_open_everywhere(struct kunit *test)
{
	struct walk *w = new_walk(test, 57);
	struct sfw_policy *p = &w->s.policy;

	w->s.entry[0] = (struct sfw_entry){ .proto = IPPROTO_UDP, .first = 53, .last = 53 };
	strscpy(w->s.entry[0].sel.dev, "eth0", sizeof(w->s.entry[0].sel.dev));
	sfw_sample_build(&w->s, 1);
	memset(p->setting, 0, sizeof(p->setting));
	p->setting[SFW_S_EARLY] = 1;
	p->setting[SFW_S_DIRECT] = 1;
	KUNIT_EXPECT_TRUE(test, seals_direct(p));
	KUNIT_EXPECT_FALSE(test, p->direct_udp);
	w->s.entry[0].proto = IPPROTO_TCP;
	KUNIT_EXPECT_TRUE(test, seals_direct(p));
	KUNIT_EXPECT_TRUE(test, p->direct_udp);
}

static void exempt_sources_are_left_alone(struct kunit *test)
{
	struct walk *w = new_walk(test, 51);
	u32 exempt = 0;

	while (next(w)) {
		struct sfw_verdict v;
		struct sfw_early e;

		if (!sfw_model_exempt(&w->f, &w->s.policy))
			continue;
		exempt++;
		KUNIT_ASSERT_TRUE(test, sfw_is_exempt(&w->f, &w->s.policy));
		v = sfw_decide(&w->f, &w->s.policy);
		e = sfw_decide_early(&w->f, &w->s.policy);
		KUNIT_ASSERT_NE(test, v.ask, SFW_ASK_LISTED);
		KUNIT_ASSERT_NE(test, v.ask, SFW_ASK_ADMITTED);
		if (!v.ask) {
			KUNIT_ASSERT_NE(test, v.reason, SFW_R_SCAN);
			KUNIT_ASSERT_NE(test, v.reason, SFW_R_GUARD);
			KUNIT_ASSERT_EQ(test, v.effects & ~SFW_EFFECT_KNOCK, 0);
		}
		if (e.step == SFW_EARLY_REFUSE)
			KUNIT_ASSERT_EQ(test, e.v.reason, SFW_R_RPFILTER);
		if (e.step == SFW_EARLY_UNCLAIMED)
			KUNIT_ASSERT_EQ(test, e.v.reason,
					w->f.proto == IPPROTO_UDP ?
					SFW_R_CLOSED_UDP : SFW_R_CLOSED_TCP);
	}
	KUNIT_EXPECT_GT(test, exempt, 10000u);
}

/* Without a port open, and from a source that nobody has seen before. */
static struct sfw_verdict as_all_closed(struct walk *w)
{
	struct sfw_policy closed = w->s.policy;
	struct sfw_facts f = w->f;

	memset(&closed.index, 0, sizeof(closed.index));
	closed.n_entries = 0;
	closed.gates = NULL;
	f.listed = SFW_NO;
	f.answers = SFW_NO;
	return sfw_decide(&f, &closed);
}

static void listed_sources_see_closed_ports(struct kunit *test)
{
	struct walk *w = new_walk(test, 52);
	u32 listed = 0, hidden = 0;

	while (next(w)) {
		struct sfw_verdict other, v;

		w->f.listed = SFW_YES;
		v = sfw_decide(&w->f, &w->s.policy);
		if (v.ask || v.reason != SFW_R_SCAN)
			continue;
		listed++;
		other = as_all_closed(w);
		KUNIT_ASSERT_EQ(test, other.ask, SFW_ASK_NOTHING);
		KUNIT_ASSERT_EQ(test, other.reason,
				w->f.proto == 6 ? SFW_R_CLOSED_TCP :
						  SFW_R_CLOSED_UDP);
		KUNIT_ASSERT_EQ(test, v.action, other.action);
		KUNIT_ASSERT_EQ(test, v.rule, SFW_RULE_SETTING);
		KUNIT_ASSERT_EQ(test, v.index, SFW_S_SCAN);
		hidden += sfw_model_find(w->s.place, w->s.policy.n_entries,
					 &w->f) != SFW_NO_ENTRY;
	}
	KUNIT_EXPECT_GT(test, listed, 10000u);
	KUNIT_EXPECT_GT(test, hidden, 1000u);
}

/*
 * One source of multicast must not be able to list or block another, nor anybody the
 * source of those who have no address yet.
 */
static void only_unicast_has_effects(struct kunit *test)
{
	struct walk *w = new_walk(test, 53);
	u32 effects = 0, wrong[8] = {}, i;

	while (next(w)) {
		struct sfw_verdict v;

		w->f.blocked = SFW_NO;
		w->f.bound = false;
		w->f.answers = SFW_NO;
		v = sfw_decide(&w->f, &w->s.policy);
		if (v.ask)
			continue;
		if (w->f.multicast || !memchr_inv(&w->f.src, 0, sizeof(w->f.src)))
			wrong[v.effects]++;
		else
			effects += v.effects != 0;
	}
	KUNIT_EXPECT_GT(test, effects, 9000u);
	for (i = 1; i < 8; i++)
		KUNIT_EXPECT_EQ_MSG(test, wrong[i], 0u, "effects %u", i);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(decides_early_as_the_model_does),
	KUNIT_CASE(early_changes_no_answer),
	KUNIT_CASE(let_in_is_let_in_later),
	KUNIT_CASE(direct_needs_all_else_to_agree),
	KUNIT_CASE(one_interface_is_not_open_everywhere),
	KUNIT_CASE(exempt_sources_are_left_alone),
	KUNIT_CASE(listed_sources_see_closed_ports),
	KUNIT_CASE(only_unicast_has_effects),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_decide_early",
	.test_cases	= cases,
};

kunit_test_suite(suite);
