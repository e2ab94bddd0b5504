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
	SFW_R_NEIGHBOUR, SFW_R_DHCP, SFW_R_PING, SFW_R_ADOPTED, SFW_R_PORT,
	SFW_R_PROTO, SFW_R_FORWARD, SFW_R_INVALID, SFW_R_MALFORMED,
	SFW_R_NOT_SYN, SFW_R_CLOSED_TCP, SFW_R_CLOSED_UDP, SFW_R_CLOSED_PROTO,
	SFW_R_NO_FORWARD, SFW_R_PING_OFF,
};

struct walk {
	struct sfw_sample s;
	struct rnd_state r;
	u32 seen[SFW_R_MAX];
	u32 actions[SFW_ACT_MAX];
	u32 asked;
};

static struct walk *new_walk(struct kunit *test, u64 seed)
{
	struct walk *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	prandom_seed_state(&w->r, seed);
	return w;
}

/* What holds for every verdict that is one. */
static void check_verdict(struct kunit *test, const struct sfw_policy *p,
			  struct sfw_verdict v)
{
	KUNIT_ASSERT_LT(test, v.reason, SFW_R_MAX);
	KUNIT_ASSERT_LT(test, v.action, SFW_ACT_MAX);
	KUNIT_ASSERT_EQ_MSG(test, v.action == SFW_ACT_ACCEPT,
			    sfw_model_accepted(v.reason), "%s",
			    sfw_reason_words[v.reason]);
	switch (v.rule) {
	case SFW_RULE_NONE:
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
	default:
		KUNIT_FAIL(test, "rule %u", v.rule);
	}
}

static void check_packet(struct kunit *test, struct walk *w,
			 const struct sfw_facts *f)
{
	const struct sfw_policy *p = &w->s.policy;
	struct sfw_verdict want = sfw_model_decide(f, p);
	struct sfw_verdict v = sfw_decide(f, p);

	if (v.ask == want.ask && v.action == want.action &&
	    v.reason == want.reason && v.rule == want.rule &&
	    v.index == want.index)
		return;
	kunit_info(test,
		   "family %u proto %u port %u>%u ct %u flags %02x type %u hop %u owner %u lo %u fwd %u bad %u\n",
		   f->family, f->proto, f->sport, f->dport, f->ct,
		   f->tcp_flags, f->icmp_type, f->hop_limit, f->owner,
		   f->loopback, f->forwarded, f->malformed);
	KUNIT_FAIL(test, "%s ask %u action %u rule %u %u; model: %s %u %u %u %u",
		   v.reason < SFW_R_MAX ? sfw_reason_words[v.reason] : "?",
		   v.ask, v.action, v.rule, v.index,
		   sfw_reason_words[want.reason], want.ask, want.action,
		   want.rule, want.index);
	KUNIT_ASSERT_EQ(test, v.reason, want.reason);
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
		if (v.ask) {
			w->asked++;
			continue;
		}
		check_verdict(test, &w->s.policy, v);
		w->seen[v.reason]++;
		w->actions[v.action]++;
	}

	KUNIT_EXPECT_GT(test, w->asked, 0u);
	for (i = 0; i < ARRAY_SIZE(reachable); i++)
		KUNIT_EXPECT_GT_MSG(test, w->seen[reachable[i]], 0u, "%s",
				    sfw_reason_words[reachable[i]]);
	for (i = 0; i < SFW_ACT_MAX; i++)
		KUNIT_EXPECT_GT_MSG(test, w->actions[i], 0u, "action %d", i);
}

/* Once answered, a question is not put again, and only it was open. */
static void asks_once(struct kunit *test)
{
	struct walk *w = new_walk(test, 31);
	struct sfw_verdict yes, no;
	struct sfw_facts f;
	u32 i, asked = 0;

	for (i = 0; i < POLICIES * PACKETS / 4; i++) {
		if (i % PACKETS == 0)
			sfw_sample_policy(&w->r, &w->s);
		sfw_sample_facts(&w->r, &w->s, &f);
		f.owner = SFW_UNKNOWN;
		if (!sfw_decide(&f, &w->s.policy).ask)
			continue;
		asked++;
		f.owner = SFW_YES;
		yes = sfw_decide(&f, &w->s.policy);
		f.owner = SFW_NO;
		no = sfw_decide(&f, &w->s.policy);
		KUNIT_ASSERT_EQ(test, yes.ask, SFW_ASK_NOTHING);
		KUNIT_ASSERT_EQ(test, no.ask, SFW_ASK_NOTHING);
		KUNIT_ASSERT_EQ(test, yes.reason, SFW_R_ADOPTED);
		KUNIT_ASSERT_NE(test, no.reason, SFW_R_ADOPTED);
	}
	KUNIT_EXPECT_GT(test, asked, 1000u);
}

/* What is not asked for is not looked at either. */
static void owner_counts_only_when_asked(struct kunit *test)
{
	struct walk *w = new_walk(test, 32);
	struct sfw_verdict v[3];
	struct sfw_facts f;
	u32 i;

	for (i = 0; i < POLICIES * PACKETS / 4; i++) {
		if (i % PACKETS == 0)
			sfw_sample_policy(&w->r, &w->s);
		sfw_sample_facts(&w->r, &w->s, &f);
		for (f.owner = SFW_UNKNOWN; f.owner <= SFW_YES; f.owner++)
			v[f.owner] = sfw_decide(&f, &w->s.policy);
		if (v[SFW_UNKNOWN].ask)
			continue;
		KUNIT_ASSERT_EQ(test, v[SFW_UNKNOWN].reason,
				v[SFW_NO].reason);
		KUNIT_ASSERT_EQ(test, v[SFW_UNKNOWN].reason,
				v[SFW_YES].reason);
		KUNIT_ASSERT_EQ(test, v[SFW_UNKNOWN].action,
				v[SFW_YES].action);
	}
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
	KUNIT_CASE(asks_once),
	KUNIT_CASE(owner_counts_only_when_asked),
	KUNIT_CASE(writes_nothing),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_decide_walk",
	.test_cases	= cases,
};

kunit_test_suite(suite);
