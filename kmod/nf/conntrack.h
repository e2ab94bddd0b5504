/* SPDX-License-Identifier: GPL-2.0 */
/* Connection tracking: look-ups for packets that it has not seen yet, and its room. */
#ifndef SFW_NF_CONNTRACK_H
#define SFW_NF_CONNTRACK_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/netfilter/nf_conntrack.h>

#include "../core/facts.h"

struct nf_conn *sfw_conntrack_find(const struct sk_buff *skb,
				   const struct nf_hook_state *state);
u8 sfw_conntrack_state(const struct sk_buff *skb,
		       const struct nf_hook_state *state);

/**
 * sfw_conntrack_knows - whether a packet belongs to a tracked connection
 * @skb: the packet
 * @state: where it is
 *
 * Context: a netfilter hook.
 */
static inline bool sfw_conntrack_knows(const struct sk_buff *skb,
				       const struct nf_hook_state *state)
{
	return sfw_conntrack_state(skb, state) == SFW_CT_ESTABLISHED;
}

/**
 * sfw_conntrack_is_about_full - whether the rest of connection tracking's table is for
 * packets that begin a connection
 * @net: the namespace
 *
 * A sixteenth. 0 is no limit, which 7.x refuses.
 *
 * Context: any.
 */
static inline bool sfw_conntrack_is_about_full(const struct net *net)
{
	unsigned int most = READ_ONCE(nf_conntrack_max);

	return most && nf_conntrack_count(net) >= most - most / 16;
}

/* How far a connection of TCP is. */
enum sfw_tcp_phase {
	SFW_TCP_BEGINS,		/* its source may be forged */
	SFW_TCP_LIVES,
	SFW_TCP_ENDS,		/* one side or both have said so */
	SFW_TCP_OVER,		/* kept for stray packets */
};

enum sfw_tcp_phase sfw_conntrack_phase(const struct nf_conn *ct);
void sfw_conntrack_forget(const struct sk_buff *skb, const struct nf_hook_state *state);
bool sfw_conntrack_is_helped(const struct sk_buff *skb,
			     const struct nf_hook_state *state);
bool sfw_conntrack_is_expected(const struct nf_conn *ct, struct net *net);
bool sfw_conntrack_expects(const struct sk_buff *skb,
			   const struct nf_hook_state *state);
bool sfw_conntrack_claims(const struct sk_buff *skb,
			  const struct nf_hook_state *state);

#endif /* SFW_NF_CONNTRACK_H */
