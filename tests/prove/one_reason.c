// SPDX-License-Identifier: GPL-2.0
/*
 * Every verdict is either a question about a fact that is not known yet, so
 * that questions come to an end, or has one reason of its kind, an answer that
 * its protocol knows, and the place of the rule that decided.
 *
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:18,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include <linux/in.h>

#include "../../kmod/core/decide.h"
#include "contract.h"

#define REASON_ACCEPTED(id, word, accepted, text) accepted,
static const bool accepted[SFW_R_MAX] = { SFW_REASONS(REASON_ACCEPTED) };

static void claim_question(const struct sfw_verdict *v,
			   const struct sfw_facts *f, const struct sfw_policy *p)
{
	switch (v->ask) {
	case SFW_ASK_OWNER:
		claim(f->owner == SFW_UNKNOWN);
		break;
	case SFW_ASK_LISTED:
		claim(f->listed == SFW_UNKNOWN);
		break;
	case SFW_ASK_KNOCKED:
		claim(f->knocked == SFW_UNKNOWN && v->index < p->n_knocks);
		break;
	case SFW_ASK_ADMITTED:
		claim(f->admitted == SFW_UNKNOWN && v->index < p->n_guards);
		break;
	case SFW_ASK_BLOCKED:
		claim(f->blocked == SFW_UNKNOWN);
		break;
	case SFW_ASK_SPOOFED:
		claim(f->spoofed == SFW_UNKNOWN);
		break;
	case SFW_ASK_ANSWERS:
		claim(f->answers == SFW_UNKNOWN);
		break;
	case SFW_ASK_FRESH:
		claim(f->fresh == SFW_UNKNOWN &&
		      (v->index < p->n_masqs ||
		       (v->index == SFW_NO_ENTRY && f->forwarded && f->out)));
		break;
	default:
		claim(!"another question");
	}
}

static u32 places(const struct sfw_verdict *v, const struct sfw_policy *p)
{
	switch (v->rule) {
	case SFW_RULE_NONE:
	case SFW_RULE_BLOCK:
		return 1;
	case SFW_RULE_SETTING:
		return SFW_S_MAX;
	case SFW_RULE_TRUST:
		return p->n_trusts;
	case SFW_RULE_ENTRY:
		return p->n_entries;
	case SFW_RULE_GUARD:
		return p->n_guards;
	case SFW_RULE_KNOCK:
		return p->n_knocks;
	case SFW_RULE_LAN:
		return p->n_lans;
	case SFW_RULE_FORWARD:
		return p->n_forwards;
	default:
		return 0;
	}
}

static void claim_answer(const struct sfw_verdict *v, const struct sfw_facts *f)
{
	claim(v->action < SFW_ACT_MAX);
	if (v->action == SFW_ACT_RST)
		claim(f->proto == IPPROTO_TCP);
	if (v->action == SFW_ACT_PROTO_UNREACH ||
	    v->action == SFW_ACT_HOST_UNREACH)
		claim(f->family == SFW_AF_INET);
}

static void claim_effects(const struct sfw_verdict *v,
			  const struct sfw_facts *f, const struct sfw_policy *p)
{
	if (f->multicast)
		claim(!v->effects);
	if (v->effects & SFW_EFFECT_BLOCK)
		claim(v->reason == SFW_R_GUARD && v->rule == SFW_RULE_GUARD &&
		      p->guards[v->index].then == SFW_THEN_BLOCK && !f->no_room);
	if (v->effects & SFW_EFFECT_SCAN)
		claim(v->reason == SFW_R_SCAN || v->reason == SFW_R_CLOSED_TCP ||
		      v->reason == SFW_R_CLOSED_UDP);
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_verdict v;
	struct sfw_early e;

	assume(f.blocked != SFW_YES || f.blocker < p->n_guards ||
	       f.blocker == SFW_NO_GATE);
	if (any_bool()) {
		e = sfw_decide_early(&f, p);
		if (e.step == SFW_EARLY_PASS)
			return;		/* not judged yet */
		v = e.v;
		claim((e.step == SFW_EARLY_ASK) == (v.ask != SFW_ASK_NOTHING));
		claim((e.step == SFW_EARLY_LET) ==
		      (!v.ask && v.action == SFW_ACT_ACCEPT));
	} else {
		v = sfw_decide(&f, p);
	}
	if (v.ask) {
		claim_question(&v, &f, p);
		return;
	}
	claim(v.reason < SFW_R_MAX);
	claim_answer(&v, &f);
	claim_effects(&v, &f, p);
	claim((v.action == SFW_ACT_ACCEPT) == accepted[v.reason]);
	claim(v.index < places(&v, p));
}
