// SPDX-License-Identifier: GPL-2.0
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/dst_metadata.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/route.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/tcp.h>

#include "../db/local_addr.h"
#include "facts.h"

static bool gather_tcp(struct sfw_facts *f, const struct sk_buff *skb, int at)
{
	struct tcphdr buf;
	const struct tcphdr *th = skb_header_pointer(skb, at, sizeof(buf),
						     &buf);

	if (!th || th->doff * 4 < sizeof(*th))
		return false;
	f->sport = ntohs(th->source);
	f->dport = ntohs(th->dest);
	f->tcp_flags = tcp_flag_byte(th);
	return true;
}

/* UDP and SCTP begin with the same two fields; @need is the whole header. */
static bool gather_ports(struct sfw_facts *f, const struct sk_buff *skb,
			 int at, int need)
{
	__be16 buf[2];
	const __be16 *ports;

	if (at + need > skb->len)
		return false;
	ports = skb_header_pointer(skb, at, sizeof(buf), buf);
	if (!ports)
		return false;
	f->sport = ntohs(ports[0]);
	f->dport = ntohs(ports[1]);
	return true;
}

/* ICMP and ICMPv6 begin with the same field. */
static bool gather_icmp(struct sfw_facts *f, const struct sk_buff *skb, int at)
{
	u8 buf;
	const u8 *type = skb_header_pointer(skb, at, sizeof(buf), &buf);

	if (!type || at + (int)sizeof(struct icmphdr) > skb->len)
		return false;
	f->icmp_type = *type;
	return true;
}

/* Short ones are closed as any protocol is: the kernel drops them by itself. */
static bool gather_igmp(struct sfw_facts *f, const struct sk_buff *skb, int at)
{
	u8 buf;
	const u8 *type = skb_header_pointer(skb, at, sizeof(buf), &buf);

	if (type)
		f->icmp_type = *type;
	return true;
}

static bool gather_l4(struct sfw_facts *f, const struct sk_buff *skb, int at)
{
	switch (f->proto) {
	case IPPROTO_TCP:
		return gather_tcp(f, skb, at);
	case IPPROTO_UDP:
		return gather_ports(f, skb, at, sizeof(struct udphdr));
	case IPPROTO_SCTP:
		return gather_ports(f, skb, at, sizeof(struct sctphdr));
	case IPPROTO_IGMP:
		return gather_igmp(f, skb, at);
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return gather_icmp(f, skb, at);
	default:
		return true;
	}
}

static bool gather_ipv4(struct sfw_facts *f, const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);

	f->dst.w[0] = iph->daddr;
	f->proto = iph->protocol;
	f->hop_limit = iph->ttl;
	/* No fragment gets behind connection tracking, which has the kernel
	 * reassemble; of any but the first the ports would be a guess.
	 */
	if (ip_is_fragment(iph))
		return false;
	return gather_l4(f, skb, skb_network_offset(skb) + ip_hdrlen(skb));
}

static bool gather_ipv6(struct sfw_facts *f, const struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	unsigned short fragoff = 0;
	unsigned int at = 0;
	int proto, flags = 0;

	memcpy(&f->dst, &ip6h->daddr, sizeof(f->dst));
	f->hop_limit = ip6h->hop_limit;
	proto = ipv6_find_hdr(skb, &at, -1, &fragoff, &flags);
	if (proto < 0 || fragoff)
		return false;
	f->proto = proto;
	return gather_l4(f, skb, at);
}

/* For more than this host: such a packet says nothing about its sender. */
static bool is_multicast(const struct sfw_facts *f, const struct sk_buff *skb)
{
	const struct rtable *rt = skb_valid_dst(skb) ? skb_rtable(skb) : NULL;

	if (skb->pkt_type != PACKET_HOST)
		return true;
	if (f->family == SFW_AF_INET6)
		return ipv6_addr_is_multicast(&ipv6_hdr(skb)->daddr);
	return rt && rt->rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST);
}

/*
 * A packet passes the hooks before routing on the port of a VRF, and then all
 * hooks on the device of the VRF.
 */
static struct net_device *find_vrf(const struct sk_buff *skb,
				   const struct net_device *in)
{
	int port;

	if (netif_is_l3_slave(in))
		return netdev_master_upper_dev_get_rcu((struct net_device *)in);
	port = !skb ? 0 : skb->protocol == htons(ETH_P_IPV6) ?
		      inet6_sdif(skb) : inet_sdif(skb);
	return port ? dev_get_by_index_rcu(dev_net(in), port) : NULL;
}

/**
 * sfw_facts_port - the interface by which a packet came by a cable
 * @skb: the packet
 * @in: the one by which it comes now, which may be the device of a VRF
 *
 * Context: under rcu_read_lock(). Return: @in where no other one is known.
 */
struct net_device *sfw_facts_port(const struct sk_buff *skb,
				  struct net_device *in)
{
	struct net_device *port = NULL;

	if (netif_is_l3_master(in))
		port = find_vrf(skb, in);
	return port ?: in;
}

/**
 * sfw_facts_gather_dev - names of the interface by which a packet came
 * @f: the packet
 * @skb: the packet; NULL: one of which no more is known
 * @in: the interface
 *
 * Context: under rcu_read_lock(), which the names live under too.
 */
void sfw_facts_gather_dev(struct sfw_facts *f, const struct sk_buff *skb,
			  const struct net_device *in)
{
	const struct net_device *vrf;

	f->dev = in->name;
	if (likely(!netif_is_l3_slave(in) && !netif_is_l3_master(in)))
		return;
	vrf = find_vrf(skb, in);
	f->vrf = vrf ? vrf->name : "";
}

/**
 * sfw_facts_gather_source - read only where a packet comes from
 * @f: all zero before; the facts found are set, all else stays unknown or zero
 * @skb: a packet whose network header the stack has checked
 * @state: where it is
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
void sfw_facts_gather_source(struct sfw_facts *f, const struct sk_buff *skb,
			     const struct nf_hook_state *state)
{
	sfw_facts_gather_dev(f, skb, state->in);
	f->loopback = state->in->flags & IFF_LOOPBACK;
	if (state->pf == NFPROTO_IPV6) {
		f->family = SFW_AF_INET6;
		memcpy(&f->src, &ipv6_hdr(skb)->saddr, sizeof(f->src));
	} else {
		f->family = SFW_AF_INET;
		f->src.w[0] = ip_hdr(skb)->saddr;
	}
}

/**
 * sfw_facts_gather - read a packet
 * @f: all zero before; the facts found are set, the lazy ones stay unknown, @f->now zero
 * @skb: a packet whose network header the stack has checked
 * @state: where it is
 * @ct: enum sfw_ct_state
 *
 * Only complete headers count: a short or contradictory one leaves @f->malformed
 * set.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
void sfw_facts_gather(struct sfw_facts *f, const struct sk_buff *skb,
		      const struct nf_hook_state *state, u8 ct)
{
	sfw_facts_gather_source(f, skb, state);
	f->ct = ct;
	f->forwarded = state->hook == NF_INET_FORWARD;
	if (f->forwarded)
		f->out = state->out->name;
	f->multicast = is_multicast(f, skb);
	if (f->family == SFW_AF_INET6)
		f->malformed = !gather_ipv6(f, skb);
	else
		f->malformed = !gather_ipv4(f, skb);
}

/**
 * sfw_facts_gather_first - where a packet was sent to before any translation
 * @f: the packet, as sfw_facts_gather() left it
 * @skb: the packet, which connection tracking has seen
 * @state: where it is
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
void sfw_facts_gather_first(struct sfw_facts *f, const struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	const struct nf_conntrack_tuple *tuple;
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	f->first_dst = f->dst;
	f->first_dport = f->dport;
	f->translated = sfw_is_translated(skb);
	if (f->translated) {
		tuple = nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL);
		memcpy(&f->first_dst, &tuple->dst.u3, sizeof(f->first_dst));
		if (f->dport)
			f->first_dport = ntohs(tuple->dst.u.all);
	}
	f->local_dev = sfw_local_addr_dev(state->net, sfw_facts_port(skb, state->in),
					  f->family, &f->first_dst);
}
