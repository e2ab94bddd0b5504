// SPDX-License-Identifier: GPL-2.0
/* Errors of ICMP about packets that sockets of this host have sent. */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "early.h"
#include "quoted.h"
#include "socket.h"

/* As nf_conntrack_icmpv4_error(). */
static bool is_error4(u8 type)
{
	return type == ICMP_DEST_UNREACH || type == ICMP_SOURCE_QUENCH ||
	       type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETERPROB ||
	       type == ICMP_REDIRECT;
}

static bool is_error6(u8 type)
{
	return !(type & ICMPV6_INFOMSG_MASK);
}

/* Offset of the quoted packet; below 0: there is none, or not in good order. */
static int quote_at(struct sk_buff *skb, const struct nf_hook_state *state)
{
	bool v6 = state->pf == NFPROTO_IPV6;
	unsigned int at = v6 ? sizeof(struct ipv6hdr) : ip_hdrlen(skb);
	u8 proto = sfw_early_proto(skb, state->pf), buf;
	const u8 *type;

	if (proto != (v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP))
		return -1;
	type = skb_header_pointer(skb, at, sizeof(buf), &buf);
	if (!type || !(v6 ? is_error6(*type) : is_error4(*type)) ||
	    (state->net->ct.sysctl_checksum &&
	     nf_checksum(skb, state->hook, at, proto, state->pf)))
		return -1;
	return at + sizeof(struct icmphdr);
}

/* The quoted packet, turned round: as its answer would come. */
static int turn4(struct sfw_facts *f, const struct sk_buff *skb, int at)
{
	struct iphdr buf;
	const struct iphdr *iph = skb_header_pointer(skb, at, sizeof(buf), &buf);

	if (!iph || iph->ihl < 5 || ntohs(iph->frag_off) & IP_OFFSET ||
	    iph->saddr != ip_hdr(skb)->daddr)
		return -1;
	f->family = SFW_AF_INET;
	f->proto = iph->protocol;
	f->src.w[0] = iph->daddr;
	f->dst.w[0] = iph->saddr;
	return at + iph->ihl * 4;
}

static int turn6(struct sfw_facts *f, const struct sk_buff *skb, int at)
{
	struct ipv6hdr buf;
	const struct ipv6hdr *ip6h = skb_header_pointer(skb, at, sizeof(buf), &buf);
	__be16 frag = 0;
	u8 proto;
	int end;

	if (!ip6h || !ipv6_addr_equal(&ip6h->saddr, &ipv6_hdr(skb)->daddr))
		return -1;
	proto = ip6h->nexthdr;
	f->family = SFW_AF_INET6;
	memcpy(&f->src, &ip6h->daddr, sizeof(f->src));
	memcpy(&f->dst, &ip6h->saddr, sizeof(f->dst));
	end = ipv6_skip_exthdr(skb, at + sizeof(*ip6h), &proto, &frag);
	f->proto = proto;
	return ntohs(frag) & ~0x7 ? -1 : end;
}

/**
 * sfw_quotes_socket - whether a packet is an error about one that a live local socket
 * has sent
 * @f: all zero; gets the answer that the quoted packet might have had, if it is one of UDP
 *     with @f->bound: a socket that takes answers of anybody may have sent it
 * @skb: a packet for this host that belongs to no tracked connection
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock(). Return: whether a socket that is
 * connected to its destination has.
 */
bool sfw_quotes_socket(struct sfw_facts *f, struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	int at = quote_at(skb, state);
	const __be16 *ports;
	__be16 buf[2];

	if (at < 0)
		return false;
	at = state->pf == NFPROTO_IPV6 ? turn6(f, skb, at) : turn4(f, skb, at);
	if (at < 0 || (f->proto != IPPROTO_TCP && f->proto != IPPROTO_UDP))
		return false;
	ports = skb_header_pointer(skb, at, sizeof(buf), buf);
	if (!ports)
		return false;
	f->sport = ntohs(ports[1]);
	f->dport = ntohs(ports[0]);
	return sfw_socket_owns(f, skb, state, false);
}
