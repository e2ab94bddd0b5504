/* SPDX-License-Identifier: GPL-2.0 */
/* The early path: what is refused before connection tracking. */
#ifndef SFW_NF_EARLY_H
#define SFW_NF_EARLY_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/tcp.h>

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

/* Most packets are told apart by their protocol and TCP flags: those first. */
static inline bool sfw_early_looks_syn(const struct sk_buff *skb, u8 pf)
{
	u8 proto = pf == NFPROTO_IPV6 ? ipv6_hdr(skb)->nexthdr :
					ip_hdr(skb)->protocol;

	return proto == IPPROTO_TCP &&
	       skb_headlen(skb) >= sfw_early_header_len(pf) +
				   sizeof(struct tcphdr) &&
	       sfw_is_syn(tcp_flag_byte(sfw_early_tcp(skb, pf)));
}

/**
 * sfw_early_is_syn - whether a packet may be judged by the early path
 * @skb: a packet before routing
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * That is a TCP SYN without options of IP, whose headers lie as drivers put
 * them. All that others pay for the early path is this.
 */
static inline bool sfw_early_is_syn(const struct sk_buff *skb, u8 pf)
{
	return sfw_early_looks_syn(skb, pf) &&
	       (pf == NFPROTO_IPV6 ||
		(ip_hdr(skb)->ihl == 5 && !ip_is_fragment(ip_hdr(skb))));
}

bool sfw_early_unclaimed(const struct sfw_facts *f, const struct sfw_db *db,
			 struct sk_buff *skb,
			 const struct nf_hook_state *state, bool route);

#endif /* SFW_NF_EARLY_H */
