/* SPDX-License-Identifier: GPL-2.0 */
/* Translation of addresses, by the kernel's own NAT core. */
#ifndef SFW_NF_NAT_H
#define SFW_NF_NAT_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

int sfw_nat_init(void);
void sfw_nat_exit(void);
int sfw_nat_register(struct net *net, const struct nf_hook_ops *ops,
		     unsigned int n);
void sfw_nat_unregister(struct net *net, const struct nf_hook_ops *ops,
			unsigned int n);
unsigned int sfw_nat_dst(void *priv, struct sk_buff *skb,
			 const struct nf_hook_state *state);
unsigned int sfw_nat_src(void *priv, struct sk_buff *skb,
			 const struct nf_hook_state *state);

#endif /* SFW_NF_NAT_H */
