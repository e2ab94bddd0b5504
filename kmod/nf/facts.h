/* SPDX-License-Identifier: GPL-2.0 */
/* From a packet to what the decision needs to know of it. */
#ifndef SFW_NF_FACTS_H
#define SFW_NF_FACTS_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/facts.h"

void sfw_facts_gather_source(struct sfw_facts *f, const struct sk_buff *skb,
			     const struct nf_hook_state *state);
void sfw_facts_gather(struct sfw_facts *f, const struct sk_buff *skb,
		      const struct nf_hook_state *state, u8 ct);
bool sfw_is_bridged(const struct sk_buff *skb);
void sfw_facts_gather_first(struct sfw_facts *f, const struct sk_buff *skb,
			    struct net *net);

#endif /* SFW_NF_FACTS_H */
