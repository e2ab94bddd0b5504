// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/minmax.h>
#include <linux/netdevice.h>
#include <net/route.h>

#include "../db/local_addr.h"
#include "facts.h"
#include "socket.h"
#include "vrf.h"

/*
 * A looped packet still has its output route; one from a cable has a route of
 * another kind, but a route between VRFs may lead packets of other devices here.
 */
static bool loops4(const struct sfw_facts *f, const struct sk_buff *skb,
		   struct net *net)
{
	return rt_is_output_route(skb_rtable(skb)) &&
	       *sfw_local_addr_dev(net, NULL, f->family, &f->src);
}

/*
 * Routes of IPv6 have no such kinds, and IPv6 accepts an own address as the
 * source of a packet from a cable. So the socket that sent it must exist.
 */
static bool loops6(const struct sfw_facts *f, const struct sk_buff *skb,
		   const struct nf_hook_state *state)
{
	struct sfw_facts sender = *f;

	if (f->malformed ||
	    (f->proto != IPPROTO_TCP && f->proto != IPPROTO_UDP))
		return false;
	swap(sender.src, sender.dst);
	swap(sender.sport, sender.dport);
	return sfw_socket_owns(&sender, skb, state, false);
}

/**
 * sfw_vrf_loops - whether this host sent a packet to itself within a VRF
 * @skb: a packet for this host, new to connection tracking
 * @state: where it is
 *
 * The device of the VRF stands for the loopback interface there, see
 * vrf_local_xmit() of drivers/net/vrf.c; but packets from a cable of the VRF
 * come in by it as well.
 *
 * Context: a hook, under rcu_read_lock(). Return: false also where that is
 * unknown: under IPv6 protocols other than TCP and UDP, and unconnected UDP.
 */
bool sfw_vrf_loops(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct sfw_facts f = {};

	if (!netif_is_l3_master(state->in))
		return false;
	sfw_facts_gather(&f, skb, state, SFW_CT_NEW);
	return f.family == SFW_AF_INET6 ? loops6(&f, skb, state) :
					  loops4(&f, skb, state->net);
}
