// SPDX-License-Identifier: GPL-2.0
#include "model.h"

/* Senders without an address, and traffic that its own link answers. */
static bool is_not_routed(const struct sfw_facts *f)
{
	return sfw_model_unspecified(f) ||
	       (sfw_model_neighbour(f) && !f->malformed);
}

static bool is_known_server(const struct sfw_facts *f,
			    const struct sfw_policy *p)
{
	return p->setting[SFW_S_DHCP] == 1 && sfw_model_dhcp(f) &&
	       !f->malformed && !f->ours;
}

/* The end is known: later steps can only say the same. */
static bool is_lost(const struct sfw_facts *f, const struct sfw_verdict *late)
{
	if (late->action == SFW_ACT_ACCEPT)
		return false;
	if (f->proto == 17)
		return late->reason == SFW_R_CLOSED_UDP && !f->bound;
	return late->reason == SFW_R_CLOSED_TCP || late->reason == SFW_R_SCAN;
}

/* Nothing stands at the port, and nobody remembers the packet. */
bool sfw_model_is_let(const struct sfw_policy *p, const struct sfw_verdict *v)
{
	if (v->ask != SFW_ASK_NOTHING || v->effects || v->reason != SFW_R_PORT)
		return false;
	return !p->gates || (p->gates[v->index].knock == SFW_NO_GATE &&
			     p->gates[v->index].guard == SFW_NO_GATE);
}

/* The socket of TCP knows the rest of its connection. */
static bool goes_untracked(const struct sfw_facts *f, const struct sfw_policy *p,
			   const struct sfw_verdict *v)
{
	struct sfw_verdict quiet = *v;

	if (f->proto != 6)
		return sfw_model_is_let(p, v);
	quiet.effects &= ~SFW_EFFECT_KNOCK;
	return v->reason == SFW_R_TRUSTED || sfw_model_is_let(p, &quiet);
}

static bool may_end(const struct sfw_facts *f, const struct sfw_policy *p)
{
	if (f->multicast || f->malformed)
		return false;
	if (f->proto == 6)
		return p->setting[SFW_S_EARLY] == 1 && (f->tcp_flags & 0x17) == 2;
	return f->proto == 17 && p->direct_udp && f->ct == SFW_CT_UNTRACKED;
}

static struct sfw_early first(const struct sfw_facts *f,
			      const struct sfw_policy *p)
{
	struct sfw_verdict late = sfw_model_decide(f, p);
	struct sfw_early later = { .step = SFW_EARLY_PASS };

	if (!may_end(f, p))
		return later;
	if (p->direct && goes_untracked(f, p, &late))
		return (struct sfw_early){ SFW_EARLY_LET, late };
	if (late.ask == SFW_ASK_LISTED)
		return (struct sfw_early){ SFW_EARLY_ASK, late };
	if (late.ask || !is_lost(f, &late))
		return later;
	return (struct sfw_early){ SFW_EARLY_UNCLAIMED, late };
}

/* Whether it has the last word, or a question. */
bool sfw_model_spoofed(const struct sfw_facts *f, const struct sfw_policy *p,
		       struct sfw_verdict *v)
{
	if (p->setting[SFW_S_RPFILTER] == 0 || is_not_routed(f) ||
	    f->spoofed == SFW_NO ||
	    (f->spoofed == SFW_YES && is_known_server(f, p)))
		return false;
	*v = (struct sfw_verdict){ .ask = SFW_ASK_SPOOFED };
	if (f->spoofed == SFW_YES)
		*v = (struct sfw_verdict){
			.action = SFW_ACT_DROP, .reason = SFW_R_RPFILTER,
			.rule = SFW_RULE_SETTING, .index = SFW_S_RPFILTER,
		};
	return true;
}

/* The verdict means nothing where the packet is not judged yet. */
struct sfw_early sfw_model_early(const struct sfw_facts *f,
				 const struct sfw_policy *p)
{
	struct sfw_early e = { .step = SFW_EARLY_PASS };

	if (f->loopback)
		return e;
	if (sfw_model_blocked(f, p, &e.v) || sfw_model_spoofed(f, p, &e.v)) {
		e.step = e.v.ask ? SFW_EARLY_ASK : SFW_EARLY_REFUSE;
		return e;
	}
	return first(f, p);
}
