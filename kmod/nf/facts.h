/* SPDX-License-Identifier: GPL-2.0 */
/* From a packet to what the decision needs to know of it. */
#ifndef SFW_NF_FACTS_H
#define SFW_NF_FACTS_H

#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>
#include <linux/skbuff.h>

#include "../core/facts.h"

void sfw_facts_gather_source(struct sfw_facts *f, const struct sk_buff *skb,
			     const struct nf_hook_state *state);
void sfw_facts_gather(struct sfw_facts *f, const struct sk_buff *skb,
		      const struct nf_hook_state *state, u8 ct);
void sfw_facts_gather_first(struct sfw_facts *f, const struct sk_buff *skb,
			    struct net *net);

/**
 * sfw_is_bridged - whether a packet is a bridged frame
 * @skb: the packet
 *
 * Those visit the hooks of IP under br_netfilter; they are not routed.
 */
static inline bool sfw_is_bridged(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	const struct nf_bridge_info *info = nf_bridge_info_get(skb);

	return info && info->physoutdev;
#else
	return false;
#endif
}

#endif /* SFW_NF_FACTS_H */
