// SPDX-License-Identifier: GPL-2.0
/* After the approach of net/ipv4/netfilter/ipt_rpfilter.c and its like. */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <net/ip6_route.h>
#include <net/ip_fib.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>
#include <net/netfilter/nf_conntrack.h>

#include "../compat/route.h"
#include "conntrack.h"
#include "rpfilter.h"

/* Where an answer to a source would go. */
enum way {
	WAY_BACK,	/* out where the packet came in, or, loose, anywhere */
	WAY_ELSEWHERE,	/* by another interface, or nowhere */
	WAY_HERE,	/* to this host itself: the source is its own address */
};

/* The same for all look-ups of one packet. */
struct search {
	const struct sfw_facts *f;
	const struct sk_buff *skb;
	const struct nf_hook_state *state;
	bool strict;
};

/* The answer is routed: rules for its protocol, ports and service count. */
static enum way look4(const struct search *s, u32 mark)
{
	const struct iphdr *iph = ip_hdr(s->skb);
	const struct net_device *in = s->state->in;
	struct net *net = s->state->net;
	struct fib_result res;
	struct flowi4 flow = {
		.flowi4_iif	= LOOPBACK_IFINDEX,
		.flowi4_l3mdev	= l3mdev_master_ifindex_rcu(in),
		.flowi4_mark	= mark,
		.flowi4_scope	= RT_SCOPE_UNIVERSE,
		.flowi4_proto	= s->f->proto,
		.flowi4_uid	= sock_net_uid(net, NULL),
		.fl4_sport	= htons(s->f->dport),
		.fl4_dport	= htons(s->f->sport),
		.daddr		= iph->saddr,
	};

	if (ipv4_is_zeronet(iph->saddr) &&
	    (ipv4_is_lbcast(iph->daddr) || ipv4_is_local_multicast(iph->daddr)))
		return WAY_BACK;
	if (!ipv4_is_multicast(iph->daddr) && !ipv4_is_lbcast(iph->daddr) &&
	    !ipv4_is_zeronet(iph->daddr))
		flow.saddr = iph->daddr;
	sfw_compat_set_tos(&flow, iph);
	if (fib_lookup(net, &flow, &res, FIB_LOOKUP_IGNORE_LINKSTATE))
		return WAY_ELSEWHERE;
	if (res.type == RTN_LOCAL)
		return WAY_HERE;
	if (res.type != RTN_UNICAST)
		return WAY_ELSEWHERE;
	return !s->strict || fib_info_nh_uses_dev(res.fi, in) ? WAY_BACK :
								WAY_ELSEWHERE;
}

#if IS_ENABLED(CONFIG_IPV6)
static enum way way_of6(const struct rt6_info *rt, const struct search *s)
{
	if (rt->dst.error || !rt->rt6i_idev ||
	    rt->rt6i_flags & (RTF_REJECT | RTF_ANYCAST))
		return WAY_ELSEWHERE;
	if (rt->rt6i_flags & RTF_LOCAL)
		return WAY_HERE;
	return !s->strict || rt->rt6i_idev->dev == s->state->in ? WAY_BACK :
								  WAY_ELSEWHERE;
}

/*
 * The route by the interface in question is sought among several to the source,
 * which may be of the same worth: any other choice would be that of a hash. A
 * link-local address has a meaning on its own link only.
 */
static enum way look6(const struct search *s, u32 mark)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(s->skb);
	const struct net_device *in = s->state->in;
	bool on_link = ipv6_addr_type(&ip6h->saddr) & IPV6_ADDR_LINKLOCAL;
	struct net *net = s->state->net;
	struct flowi6 flow = {
		.flowi6_iif	= LOOPBACK_IFINDEX,
		.flowi6_oif	= s->strict || on_link ? in->ifindex : 0,
		.flowi6_l3mdev	= l3mdev_master_ifindex_rcu(in),
		.flowi6_mark	= mark,
		.flowi6_proto	= s->f->proto,
		.flowi6_uid	= sock_net_uid(net, NULL),
		.flowlabel	= ip6_flowinfo(ip6h),
		.fl6_sport	= htons(s->f->dport),
		.fl6_dport	= htons(s->f->sport),
		.daddr		= ip6h->saddr,
	};
	int flags = on_link ? RT6_LOOKUP_F_IFACE : 0;
	struct rt6_info *rt;
	enum way way;

	if (ipv6_addr_type(&ip6h->daddr) & IPV6_ADDR_UNICAST) {
		flow.saddr = ip6h->daddr;
		flags |= RT6_LOOKUP_F_HAS_SADDR;
	}
	rt = dst_rt6_info(ip6_route_lookup(net, &flow, NULL, flags));
	way = way_of6(rt, s);
	dst_release(&rt->dst);
	return way;
}
#endif

static enum way look(const struct search *s, u32 mark)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (s->state->pf == NFPROTO_IPV6)
		return look6(s, mark);
#endif
	return look4(s, mark);
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

/*
 * Packets of this host to a group that it listens to come back with its own
 * source. Those of a VRF were judged on the interface that they came in by.
 */
static bool is_known_to_be_right(const struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	return skb->pkt_type == PACKET_LOOPBACK ||
	       netif_is_l3_master(state->in);
}

/**
 * sfw_rpfilter_lookup - whether the way back to the source leads out where the
 * packet came in (RFC 3704, section 2.2) or, loose, anywhere
 * @f: the packet's facts; @f->spoofed and @f->ours are found
 * @skb: the packet
 * @state: where it is
 * @mode: strict or loose
 *
 * Routes that depend on a mark count, by the packet's mark or, where that
 * does not lead back, by its connection's.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
void sfw_rpfilter_lookup(struct sfw_facts *f, const struct sk_buff *skb,
			 const struct nf_hook_state *state,
			 enum sfw_rpfilter mode)
{
	const struct search s = {
		.f = f, .skb = skb, .state = state,
		.strict = mode == SFW_RPFILTER_STRICT,
	};
	enum way way = WAY_BACK;
	u32 mark;

	if (!is_known_to_be_right(skb, state))
		way = look(&s, skb->mark);
	if (way != WAY_BACK) {
		mark = connection_mark(skb, state);
		if (mark && mark != skb->mark && look(&s, mark) == WAY_BACK)
			way = WAY_BACK;
	}
	f->spoofed = way == WAY_BACK ? SFW_NO : SFW_YES;
	f->ours = way == WAY_HERE;
}

/* The header that the look-up reads. */
static void put_header(struct sk_buff *skb, const struct sfw_facts *f)
{
	struct ipv6hdr *ip6h;
	struct iphdr *iph;

	skb_reset_network_header(skb);
	if (f->family == SFW_AF_INET6) {
		ip6h = skb_put_zero(skb, sizeof(*ip6h));
		ip6h->version = 6;
		ip6h->nexthdr = f->proto;
		memcpy(&ip6h->saddr, &f->src, sizeof(ip6h->saddr));
		memcpy(&ip6h->daddr, &f->dst, sizeof(ip6h->daddr));
		return;
	}
	iph = skb_put_zero(skb, sizeof(*iph));
	iph->version = 4;
	iph->ihl = sizeof(*iph) / 4;
	iph->protocol = f->proto;
	iph->saddr = f->src.w[0];
	iph->daddr = f->dst.w[0];
}

/**
 * sfw_rpfilter_imagine - sfw_rpfilter_lookup() of a packet that does not exist
 * @f: the packet's facts; @f->spoofed and @f->ours are found; none is spoofed without
 *     memory, nor of IPv6 where that was switched off at boot, and has no tables
 * @net: the namespace
 * @in: interface that it would come in by
 * @mode: strict or loose
 *
 * No mark is known, and no connection.
 *
 * Context: under rcu_read_lock().
 */
void sfw_rpfilter_imagine(struct sfw_facts *f, struct net *net,
			  struct net_device *in, enum sfw_rpfilter mode)
{
	bool is_six = f->family == SFW_AF_INET6;
	const struct nf_hook_state state = {
		.hook = NF_INET_PRE_ROUTING, .in = in, .net = net,
		.pf = is_six ? NFPROTO_IPV6 : NFPROTO_IPV4,
	};
	struct sk_buff *skb;

	f->spoofed = SFW_NO;
	if (is_six && !ipv6_mod_enabled())
		return;
	skb = alloc_skb(sizeof(struct ipv6hdr), GFP_ATOMIC);
	if (!skb)
		return;
	put_header(skb, f);
	sfw_rpfilter_lookup(f, skb, &state, mode);
	kfree_skb(skb);
}
