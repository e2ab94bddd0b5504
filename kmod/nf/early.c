// SPDX-License-Identifier: GPL-2.0
#include <linux/inetdevice.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/dst_metadata.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "../compat/route.h"
#include "foreign_hooks.h"
#include "conntrack.h"
#include "early.h"
#include "local_route.h"

static bool has_valid_length(const struct sk_buff *skb, unsigned int at, u8 proto)
{
	const void *header = skb_network_header(skb) + at;
	unsigned int len;

	if (proto == IPPROTO_TCP) {
		len = ((const struct tcphdr *)header)->doff * 4;
		return len >= sizeof(struct tcphdr) && at + len <= skb->len;
	}
	len = ntohs(((const struct udphdr *)header)->len);
	return len >= sizeof(struct udphdr) && at + len <= skb->len;
}

/* It is known to be right, is left to the device of another host, or is not there. */
static bool has_no_checksum(const struct sk_buff *skb, unsigned int at, u8 proto)
{
	const struct udphdr *uh = (const void *)(skb_network_header(skb) + at);

	return skb->ip_summed == CHECKSUM_UNNECESSARY ||
	       skb->ip_summed == CHECKSUM_PARTIAL ||
	       (proto == IPPROTO_UDP && !uh->check);
}

/**
 * sfw_early_is_valid - whether connection tracking would find nothing wrong with a
 * packet's headers
 * @skb: a bare packet of TCP or UDP
 * @state: where it is
 *
 * Those that it finds invalid are dropped in silence: leave that to it.
 *
 * Context: a hook before routing.
 */
bool sfw_early_is_valid(struct sk_buff *skb, const struct nf_hook_state *state)
{
	unsigned int at = sfw_early_header_len(state->pf);
	u8 proto = sfw_early_proto(skb, state->pf);

	return has_valid_length(skb, at, proto) &&
	       (!state->net->ct.sysctl_checksum ||
		has_no_checksum(skb, at, proto) ||
		!nf_checksum(skb, state->hook, at, proto, state->pf));
}

#if IS_ENABLED(CONFIG_IPV6)
/*
 * After ip6_route_input() of net/ipv6/route.c, which modules cannot call. Packets that end
 * here, and do not go on, may be answered: not one from a link-local address, to which the
 * answer leaves by the same link, nor one to an anycast address.
 */
static bool leads_here6(struct sk_buff *skb, const struct nf_hook_state *state,
			bool goes_on)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct flowi6 flow = {
		.flowi6_iif	= skb->dev->ifindex,
		.flowi6_mark	= skb->mark,
		.flowi6_proto	= ip6h->nexthdr,
		.daddr		= ip6h->daddr,
		.saddr		= ip6h->saddr,
		.flowlabel	= ip6_flowinfo(ip6h),
		.fl6_sport	= sfw_early_tcp(skb, NFPROTO_IPV6)->source,
		.fl6_dport	= sfw_early_tcp(skb, NFPROTO_IPV6)->dest,
	};
	int from = ipv6_addr_type(&ip6h->saddr);
	const struct rt6_info *rt;
	struct dst_entry *dst;
	u32 here;

	if (!(from & IPV6_ADDR_UNICAST) || (!goes_on && from & IPV6_ADDR_LINKLOCAL))
		return false;
	dst = ip6_route_input_lookup(state->net, skb->dev, &flow, skb,
				     RT6_LOOKUP_F_HAS_SADDR |
				     RT6_LOOKUP_F_DST_NOREF);
	skb_dst_set_noref(skb, dst);
	rt = dst_rt6_info(dst);
	here = rt->rt6i_flags & (RTF_LOCAL | RTF_ANYCAST);
	return !dst->error && (here == RTF_LOCAL || (goes_on && here));
}
#endif

static bool leads_local(struct sk_buff *skb, const struct nf_hook_state *state,
			bool route, bool goes_on)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (state->pf == NFPROTO_IPV6)
		return leads_here6(skb, state, goes_on);
#endif
	return sfw_route_is_local(skb, state->net, route);
}

/* TCP and UDP, whose ports stand at the same place. */
static bool is_bare(const struct sk_buff *skb, u8 pf)
{
	u8 proto = sfw_early_proto(skb, pf);

	return proto == IPPROTO_TCP ? sfw_early_is_bare(skb, pf, sizeof(struct tcphdr)) :
	       proto == IPPROTO_UDP &&
	       sfw_early_is_bare(skb, pf, sizeof(struct udphdr));
}

static bool is_host(const struct sk_buff *skb, u8 pf)
{
	return pf == NFPROTO_IPV4 && skb->pkt_type == PACKET_HOST &&
	       !sfw_early_forwards(skb->dev, pf);
}

/**
 * sfw_early_leads_here - whether a packet that goes on is for this host
 * @skb: a packet before routing, as for sfw_early_ends_here(), its headers valid
 * @state: where it is
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_early_leads_here(struct sk_buff *skb, const struct nf_hook_state *state)
{
	return is_host(skb, state->pf) || leads_local(skb, state, false, true);
}

/**
 * sfw_early_ends_here - whether a packet is sound, and for this host as it is
 * @skb: a packet of TCP or UDP before routing, to one host
 * @state: where it is
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_early_ends_here(struct sk_buff *skb, const struct nf_hook_state *state)
{
	return sfw_early_is_plain(skb) && is_bare(skb, state->pf) &&
	       sfw_early_is_valid(skb, state) && sfw_early_leads_here(skb, state);
}

/**
 * sfw_early_is_lost - whether neither a connection nor an expectation has a say about a
 * packet, and routing leads it to this host
 * @skb: a packet before routing, as for sfw_early_ends_here(), its headers valid
 * @state: where it is
 * @route: it must have a route in the end, to be answered
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_early_is_lost(struct sk_buff *skb, const struct nf_hook_state *state,
		       bool route)
{
	return !sfw_conntrack_claims(skb, state) && leads_local(skb, state, route, false);
}

/**
 * sfw_early_unclaimed - whether a packet is for this host as it is, and neither a
 * connection, an expectation, a translation nor another firewall has a say
 * @db: private pointer of our hooks
 * @skb: a packet of TCP or UDP before routing
 * @state: where it is
 * @route: it must have a route in the end, to be answered
 *
 * Context: a hook, under rcu_read_lock(). Return: false: it is judged later.
 */
bool sfw_early_unclaimed(const struct sfw_db *db, struct sk_buff *skb,
			 const struct nf_hook_state *state, bool route)
{
	return sfw_early_is_plain(skb) && is_bare(skb, state->pf) &&
	       sfw_no_foreign_hooks(state->net, state->pf, db) &&
	       sfw_early_is_valid(skb, state) &&
	       sfw_early_is_lost(skb, state, route);
}
