/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_NF_VRF_H
#define SFW_NF_VRF_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

bool sfw_vrf_loops(const struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* SFW_NF_VRF_H */
