/* SPDX-License-Identifier: GPL-2.0 */
/* Refused packets, for those who listen and for the log. */
#ifndef SFW_NF_TELL_H
#define SFW_NF_TELL_H

#include <linux/netfilter.h>

#include "../core/facts.h"
#include "../core/policy.h"
#include "../db/db.h"
#include "../db/events.h"
#include "log.h"

void sfw_tell(const struct sfw_db *db, const struct sfw_facts *f, u8 reason,
	      const struct sk_buff *skb, const struct nf_hook_state *state);

/**
 * sfw_refused - a packet is refused, and counted
 * @db: the namespace
 * @p: the policy
 * @f: the packet, of which only the source need be known
 * @reason: enum sfw_reason
 * @skb: the packet
 * @state: where it is
 *
 * Costs next to nothing where nobody wants to know.
 *
 * Context: a receive hook, under rcu_read_lock().
 */
static inline void sfw_refused(const struct sfw_db *db,
			       const struct sfw_policy *p,
			       const struct sfw_facts *f, u8 reason,
			       const struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	if (static_branch_unlikely(&sfw_events_wanted))
		sfw_tell(db, f, reason, skb, state);
	if (unlikely(p->setting[SFW_S_LOG] & SFW_REFUSED_BIT(reason)))
		sfw_log(&db->events->logs, reason, skb, state);
}

#endif /* SFW_NF_TELL_H */
