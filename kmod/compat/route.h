/* SPDX-License-Identifier: GPL-2.0 */
/* Differences in looking up routes. */
#ifndef SFW_COMPAT_ROUTE_H
#define SFW_COMPAT_ROUTE_H

#include <net/flow.h>
#include <net/inet_dscp.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/route.h>

#ifndef dst_rt6_info	/* before 6.10, unless backported */
#define dst_rt6_info(ptr)	container_of(ptr, struct rt6_info, dst)
#endif

/**
 * sfw_compat_set_tos - put the type of service into a look-up, as the kernel
 * itself does for packets it routes
 * @fl: the look-up
 * @iph: header of the packet
 *
 * 6.18 made a type of its own of it; before 6.12 its upper bits did not count.
 */
static inline void sfw_compat_set_tos(struct flowi4 *fl, const struct iphdr *iph)
{
#ifdef SFW_HAVE_FLOWI4_DSCP
	fl->flowi4_dscp = inet_dsfield_to_dscp(iph->tos);
#elif defined(SFW_HAVE_WHOLE_DSCP)
	fl->flowi4_tos = iph->tos & INET_DSCP_MASK;
#else
	fl->flowi4_tos = iph->tos & IPTOS_RT_MASK;
#endif
}

/**
 * sfw_compat_route_input - route a packet that came in
 * @skb: the packet, without a route
 * @iph: its header
 *
 * The type of service became a type of its own in 6.13, the result a reason.
 *
 * Context: under rcu_read_lock(). Return: whether it has a route now.
 */
static inline bool sfw_compat_route_input(struct sk_buff *skb,
					  const struct iphdr *iph)
{
#ifdef SFW_HAVE_ROUTE_INPUT_DSCP
	return !ip_route_input_noref(skb, iph->daddr, iph->saddr, ip4h_dscp(iph),
				     skb->dev);
#else
	return !ip_route_input_noref(skb, iph->daddr, iph->saddr, iph->tos,
				     skb->dev);
#endif
}

#endif /* SFW_COMPAT_ROUTE_H */
