/* SPDX-License-Identifier: GPL-2.0 */
/* The early path: what is refused before connection tracking. */
#ifndef SFW_NF_EARLY_H
#define SFW_NF_EARLY_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

struct sfw_db;

bool sfw_early_is_syn(const struct sk_buff *skb, u8 pf);
bool sfw_early_unclaimed(const struct sfw_db *db, struct sk_buff *skb,
			 const struct nf_hook_state *state);

#endif /* SFW_NF_EARLY_H */
