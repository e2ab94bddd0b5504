/* SPDX-License-Identifier: GPL-2.0 */
/* Live connections that go by the kernel's flow table. */
#ifndef SFW_NF_FLOW_H
#define SFW_NF_FLOW_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/netfilter/nf_flow_table.h>

void sfw_flow_add(struct nf_flowtable *table, struct sk_buff *skb,
		  const struct nf_hook_state *state);
bool sfw_flow_arrives(const struct flow_offload *flow);

#endif /* SFW_NF_FLOW_H */
