// SPDX-License-Identifier: GPL-2.0
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <net/dst_metadata.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "../compat/route.h"
#include "alone.h"
#include "conntrack.h"
#include "early.h"
#include "here.h"

/* What conntrack finds invalid is dropped in silence: leave that to it. */
static bool is_valid(struct sk_buff *skb, const struct nf_hook_state *state)
{
	unsigned int at = sfw_early_header_len(state->pf);

	if (skb->len < at + sfw_early_tcp(skb, state->pf)->doff * 4)
		return false;
	return !state->net->ct.sysctl_checksum ||
	       !nf_checksum(skb, state->hook, at, IPPROTO_TCP, state->pf);
}

#if IS_ENABLED(CONFIG_IPV6)
/* After ip6_route_input() of net/ipv6/route.c, which modules cannot call. */
static bool leads_here6(struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct flowi6 flow = {
		.flowi6_iif	= skb->dev->ifindex,
		.flowi6_mark	= skb->mark,
		.flowi6_proto	= IPPROTO_TCP,
		.daddr		= ip6h->daddr,
		.saddr		= ip6h->saddr,
		.flowlabel	= ip6_flowinfo(ip6h),
		.fl6_sport	= sfw_early_tcp(skb, NFPROTO_IPV6)->source,
		.fl6_dport	= sfw_early_tcp(skb, NFPROTO_IPV6)->dest,
	};
	int from = ipv6_addr_type(&ip6h->saddr);
	const struct rt6_info *rt;
	struct dst_entry *dst;

	/* The one has no answer, that to the other leaves by the same link. */
	if (!(from & IPV6_ADDR_UNICAST) || from & IPV6_ADDR_LINKLOCAL)
		return false;
	dst = ip6_route_input_lookup(state->net, skb->dev, &flow, skb,
				     RT6_LOOKUP_F_HAS_SADDR |
				     RT6_LOOKUP_F_DST_NOREF);
	skb_dst_set_noref(skb, dst);
	rt = dst_rt6_info(dst);
	return !dst->error && rt->rt6i_flags & RTF_LOCAL &&
	       !(rt->rt6i_flags & RTF_ANYCAST);
}
#endif

static bool leads_here(struct sk_buff *skb, const struct nf_hook_state *state,
		       bool route)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (state->pf == NFPROTO_IPV6)
		return leads_here6(skb, state);
#endif
	return sfw_here(skb, state->net, route);
}

/**
 * sfw_early_unclaimed - whether a SYN is for this host as it is, and neither a
 * connection, an expectation, a translation nor another firewall has a say
 * @f: the packet's facts
 * @db: private pointer of our hooks
 * @skb: a packet before routing
 * @state: where it is
 * @route: it must have a route in the end, to be answered
 *
 * Context: a receive hook, under rcu_read_lock(). Return: false: it is judged
 * later.
 */
bool sfw_early_unclaimed(const struct sfw_facts *f, const struct sfw_db *db,
			 struct sk_buff *skb,
			 const struct nf_hook_state *state, bool route)
{
	if (skb->_nfct || skb->sk || skb_dst(skb) || skb_sec_path(skb) ||
	    netif_is_l3_master(skb->dev) || netif_is_l3_slave(skb->dev))
		return false;
	return sfw_early_is_syn(skb, state->pf) &&
	       sfw_is_alone(state->net, state->pf, db) &&
	       is_valid(skb, state) && !sfw_conntrack_claims(f, state->net) &&
	       leads_here(skb, state, route);
}
