/* SPDX-License-Identifier: GPL-2.0 */
/* Answers to refused packets. */
#ifndef SFW_NF_REJECT_H
#define SFW_NF_REJECT_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

void sfw_reject(u8 action, struct sk_buff *skb,
		const struct nf_hook_state *state);

#endif /* SFW_NF_REJECT_H */
