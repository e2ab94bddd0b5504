// SPDX-License-Identifier: GPL-2.0
#include "facts.h"
#include "tell.h"

/**
 * sfw_tell - let those who listen know that a packet was refused
 * @db: the namespace
 * @f: the packet; what is not known of it yet is read
 * @reason: enum sfw_reason
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_tell(const struct sfw_db *db, const struct sfw_facts *f, u8 reason,
	      const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct sfw_facts whole;

	if (!sfw_events_heard(db->events))
		return;
	if (!f->proto) {
		sfw_facts_gather(&whole, skb, state, SFW_CT_NEW);
		f = &whole;
	}
	sfw_events_refuse(db->events, f, reason);
}
