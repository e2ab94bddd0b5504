/* SPDX-License-Identifier: GPL-2.0 */
/* From a packet to the facts that the decision needs. */
#ifndef SFW_NF_FACTS_H
#define SFW_NF_FACTS_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/netfilter/nf_conntrack.h>

#include "../core/facts.h"

/**
 * sfw_is_translated - whether a destination NAT, of anybody, has led a packet
 * elsewhere
 * @skb: the packet
 */
static inline bool sfw_is_translated(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	return ct && ct->status & IPS_DST_NAT;
}

struct net_device *sfw_facts_port(const struct sk_buff *skb,
				  struct net_device *in);
void sfw_facts_gather_dev(struct sfw_facts *f, const struct sk_buff *skb,
			  const struct net_device *in);
void sfw_facts_gather_source(struct sfw_facts *f, const struct sk_buff *skb,
			     const struct nf_hook_state *state);
void sfw_facts_gather(struct sfw_facts *f, const struct sk_buff *skb,
		      const struct nf_hook_state *state, u8 ct);
void sfw_facts_gather_first(struct sfw_facts *f, const struct sk_buff *skb,
			    const struct nf_hook_state *state);

#endif /* SFW_NF_FACTS_H */
