/* SPDX-License-Identifier: GPL-2.0 */
/* Answers to refused packets. */
#ifndef SFW_NF_REJECT_H
#define SFW_NF_REJECT_H

#include <linux/netfilter.h>
#include <linux/sfw.h>
#include <linux/skbuff.h>

#include "reset.h"

void sfw_reject(u8 action, struct sk_buff *skb,
		const struct nf_hook_state *state);

/**
 * sfw_reject_untracked - answer a packet that connection tracking has not seen
 * @action: enum sfw_action; SFW_ACT_DROP: by nothing
 * @skb: the packet, as for sfw_reset_untracked()
 * @state: where it is
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
static inline void sfw_reject_untracked(u8 action, struct sk_buff *skb,
					const struct nf_hook_state *state)
{
	if (action == SFW_ACT_RST)
		sfw_reset_untracked(skb, state);
	else if (action != SFW_ACT_DROP)
		sfw_reject(action, skb, state);
}

#endif /* SFW_NF_REJECT_H */
