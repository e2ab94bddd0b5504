/* SPDX-License-Identifier: GPL-2.0 */
/* Peers with live connections: they are not taken for port scanners. */
#ifndef SFW_NF_PEERS_H
#define SFW_NF_PEERS_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/facts.h"
#include "../db/list/list.h"

void sfw_peer_note(struct sfw_list *peers, u8 family,
		   const struct sfw_addr *peer, const struct sk_buff *skb);
int sfw_peers_start(struct sfw_list *peers, struct net *net);
bool sfw_peer_lives(const struct sfw_list *peers, const struct sfw_facts *f,
		    struct net *net);
void sfw_peer_note_out(struct sfw_list *peers, const struct sk_buff *skb,
		       const struct nf_hook_state *state);
unsigned int sfw_peer_local_out(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state);

#endif /* SFW_NF_PEERS_H */
