/* SPDX-License-Identifier: GPL-2.0 */
/* Whether the way back to a packet's source is the way it came. */
#ifndef SFW_NF_RPFILTER_H
#define SFW_NF_RPFILTER_H

#include <linux/netfilter.h>
#include <linux/sfw.h>
#include <linux/skbuff.h>

#include "../core/facts.h"

void sfw_rpfilter_lookup(struct sfw_facts *f, const struct sk_buff *skb,
			 const struct nf_hook_state *state,
			 enum sfw_rpfilter mode);
void sfw_rpfilter_imagine(struct sfw_facts *f, struct net *net,
			  struct net_device *in, enum sfw_rpfilter mode);

#endif /* SFW_NF_RPFILTER_H */
