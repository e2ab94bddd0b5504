// SPDX-License-Identifier: GPL-2.0
/* After the approach of net/ipv4/netfilter/ipt_rpfilter.c and its like. */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <net/ip6_route.h>
#include <net/ip_fib.h>
#include <net/l3mdev.h>
#include <net/netfilter/nf_conntrack.h>

#include "../compat/route.h"
#include "conntrack.h"
#include "rpfilter.h"

static bool uses_dev(const struct fib_result *res, const struct net_device *dev)
{
	return fib_info_nh_uses_dev(res->fi, dev) ||
	       l3mdev_master_ifindex_rcu(FIB_RES_DEV(*res)) == dev->ifindex;
}

static bool passes4(const struct sk_buff *skb,
		    const struct nf_hook_state *state, bool strict, u32 mark)
{
	const struct iphdr *iph = ip_hdr(skb);
	struct fib_result res;
	struct flowi4 flow = {
		.flowi4_iif	= LOOPBACK_IFINDEX,
		.flowi4_l3mdev	= l3mdev_master_ifindex_rcu(state->in),
		.flowi4_mark	= mark,
		.flowi4_scope	= RT_SCOPE_UNIVERSE,
		.flowi4_uid	= sock_net_uid(state->net, NULL),
		.daddr		= iph->saddr,
	};

	if (ipv4_is_zeronet(iph->saddr))
		return ipv4_is_lbcast(iph->daddr) ||
		       ipv4_is_local_multicast(iph->daddr);
	if (!ipv4_is_multicast(iph->daddr) && !ipv4_is_lbcast(iph->daddr))
		flow.saddr = iph->daddr;
	if (fib_lookup(state->net, &flow, &res, FIB_LOOKUP_IGNORE_LINKSTATE))
		return false;
	if (res.type != RTN_UNICAST)
		return false;
	return !strict || uses_dev(&res, state->in);
}

#if IS_ENABLED(CONFIG_IPV6)
static bool passes6(const struct sk_buff *skb,
		    const struct nf_hook_state *state, bool strict, u32 mark)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct flowi6 flow = {
		.flowi6_iif	= LOOPBACK_IFINDEX,
		.flowi6_l3mdev	= l3mdev_master_ifindex_rcu(state->in),
		.flowi6_mark	= mark,
		.flowi6_proto	= ip6h->nexthdr,
		.flowi6_uid	= sock_net_uid(state->net, NULL),
		.daddr		= ip6h->saddr,
	};
	int flags = RT6_LOOKUP_F_IGNORE_LINKSTATE;
	const struct net_device *dev;
	struct rt6_info *rt;
	bool passes = false;

	if (ipv6_addr_is_multicast(&ip6h->saddr))
		return false;
	if (!ipv6_addr_is_multicast(&ip6h->daddr)) {
		flow.saddr = ip6h->daddr;
		flags |= RT6_LOOKUP_F_HAS_SADDR;
	}
	rt = dst_rt6_info(ip6_route_lookup(state->net, &flow, skb, flags));
	if (!rt->dst.error && rt->rt6i_idev &&
	    !(rt->rt6i_flags & (RTF_REJECT | RTF_ANYCAST | RTF_LOCAL))) {
		dev = rt->rt6i_idev->dev;
		passes = !strict || dev == state->in ||
			 l3mdev_master_ifindex_rcu(dev) == state->in->ifindex;
	}
	dst_release(&rt->dst);
	return passes;
}
#endif

static bool passes(const struct sk_buff *skb,
		   const struct nf_hook_state *state, bool strict, u32 mark)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (state->pf == NFPROTO_IPV6)
		return passes6(skb, state, strict, mark);
#endif
	return passes4(skb, state, strict, mark);
}

/*
 * The mark that a connection's packets will be given, later on their way, by
 * a rule that restores it (as wg-quick does).
 */
static u32 connection_mark(const struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	u32 mark = 0;
#if IS_ENABLED(CONFIG_NF_CONNTRACK_MARK)
	struct nf_conn *ct = sfw_conntrack_find(skb, state);

	if (!ct)
		return 0;
	mark = READ_ONCE(ct->mark);
	nf_ct_put(ct);
#endif
	return mark;
}

/**
 * sfw_rpfilter_passes - whether the way back to the source leads out where the
 * packet came in (RFC 3704, section 2.2) or, loose, anywhere
 * @skb: the packet
 * @state: where it is: before routing
 * @mode: strict or loose
 *
 * Routes that depend on a mark count, by the packet's mark or, where that
 * does not lead back, by its connection's.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_rpfilter_passes(const struct sk_buff *skb,
			 const struct nf_hook_state *state,
			 enum sfw_rpfilter mode)
{
	bool strict = mode == SFW_RPFILTER_STRICT;
	u32 mark;

	if (passes(skb, state, strict, skb->mark))
		return true;
	mark = connection_mark(skb, state);
	return mark && mark != skb->mark && passes(skb, state, strict, mark);
}
