/* SPDX-License-Identifier: GPL-2.0 */
/* Packets that a rehearsal leaves untracked, where the table of connections is about full. */
#ifndef SFW_NF_REHEARSE_ROOM_H
#define SFW_NF_REHEARSE_ROOM_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct net;
struct sfw_db;

bool sfw_rehearse_spares(const struct sfw_db *db, const struct net *net);
bool sfw_rehearse_spared(const struct sfw_db *db);
unsigned int sfw_rehearse_untracked(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state);

#endif /* SFW_NF_REHEARSE_ROOM_H */
