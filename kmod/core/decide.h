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
};

/* Which part of the policy decided. */
enum sfw_rule {
	SFW_RULE_NONE,		/* the fixed order of judgement */
	SFW_RULE_SETTING,	/* index: enum sfw_setting */
	SFW_RULE_TRUST,		/* index: into sfw_policy.trusts */
	SFW_RULE_ENTRY,		/* index: into sfw_policy.entries */
};

/**
 * struct sfw_verdict - what is done with a packet and why
 * @action: enum sfw_action
 * @reason: enum sfw_reason
 * @ask: enum sfw_ask; unless SFW_ASK_NOTHING, the rest is not valid yet: fill
 *	 in that fact and decide again
 * @rule: enum sfw_rule
 * @index: which one of that kind
 */
struct sfw_verdict {
	u8 action;
	u8 reason;
	u8 ask;
	u8 rule;
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

struct sfw_verdict sfw_decide(const struct sfw_facts *f,
			      const struct sfw_policy *p);

#endif /* SFW_CORE_DECIDE_H */
