/* SPDX-License-Identifier: GPL-2.0 */
/* The way of a packet through the firewall. */
#ifndef SFW_NF_JUDGE_H
#define SFW_NF_JUDGE_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

unsigned int sfw_judge_early4(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state);
unsigned int sfw_judge_early6(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state);
unsigned int sfw_judge_local(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state);
unsigned int sfw_judge_forward(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state);

unsigned int sfw_judge_rehearsed(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state);

#endif /* SFW_NF_JUDGE_H */
