/* SPDX-License-Identifier: GPL-2.0 */
/* Verdicts, for the files that make them. */
#ifndef SFW_CORE_VERDICT_H
#define SFW_CORE_VERDICT_H

#include "decide.h"

static inline struct sfw_verdict accept(enum sfw_reason reason)
{
	return (struct sfw_verdict){ .action = SFW_ACT_ACCEPT,
				     .reason = reason };
}

static inline struct sfw_verdict refuse(enum sfw_action action,
					enum sfw_reason reason)
{
	return (struct sfw_verdict){ .action = action, .reason = reason };
}

static inline struct sfw_verdict by(struct sfw_verdict v, enum sfw_rule rule,
				    u32 index)
{
	v.rule = rule;
	v.index = index;
	return v;
}

static inline struct sfw_verdict ask(enum sfw_ask what, u32 index)
{
	return (struct sfw_verdict){ .ask = what, .index = index };
}

/**
 * sfw_unless_fresh - what becomes of a segment that no known connection has
 * @f: the segment
 * @v: its verdict otherwise
 * @masq: what sfw_fresh_addr() is to be asked for
 *
 * A gateway of a pair that has just taken over an address does not know yet the
 * connections that belong to it: their table comes later than their segments. A RST
 * would end them; the peers send again the segments that are not answered.
 */
static inline struct sfw_verdict sfw_unless_fresh(const struct sfw_facts *f,
						  struct sfw_verdict v, u32 masq)
{
	if (f->fresh == SFW_UNKNOWN)
		return ask(SFW_ASK_FRESH, masq);
	return f->fresh == SFW_YES ? refuse(SFW_ACT_DROP, SFW_R_NOT_SYN) : v;
}

struct sfw_verdict sfw_decide_forward(const struct sfw_facts *f,
				      const struct sfw_policy *p);

#endif /* SFW_CORE_VERDICT_H */
