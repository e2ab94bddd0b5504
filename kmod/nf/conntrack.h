/* SPDX-License-Identifier: GPL-2.0 */
/* What connection tracking knows of packets that it has not seen yet. */
#ifndef SFW_NF_CONNTRACK_H
#define SFW_NF_CONNTRACK_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/facts.h"

struct nf_conn;

struct nf_conn *sfw_conntrack_find(const struct sk_buff *skb,
				   const struct nf_hook_state *state);
bool sfw_conntrack_knows(const struct sk_buff *skb,
			 const struct nf_hook_state *state);
bool sfw_conntrack_claims(const struct sfw_facts *f, struct net *net);

#endif /* SFW_NF_CONNTRACK_H */
