/* SPDX-License-Identifier: GPL-2.0 */
/* The decision: facts and policy in, verdict out. */
#ifndef SFW_CORE_DECIDE_H
#define SFW_CORE_DECIDE_H

#include "facts.h"
#include "policy.h"

/* Facts that the decision needs before it can go on. */
enum sfw_ask {
	SFW_ASK_NOTHING,
	SFW_ASK_OWNER,		/* sfw_facts.owner */
	SFW_ASK_LISTED,		/* sfw_facts.listed */
	SFW_ASK_KNOCKED,	/* sfw_facts.knocked, of the gate in index */
	SFW_ASK_ADMITTED,	/* sfw_facts.admitted, of the gate in index */
	SFW_ASK_BLOCKED,	/* sfw_facts.blocked */
	SFW_ASK_SPOOFED,	/* sfw_facts.spoofed and ours */
	SFW_ASK_ANSWERS,	/* sfw_facts.answers */
	SFW_ASK_FRESH,		/* sfw_facts.fresh, see sfw_fresh_addr() */
};

/* Side effects of a packet. */
enum sfw_effect {
	SFW_EFFECT_SCAN = 1,	/* list its source as a scanner, or renew that */
	SFW_EFFECT_KNOCK = 2,	/* it knocks at a port of a sequence */
	SFW_EFFECT_BLOCK = 4,	/* block its source for its guard's time */
};

/* Which part of the policy decided. */
enum sfw_rule {
	SFW_RULE_NONE,		/* the fixed order of judgement */
	SFW_RULE_SETTING,	/* index: enum sfw_setting */
	SFW_RULE_TRUST,		/* index: into sfw_policy.trusts */
	SFW_RULE_ENTRY,		/* index: into sfw_policy.entries */
	SFW_RULE_BLOCK,		/* a block that holds the source; no index */
	SFW_RULE_GUARD,		/* index: into sfw_policy.guards */
	SFW_RULE_KNOCK,		/* index: into sfw_policy.knocks */
	SFW_RULE_LAN,		/* index: into sfw_policy.lans */
	SFW_RULE_FORWARD,	/* index: into sfw_policy.forwards */
};

/**
 * struct sfw_verdict - action on a packet, and its reason
 * @action: enum sfw_action
 * @reason: enum sfw_reason
 * @ask: enum sfw_ask; unless SFW_ASK_NOTHING, only @index is valid besides:
 *	 fill in that fact and decide again
 * @rule: enum sfw_rule
 * @effects: enum sfw_effect, or-ed
 * @index: which one of that kind
 */
struct sfw_verdict {
	u8 action;
	u8 reason;
	u8 ask;
	u8 rule;
	u8 effects;
	u32 index;
};

/* How far the judgement before connection tracking comes. */
enum sfw_early_step {
	SFW_EARLY_PASS,		/* it goes on, and is judged behind it */
	SFW_EARLY_ASK,		/* fill in a fact and decide again */
	SFW_EARLY_REFUSE,	/* it ends here */
	SFW_EARLY_UNCLAIMED,	/* it ends here, if nothing claims it */
	SFW_EARLY_LET,		/* it goes on untracked, if nothing claims it */
};

/**
 * struct sfw_early - action on a packet before connection tracking
 * @step: enum sfw_early_step
 * @v: the question of SFW_EARLY_ASK, the verdict with which it ends here, or the one
 *     that it gets later, untracked; nothing with SFW_EARLY_PASS
 *
 * A packet is unclaimed that is for this host as it is, and that no connection,
 * expectation, translation or other firewall can make anything else of.
 */
struct sfw_early {
	u8 step;
	struct sfw_verdict v;
};

/**
 * sfw_passes - whether a packet needs no judgement
 * @loopback: came in by the loopback interface
 * @ct: enum sfw_ct_state
 * @reason: set when it returns true
 *
 * The first steps of the order of judgement, apart so that a hook can take
 * them before it looks at the packet's headers.
 */
static inline bool sfw_passes(bool loopback, u8 ct, u8 *reason)
{
	if (loopback)
		*reason = SFW_R_LO;
	else if (ct == SFW_CT_ESTABLISHED)
		*reason = SFW_R_ESTABLISHED;
	else if (ct == SFW_CT_RELATED)
		*reason = SFW_R_RELATED;
	else
		return false;
	return true;
}

/**
 * sfw_is_syn - whether TCP flags ask for a new connection
 * @tcp_flags: byte 13 of the TCP header
 */
static inline bool sfw_is_syn(u8 tcp_flags)
{
	return (tcp_flags & (SFW_TCP_FIN | SFW_TCP_SYN | SFW_TCP_RST |
			     SFW_TCP_ACK)) == SFW_TCP_SYN;
}

/**
 * sfw_blocks_end - whether blocked prefixes have the last word
 * @p: the policy
 *
 * Return: true: sfw_decide_early() drops all that comes from one of them by a
 * real interface, for SFW_R_BLOCKED, but neighbour discovery.
 */
static inline bool sfw_blocks_end(const struct sfw_policy *p)
{
	return !p->exempts->n && !p->n_exempt && !p->n_trusts;
}

/**
 * sfw_fresh_addr - the address that SFW_ASK_FRESH is about
 * @v: the question
 * @f: the packet
 * @p: the policy
 *
 * Return: the destination of a packet to this host, and for one that is forwarded the
 * address that its connection would be hidden behind, or NULL: any of the interface
 * by which it leaves.
 */
static inline const struct sfw_addr *sfw_fresh_addr(const struct sfw_verdict *v,
						    const struct sfw_facts *f,
						    const struct sfw_policy *p)
{
	if (!f->forwarded)
		return &f->dst;
	return v->index == SFW_NO_ENTRY ? NULL : &p->masqs[v->index].to;
}

bool sfw_is_exempt(const struct sfw_facts *f, const struct sfw_policy *p);
struct sfw_early sfw_decide_early(const struct sfw_facts *f,
				  const struct sfw_policy *p);
struct sfw_verdict sfw_decide(const struct sfw_facts *f,
			      const struct sfw_policy *p);

#endif /* SFW_CORE_DECIDE_H */
