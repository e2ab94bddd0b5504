// SPDX-License-Identifier: GPL-2.0
#include <linux/bitmap.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <net/ip_fib.h>
#include <net/route.h>

#include "../compat/route.h"
#include "local_route.h"
#include "../db/record.h"

#define OWN_BITS	8	/* 256 bits tell addresses apart */
#define OWN_MOST	64	/* devices and addresses that are worth a walk */

/**
 * struct local_route - a destination that routing found to be this host
 * @record: its head
 * @net: cookie of the namespace
 * @genid: of its routes then: a change of routes, rules or addresses bumps it
 * @iif: where the packet came in
 * @daddr: where it was sent to
 * @tos: its type of service
 * @own: the namespace's addresses, hashed: as a source they are martians
 *
 * After ip_route_use_hint() of net/ipv4/route.c, which modules cannot call:
 * without rules, only the source of another packet to there can make a
 * difference.
 */
struct local_route {
	struct sfw_record record;
	u64 net;
	int genid;
	int iif;
	__be32 daddr;
	u8 tos;
	DECLARE_BITMAP(own, 1 << OWN_BITS);
};

static DEFINE_PER_CPU(struct local_route, local_route);

static u32 own_bit(__be32 a)
{
	return (__force u32)a * 0x9e3779b1u >> (32 - OWN_BITS);
}

/* As fib_validate_source(), where it need not look at routes. */
static bool is_plain_source(const struct local_route *h, __be32 a)
{
	return !ipv4_is_multicast(a) && !ipv4_is_lbcast(a) &&
	       !ipv4_is_zeronet(a) && !ipv4_is_loopback(a) &&
	       !test_bit(own_bit(a), h->own);
}

static bool is_any_source_taken(struct net *net,
				const struct net_device *dev)
{
	struct in_device *in_dev = __in_dev_get_rcu(dev);

	return in_dev && !IN_DEV_RPFILTER(in_dev) &&
	       !fib4_has_custom_rules(net) &&
	       !net->ipv4.fib_has_custom_local_routes &&
	       !fib_num_tclassid_users(net);
}

static bool is_known(const struct local_route *h, const struct sk_buff *skb,
		     struct net *net)
{
	unsigned int start = sfw_record_read(&h->record);
	const struct iphdr *iph = ip_hdr(skb);

	return iph->daddr == h->daddr && iph->tos == h->tos &&
	       skb->dev->ifindex == h->iif && net->net_cookie == h->net &&
	       rt_genid_ipv4(net) == h->genid &&
	       is_any_source_taken(net, skb->dev) &&
	       is_plain_source(h, iph->saddr) &&
	       !sfw_record_is_lost(&h->record, start);
}

/* Every address of a namespace; or all that there are, if it has too many. */
static void note_own(unsigned long *own, const struct net *net)
{
	const struct in_device *in_dev;
	const struct in_ifaddr *ifa;
	const struct net_device *dev;
	u32 n = 0;

	bitmap_zero(own, 1 << OWN_BITS);
	for_each_netdev_rcu(net, dev) {
		in_dev = __in_dev_get_rcu(dev);
		n++;
		if (in_dev)
			in_dev_for_each_ifa_rcu(ifa, in_dev) {
				__set_bit(own_bit(ifa->ifa_local), own);
				n++;
			}
		if (n > OWN_MOST) {
			bitmap_fill(own, 1 << OWN_BITS);
			return;
		}
	}
}

/* A change since @genid was read shows in the genid of the next packet. */
static void learn(struct local_route *h, const struct sk_buff *skb,
		  const struct net *net, int genid)
{
	if (!sfw_record_write(&h->record))
		return;
	if (h->net != net->net_cookie || h->genid != genid)
		note_own(h->own, net);
	h->net = net->net_cookie;
	h->genid = genid;
	h->iif = skb->dev->ifindex;
	h->daddr = ip_hdr(skb)->daddr;
	h->tos = ip_hdr(skb)->tos;
	sfw_record_written(&h->record);
}

/**
 * sfw_route_is_local - whether routing says that an IPv4 packet is for this host
 * @skb: the packet, without a route
 * @net: the namespace
 * @route: it must have a route then
 *
 * Context: a hook before routing, under rcu_read_lock().
 */
bool sfw_route_is_local(struct sk_buff *skb, struct net *net, bool route)
{
	struct local_route *h = raw_cpu_ptr(&local_route);	/* any CPU's */
	int genid = rt_genid_ipv4(net);

	if (!route && is_known(h, skb, net))
		return true;
	smp_rmb();	/* see learn() */
	if (!sfw_compat_route_input(skb, ip_hdr(skb)) ||
	    skb_rtable(skb)->rt_type != RTN_LOCAL)
		return false;
	if (!route)
		learn(h, skb, net, genid);
	return true;
}
