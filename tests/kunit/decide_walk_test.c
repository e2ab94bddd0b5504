// SPDX-License-Identifier: GPL-2.0
/* A long random walk through policies and packets, the model at its side. */
#include <kunit/test.h>

#include "../../kmod/core/words.h"
#include "model.h"
#include "sample.h"

#define POLICIES	10000
#define PACKETS		100

/* Reasons of steps that are built; the walk must come by each of them. */
static const u8 reachable[] = {
	SFW_R_LO, SFW_R_ESTABLISHED, SFW_R_RELATED, SFW_R_TRUSTED,
	SFW_R_BLOCKED, SFW_R_NEIGHBOUR, SFW_R_DHCP, SFW_R_PING, SFW_R_ADOPTED, SFW_R_PORT,
	SFW_R_PROTO, SFW_R_FORWARD, SFW_R_INVALID, SFW_R_MALFORMED,
	SFW_R_NOT_SYN, SFW_R_CLOSED_TCP, SFW_R_CLOSED_UDP, SFW_R_CLOSED_PROTO,
	SFW_R_NO_FORWARD, SFW_R_LAN, SFW_R_PING_OFF, SFW_R_SCAN, SFW_R_GUARD, SFW_R_KNOCK,
	SFW_R_RPFILTER,
};

struct walk {
	struct sfw_sample s;
	struct rnd_state r;
	u32 seen[SFW_R_MAX];
	u32 actions[SFW_ACT_MAX];
	u32 asked[SFW_ASK_FRESH + 1];
	u32 effects[8];		/* by their bits */
	u32 led;		/* to a forwarded port */
	u32 published;		/* let in by an open port */
};

static struct walk *new_walk(struct kunit *test, u64 seed)
{
	struct walk *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	prandom_seed_state(&w->r, seed);
	return w;
}

/* Invariants of every verdict. */
static void check_verdict(struct kunit *test, const struct sfw_policy *p,
			  struct sfw_verdict v)
{
	KUNIT_ASSERT_LT(test, v.reason, SFW_R_MAX);
	KUNIT_ASSERT_LT(test, v.action, SFW_ACT_MAX);
	KUNIT_ASSERT_EQ_MSG(test, v.action == SFW_ACT_ACCEPT,
			    sfw_model_accepted(v.reason), "%s",
			    sfw_reason_words[v.reason]);
	KUNIT_ASSERT_LT(test, v.effects, 8);
	switch (v.rule) {
	case SFW_RULE_NONE:
	case SFW_RULE_BLOCK:
		KUNIT_ASSERT_EQ(test, v.index, 0u);
		break;
	case SFW_RULE_SETTING:
		KUNIT_ASSERT_LT(test, v.index, (u32)SFW_S_MAX);
		break;
	case SFW_RULE_TRUST:
		KUNIT_ASSERT_LT(test, v.index, p->n_trusts);
		break;
	case SFW_RULE_ENTRY:
		KUNIT_ASSERT_LT(test, v.index, p->n_entries);
		break;
	case SFW_RULE_GUARD:
		KUNIT_ASSERT_LT(test, v.index, p->n_guards);
		break;
	case SFW_RULE_KNOCK:
		KUNIT_ASSERT_LT(test, v.index, p->n_knocks);
		break;
	case SFW_RULE_LAN:
		KUNIT_ASSERT_LT(test, v.index, p->n_lans);
		break;
	case SFW_RULE_FORWARD:
		KUNIT_ASSERT_LT(test, v.index, p->n_forwards);
		break;
	default:
		KUNIT_FAIL(test, "rule %u", v.rule);
	}
}

static bool agree(struct sfw_verdict a, struct sfw_verdict b)
{
	if (a.ask || b.ask)
		return a.ask == b.ask && a.index == b.index;
	return a.action == b.action && a.reason == b.reason &&
	       a.rule == b.rule && a.index == b.index &&
	       a.effects == b.effects;
}

static void check_packet(struct kunit *test, struct walk *w,
			 const struct sfw_facts *f)
{
	const struct sfw_policy *p = &w->s.policy;
	struct sfw_verdict want = sfw_model_decide(f, p);
	struct sfw_verdict v = sfw_decide(f, p);

	if (agree(v, want))
		return;
	kunit_info(test,
		   "family %u proto %u port %u>%u ct %u flags %02x type %u hop %u owner %u listed %u knocked %u admitted %u lo %u fwd %u nat %u pub %u bad %u multi %u\n",
		   f->family, f->proto, f->sport, f->dport, f->ct,
		   f->tcp_flags, f->icmp_type, f->hop_limit, f->owner,
		   f->listed, f->knocked, f->admitted, f->loopback,
		   f->forwarded, f->translated, f->published, f->malformed,
		   f->multicast);
	KUNIT_FAIL(test,
		   "%s ask %u action %u rule %u %u effects %u; model: %s %u %u %u %u %u",
		   v.reason < SFW_R_MAX ? sfw_reason_words[v.reason] : "?",
		   v.ask, v.action, v.rule, v.index, v.effects,
		   sfw_reason_words[want.reason], want.ask, want.action,
		   want.rule, want.index, want.effects);
	KUNIT_ASSERT_TRUE(test, agree(v, want));
}

static void decides_as_the_model_does(struct kunit *test)
{
	struct walk *w = new_walk(test, 30);
	struct sfw_verdict v;
	struct sfw_facts f;
	int i;

	for (i = 0; i < POLICIES * PACKETS; i++) {
		if (i % PACKETS == 0)
			sfw_sample_policy(&w->r, &w->s);
		sfw_sample_facts(&w->r, &w->s, &f);
		check_packet(test, w, &f);
		v = sfw_decide(&f, &w->s.policy);
		w->asked[v.ask]++;
		if (v.ask)
			continue;
		check_verdict(test, &w->s.policy, v);
		w->seen[v.reason]++;
		w->actions[v.action]++;
		w->effects[v.effects]++;
		w->led += v.rule == SFW_RULE_FORWARD;
		w->published += f.published && v.reason == SFW_R_PORT;
	}

	for (i = SFW_ASK_NOTHING; i <= SFW_ASK_FRESH; i++)
		KUNIT_EXPECT_GT_MSG(test, w->asked[i], 0u, "ask %d", i);
	for (i = 0; i < ARRAY_SIZE(reachable); i++)
		KUNIT_EXPECT_GT_MSG(test, w->seen[reachable[i]], 0u, "%s",
				    sfw_reason_words[reachable[i]]);
	for (i = 0; i < SFW_ACT_MAX; i++)
		KUNIT_EXPECT_GT_MSG(test, w->actions[i], 0u, "action %d", i);
	for (i = 0; i < 8; i++)		/* nobody is listed and blocked */
		KUNIT_EXPECT_EQ_MSG(test, w->effects[i] > 0,
				    (i & 5) != 5, "effects %d", i);
	KUNIT_EXPECT_GT(test, w->led, 1000u);
	KUNIT_EXPECT_GT(test, w->published, 1000u);
	kunit_info(test, "%u scan, %u guard, %u knock, %u questions\n",
		   w->seen[SFW_R_SCAN], w->seen[SFW_R_GUARD],
		   w->seen[SFW_R_KNOCK],
		   POLICIES * PACKETS - w->asked[SFW_ASK_NOTHING]);
}

static u8 *fact_of(struct sfw_facts *f, u8 ask)
{
	switch (ask) {
	case SFW_ASK_OWNER:
		return &f->owner;
	case SFW_ASK_LISTED:
		return &f->listed;
	case SFW_ASK_KNOCKED:
		return &f->knocked;
	case SFW_ASK_BLOCKED:
		return &f->blocked;
	case SFW_ASK_SPOOFED:
		return &f->spoofed;
	case SFW_ASK_ANSWERS:
		return &f->answers;
	case SFW_ASK_FRESH:
		return &f->fresh;
	default:
		return &f->admitted;
	}
}

/* Answers questions until there is a verdict; returns those asked, as bits. */
static u32 converse(struct kunit *test, struct walk *w, struct sfw_facts *f,
		    struct sfw_verdict *v)
{
	u32 asked = 0;
	u8 ask;

	for (ask = SFW_ASK_OWNER; ask <= SFW_ASK_FRESH; ask++)
		*fact_of(f, ask) = SFW_UNKNOWN;
	while ((*v = sfw_decide(f, &w->s.policy)).ask) {
		KUNIT_ASSERT_LE(test, v->ask, SFW_ASK_FRESH);
		KUNIT_ASSERT_EQ(test, asked & 1u << v->ask, 0u);
		asked |= 1u << v->ask;
		*fact_of(f, v->ask) = sfw_pick(&w->r, 2) ? SFW_YES : SFW_NO;
	}
	return asked;
}

/* No question twice, and no fact is looked at without its question. */
static void asks_once_and_for_what_counts(struct kunit *test)
{
	struct walk *w = new_walk(test, 31);
	struct sfw_verdict v;
	struct sfw_facts f;
	u32 i, asked, most = 0;
	u8 ask;

	for (i = 0; i < POLICIES * PACKETS / 4; i++) {
		if (i % PACKETS == 0)
			sfw_sample_policy(&w->r, &w->s);
		sfw_sample_facts(&w->r, &w->s, &f);
		asked = converse(test, w, &f, &v);
		most = max(most, hweight32(asked));
		for (ask = SFW_ASK_OWNER; ask <= SFW_ASK_FRESH; ask++)
			if (!(asked & 1u << ask))
				*fact_of(&f, ask) = sfw_pick(&w->r, 3);
		KUNIT_ASSERT_TRUE(test, agree(v, sfw_decide(&f, &w->s.policy)));
	}
	KUNIT_EXPECT_GE(test, most, 3u);
}

static void writes_nothing(struct kunit *test)
{
	struct sfw_sample *copy = kunit_kzalloc(test, sizeof(*copy),
						GFP_KERNEL);
	struct walk *w = new_walk(test, 33);
	struct sfw_facts f, before;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, copy);
	for (i = 0; i < 20; i++) {
		u32 packet;

		sfw_sample_policy(&w->r, &w->s);
		memcpy(copy, &w->s, sizeof(*copy));
		for (packet = 0; packet < PACKETS; packet++) {
			sfw_sample_facts(&w->r, &w->s, &f);
			memcpy(&before, &f, sizeof(f));
			sfw_decide(&f, &w->s.policy);
			KUNIT_ASSERT_EQ(test, memcmp(&before, &f, sizeof(f)),
					0);
		}
		KUNIT_ASSERT_EQ(test, memcmp(copy, &w->s, sizeof(*copy)), 0);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(decides_as_the_model_does),
	KUNIT_CASE(asks_once_and_for_what_counts),
	KUNIT_CASE(writes_nothing),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_decide_walk",
	.test_cases	= cases,
};

kunit_test_suite(suite);
