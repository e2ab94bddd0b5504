/* SPDX-License-Identifier: GPL-2.0 */
/* The early path: refusals before connection tracking. */
#ifndef SFW_NF_EARLY_H
#define SFW_NF_EARLY_H

#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/tcp.h>
#include <net/xfrm.h>

#include "../core/decide.h"

struct sfw_db;

static inline unsigned int sfw_early_header_len(u8 pf)
{
	return pf == NFPROTO_IPV6 ? sizeof(struct ipv6hdr) :
				    sizeof(struct iphdr);
}

static inline const struct tcphdr *sfw_early_tcp(const struct sk_buff *skb,
						 u8 pf)
{
	return (const void *)(skb_network_header(skb) +
			      sfw_early_header_len(pf));
}

static inline u8 sfw_early_proto(const struct sk_buff *skb, u8 pf)
{
	return pf == NFPROTO_IPV6 ? ipv6_hdr(skb)->nexthdr : ip_hdr(skb)->protocol;
}

/* Its first header of layer 4 is where that of a packet without options is. */
static inline bool sfw_early_is_bare(const struct sk_buff *skb, u8 pf,
				     unsigned int need)
{
	return skb_headlen(skb) >= sfw_early_header_len(pf) + need &&
	       (pf == NFPROTO_IPV6 ||
		(ip_hdr(skb)->ihl == 5 && !ip_is_fragment(ip_hdr(skb))));
}

static inline bool sfw_early_is_segment(const struct sk_buff *skb, u8 pf)
{
	return sfw_early_proto(skb, pf) == IPPROTO_TCP &&
	       sfw_early_is_bare(skb, pf, sizeof(struct tcphdr));
}

/**
 * sfw_early_is_syn - whether a packet is a bare SYN, as "set early on" judges it
 * @skb: a packet before routing
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * True for a TCP SYN without IP options, with its headers in the linear part. Where no
 * source is screened and nothing goes direct, this is the whole cost of other packets.
 */
static inline bool sfw_early_is_syn(const struct sk_buff *skb, u8 pf)
{
	return sfw_early_is_segment(skb, pf) &&
	       sfw_is_syn(tcp_flag_byte(sfw_early_tcp(skb, pf)));
}

/* Nobody has said anything of it yet: it came by a cable, outside of any tunnel. */
static inline bool sfw_early_is_plain(const struct sk_buff *skb)
{
	return !skb->_nfct && !skb->sk && !skb_dst(skb) && !skb_sec_path(skb) &&
	       !netif_is_l3_master(skb->dev) && !netif_is_l3_slave(skb->dev);
}

/**
 * sfw_early_forwards - whether a packet from a device may be for another host
 * @dev: the device
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Context: under rcu_read_lock().
 */
static inline bool sfw_early_forwards(const struct net_device *dev, u8 pf)
{
	struct in_device *in_dev;

#if IS_ENABLED(CONFIG_IPV6)
	if (pf == NFPROTO_IPV6) {
		const struct inet6_dev *idev = __in6_dev_get(dev);

		return !idev || READ_ONCE(idev->cnf.forwarding);
	}
#endif
	in_dev = __in_dev_get_rcu(dev);
	return !in_dev || IN_DEV_FORWARD(in_dev);
}

/**
 * sfw_early_unscreened - whether one look at the source shows that no block and no
 * reverse path concerns a packet
 * @p: the policy
 * @skb: the packet
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 */
static __always_inline bool sfw_early_unscreened(const struct sfw_policy *p,
						 const struct sk_buff *skb, u8 pf)
{
	return p->screens == SFW_SCREENS_NOTHING ||
	       (p->screens == SFW_SCREENS_BLOCKS && pf == NFPROTO_IPV4 &&
		!sfw_prefixes_glance4(p->blocks, ip_hdr(skb)->saddr) &&
		!rcu_access_pointer(p->timed_blocks));
}

bool sfw_early_is_valid(struct sk_buff *skb, const struct nf_hook_state *state);
bool sfw_early_ends_here(struct sk_buff *skb, const struct nf_hook_state *state);
bool sfw_early_leads_here(struct sk_buff *skb, const struct nf_hook_state *state);
bool sfw_early_is_lost(struct sk_buff *skb, const struct nf_hook_state *state,
		       bool route);
bool sfw_early_unclaimed(const struct sfw_db *db, struct sk_buff *skb,
			 const struct nf_hook_state *state, bool route);

#endif /* SFW_NF_EARLY_H */
