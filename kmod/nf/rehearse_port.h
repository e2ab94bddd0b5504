/* SPDX-License-Identifier: GPL-2.0 */
/* Packets about which a port decides, while a policy is rehearsed. */
#ifndef SFW_NF_REHEARSE_PORT_H
#define SFW_NF_REHEARSE_PORT_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>

#include "../core/policy.h"
#include "../db/policy/rehearsal.h"

bool sfw_rehearse_agrees(const struct sfw_policy *p, const struct sk_buff *skb, u8 pf,
			 u8 proto, u16 port, bool open);
bool sfw_rehearse_lets(const struct sfw_db *db, const struct sk_buff *skb, u8 pf,
		       u32 entry);
bool sfw_rehearse_holds(const struct sfw_db *db, const struct tcphdr *th,
			const struct sk_buff *skb, const struct nf_hook_state *state);
bool sfw_rehearse_opens(const struct sfw_db *db, const struct net *net, u16 port);

#endif /* SFW_NF_REHEARSE_PORT_H */
