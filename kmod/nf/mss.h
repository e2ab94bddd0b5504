/* SPDX-License-Identifier: GPL-2.0 */
/* The largest TCP segment that fits the links of a forwarded connection. */
#ifndef SFW_NF_MSS_H
#define SFW_NF_MSS_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

unsigned int sfw_mss_clamp(void *priv, struct sk_buff *skb,
			   const struct nf_hook_state *state);

#endif /* SFW_NF_MSS_H */
