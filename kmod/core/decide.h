/* SPDX-License-Identifier: GPL-2.0 */
/* The decision: facts and policy in, verdict out. */
#ifndef SFW_CORE_DECIDE_H
#define SFW_CORE_DECIDE_H

#include "facts.h"
#include "policy.h"

/* What the decision needs to know before it can go on. */
enum sfw_ask {
	SFW_ASK_NOTHING,
	SFW_ASK_OWNER,		/* sfw_facts.owner */
	SFW_ASK_LISTED,		/* sfw_facts.listed */
	SFW_ASK_KNOCKED,	/* sfw_facts.knocked, of the gate in index */
	SFW_ASK_ADMITTED,	/* sfw_facts.admitted, of the gate in index */
	SFW_ASK_BLOCKED,	/* sfw_facts.blocked */
	SFW_ASK_SPOOFED,	/* sfw_facts.spoofed */
	SFW_ASK_UNCLAIMED,	/* sfw_facts.unclaimed */
};

/* What a packet changes, beside being judged. */
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
	SFW_RULE_BLOCK,		/* index: into sfw_policy.blocks->item */
	SFW_RULE_GUARD,		/* index: into sfw_policy.guards */
	SFW_RULE_KNOCK,		/* index: into sfw_policy.locks */
	SFW_RULE_LAN,		/* index: into sfw_policy.lans */
	SFW_RULE_FORWARD,	/* index: into sfw_policy.forwards */
};

/**
 * struct sfw_verdict - what is done with a packet and why
 * @action: enum sfw_action
 * @reason: enum sfw_reason
 * @ask: enum sfw_ask; unless SFW_ASK_NOTHING, the rest but @index is not valid
 *	 yet: fill in that fact and decide again
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

bool sfw_is_dhcp(const struct sfw_facts *f);
bool sfw_is_exempt(const struct sfw_facts *f, const struct sfw_policy *p);
/**
 * sfw_blocks_end - whether blocked prefixes have the last word
 * @p: the policy
 *
 * Return: true: sfw_decide_early() drops all that comes from one of them by a
 * real interface, for SFW_R_BLOCKED.
 */
static inline bool sfw_blocks_end(const struct sfw_policy *p)
{
	return !p->exempts->n && !p->n_trusts;
}

struct sfw_verdict sfw_decide_early(const struct sfw_facts *f,
				    const struct sfw_policy *p);
struct sfw_verdict sfw_decide(const struct sfw_facts *f,
			      const struct sfw_policy *p);

#endif /* SFW_CORE_DECIDE_H */
