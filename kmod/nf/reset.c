// SPDX-License-Identifier: GPL-2.0
/*
 * The RST to a segment that connection tracking has not seen. The kernel's
 * nf_send_reset() would have its RST tracked, which allocates a connection
 * only to find it invalid.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/netfilter/ipv4/nf_reject.h>
#include <net/netfilter/ipv6/nf_reject.h>
#include <net/netfilter/nf_conntrack.h>

#include "reset.h"

static void reset4(struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct sk_buff *rst = nf_reject_skb_v4_tcp_reset(state->net, skb,
							 skb->dev, state->hook);

	if (!rst)
		return;
	nf_ct_set(rst, NULL, IP_CT_UNTRACKED);
	skb_dst_set_noref(rst, skb_dst(skb));
	rst->mark = IP4_REPLY_MARK(state->net, skb->mark);
	ip_hdr(rst)->ttl = ip4_dst_hoplimit(skb_dst(skb));
	/* The SYN's route says so of its address: that need not be looked up. */
	if (ip_route_me_harder(state->net, state->sk, rst, RTN_LOCAL) ||
	    rst->len > dst_mtu(skb_dst(rst)))
		kfree_skb(rst);
	else
		ip_local_out(state->net, rst->sk, rst);
}

#if IS_ENABLED(CONFIG_IPV6)
static void reset6(struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct sk_buff *rst = nf_reject_skb_v6_tcp_reset(state->net, skb,
							 skb->dev, state->hook);

	if (!rst)
		return;
	nf_ct_set(rst, NULL, IP_CT_UNTRACKED);
	skb_dst_set_noref(rst, skb_dst(skb));
	rst->mark = IP6_REPLY_MARK(state->net, skb->mark);
	if (ip6_route_me_harder(state->net, state->sk, rst)) {
		kfree_skb(rst);
		return;
	}
	ipv6_hdr(rst)->hop_limit = ip6_dst_hoplimit(skb_dst(rst));
	ip6_local_out(state->net, state->sk, rst);
}
#endif

/**
 * sfw_reset_untracked - answer a SYN by a RST, outside connection tracking
 * @skb: the SYN, with a route, not tracked; still the caller's to drop
 * @state: where it is: before routing
 *
 * The kernel's helpers write it (net/ipv4/netfilter/nf_reject_ipv4.c and its
 * like for IPv6), so it is the same byte for byte as that of sfw_reject().
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
void sfw_reset_untracked(struct sk_buff *skb, const struct nf_hook_state *state)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (state->pf == NFPROTO_IPV6) {
		reset6(skb, state);
		return;
	}
#endif
	reset4(skb, state);
}
