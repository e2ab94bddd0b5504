/* SPDX-License-Identifier: GPL-2.0 */
/* A SYN that begins a connection of which connection tracking has an entry still. */
#ifndef SFW_NF_REOPEN_H
#define SFW_NF_REOPEN_H

#include "early.h"

/**
 * sfw_may_reopen - whether an established packet for this host may be such a SYN
 * @skb: the packet
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * A look at its first bytes, since each packet of a tracked connection pays it.
 */
static __always_inline bool sfw_may_reopen(const struct sk_buff *skb, u8 pf)
{
	if (likely(sfw_early_is_segment(skb, pf)))
		return sfw_early_tcp(skb, pf)->syn;
	return sfw_early_proto(skb, pf) != IPPROTO_UDP;
}

bool sfw_reopens(const struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* SFW_NF_REOPEN_H */
