/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frames that a bridge carries, which br_netfilter shows to the hooks of IP:
 *
 *   port -> PRE_ROUTING -+-> FORWARD ------> port	carried on
 *			  `-> LOCAL_IN, or routed	for this host
 *
 * Only one of the ways is ours to judge, but which one it will be is not known
 * in PRE_ROUTING, and a frame that goes up visits it no second time.
 */
#ifndef SFW_NF_BRIDGE_H
#define SFW_NF_BRIDGE_H

#include <linux/netdevice.h>
#include <linux/netfilter_bridge.h>
#include <linux/skbuff.h>

/**
 * sfw_is_bridged - whether a packet is a frame on its way to another port
 * @skb: the packet, past PRE_ROUTING
 */
static inline bool sfw_is_bridged(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	const struct nf_bridge_info *info = nf_bridge_info_get(skb);

	return info && info->physoutdev;
#else
	return false;
#endif
}

bool sfw_frame_is_carried(const struct sk_buff *skb, struct net *net);
bool sfw_frame_is_led(const struct sk_buff *skb, struct net *net);

/**
 * sfw_stays_bridged - whether a frame on its way to another port was for others
 * from the beginning
 * @skb: the packet, past PRE_ROUTING
 * @net: the namespace
 *
 * Context: under rcu_read_lock().
 */
static inline bool sfw_stays_bridged(const struct sk_buff *skb, struct net *net)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	return sfw_is_bridged(skb) && !sfw_frame_is_led(skb, net);
#else
	return false;
#endif
}

/**
 * sfw_leave_bridge - forget the frame in which a packet came
 * @skb: the packet, which goes no further
 *
 * The kernel's RST to a frame goes out by the port where that came in, past
 * connection tracking, which may have a translation to take back.
 */
static inline void sfw_leave_bridge(struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	skb_ext_del(skb, SKB_EXT_BRIDGE_NF);
#endif
}

/**
 * sfw_is_carried - whether a packet is a frame that is not for this host alone
 * @skb: the packet, in PRE_ROUTING
 * @net: the namespace
 *
 * Context: under rcu_read_lock().
 */
static inline bool sfw_is_carried(const struct sk_buff *skb, struct net *net)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	const struct nf_bridge_info *info = nf_bridge_info_get(skb);

	return info && info->in_prerouting && sfw_frame_is_carried(skb, net);
#else
	return false;
#endif
}

bool sfw_bridge_is_below(struct net_device *dev);

/**
 * sfw_is_on_bridge - whether packets by a device go through a bridge of this host
 * @dev: the device
 *
 * Rules of the bridge may ask for the state of connections, and none of the tables of IP
 * shows these.
 *
 * Context: under rcu_read_lock().
 */
static inline bool sfw_is_on_bridge(struct net_device *dev)
{
	return netif_is_bridge_master(dev) ||
	       (unlikely(!list_empty(&dev->adj_list.lower)) && sfw_bridge_is_below(dev));
}

/**
 * sfw_comes_bridged - whether packets from a device may be bridged frames
 * @in: the device
 */
static inline bool sfw_comes_bridged(const struct net_device *in)
{
	return IS_ENABLED(CONFIG_BRIDGE_NETFILTER) &&
	       netif_is_bridge_master(in);
}

#endif /* SFW_NF_BRIDGE_H */
