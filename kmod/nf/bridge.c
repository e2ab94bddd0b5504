// SPDX-License-Identifier: GPL-2.0
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>

#include "../db/local_addr.h"
#include "bridge.h"
#include "facts.h"

/**
 * sfw_bridge_is_below - whether a bridge is below a device that stands on another one
 * @dev: the device: a VLAN, macvlan, ipvlan, MACsec and the like
 *
 * The ports of a bond or a team are cables.
 *
 * Context: under rcu_read_lock().
 */
bool sfw_bridge_is_below(struct net_device *dev)
{
	struct list_head *at;

	while (dev && !netif_is_bridge_master(dev)) {
		if (netif_is_lag_master(dev))
			return false;
		at = &dev->adj_list.lower;
		dev = netdev_next_lower_dev_rcu(dev, &at);
	}
	return dev;
}

#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
/* Sent to one of this host's addresses, even if others hear it too. */
static bool is_to_us(const struct sk_buff *skb, struct net *net)
{
	struct sfw_addr dst = {};

	if (skb->protocol == htons(ETH_P_IP)) {
		dst.w[0] = ip_hdr(skb)->daddr;
		return *sfw_local_addr_dev(net, NULL, SFW_AF_INET, &dst);
	}
	memcpy(&dst, &ipv6_hdr(skb)->daddr, sizeof(dst));
	return *sfw_local_addr_dev(net, NULL, SFW_AF_INET6, &dst);
}

/**
 * sfw_frame_is_carried - whether a bridge carries a frame to others
 * @skb: a frame in PRE_ROUTING, which br_netfilter shows
 * @net: the namespace
 *
 * Frames to another station are carried, and those to a group or to all, this
 * host perhaps among them: its part of these is judged where it comes in.
 *
 * Context: under rcu_read_lock().
 */
bool sfw_frame_is_carried(const struct sk_buff *skb, struct net *net)
{
	return nf_bridge_info_get(skb)->pkt_otherhost ||
	       (skb->pkt_type != PACKET_HOST && !is_to_us(skb, net));
}

/**
 * sfw_frame_is_led - whether a frame was sent to an address of this host, and a
 * translation leads it to another port of its bridge
 * @skb: a frame, past PRE_ROUTING
 * @net: the namespace
 *
 * Context: under rcu_read_lock().
 */
bool sfw_frame_is_led(const struct sk_buff *skb, struct net *net)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);
	struct sfw_addr dst = {};

	if (!sfw_is_translated(skb))
		return false;
	memcpy(&dst, &nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL)->dst.u3, sizeof(dst));
	return *sfw_local_addr_dev(net, NULL, nf_ct_l3num(ct) == NFPROTO_IPV6 ?
						SFW_AF_INET6 : SFW_AF_INET,
				   &dst);
}
#endif
