/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_NF_RESET_H
#define SFW_NF_RESET_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

void sfw_reset_untracked(struct sk_buff *skb,
			 const struct nf_hook_state *state);

#endif /* SFW_NF_RESET_H */
