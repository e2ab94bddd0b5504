// SPDX-License-Identifier: GPL-2.0
/* Packets after a specification. */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/route.h>

#include "bench.h"

static void put_tcp(struct sk_buff *skb, const struct bench_spec *spec,
		    __be16 sport, __be16 dport, u32 len)
{
	struct tcphdr *tcp = skb_put_zero(skb, sizeof(*tcp));

	tcp->source = sport;
	tcp->dest = dport;
	tcp->seq = htonl(spec->seq);
	tcp->ack_seq = htonl(spec->ack_seq);
	tcp->doff = sizeof(*tcp) / 4;
	((u8 *)tcp)[13] = spec->flags;
	tcp->window = htons(64240);
	skb_put_zero(skb, spec->len);
	tcp->check = csum_tcpudp_magic(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr,
				       len, IPPROTO_TCP,
				       csum_partial(tcp, len, 0));
}

static void put_udp(struct sk_buff *skb, const struct bench_spec *spec,
		    __be16 sport, __be16 dport, u32 len)
{
	struct udphdr *udp = skb_put_zero(skb, sizeof(*udp));

	udp->source = sport;
	udp->dest = dport;
	udp->len = htons(len);
	skb_put_zero(skb, spec->len);
	udp->check = csum_tcpudp_magic(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr,
				       len, IPPROTO_UDP,
				       csum_partial(udp, len, 0));
}

static u32 l4_len(const struct bench_spec *spec)
{
	return spec->len + (spec->proto == IPPROTO_TCP ?
			    sizeof(struct tcphdr) : sizeof(struct udphdr));
}

static void put_ip(struct sk_buff *skb, const struct bench_spec *spec, u32 i)
{
	struct iphdr *ip = skb_put_zero(skb, sizeof(*ip));

	skb_set_network_header(skb, (u8 *)ip - skb->data);
	skb_set_transport_header(skb, (u8 *)(ip + 1) - skb->data);
	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->tot_len = htons(sizeof(*ip) + l4_len(spec));
	ip->ttl = 64;
	ip->protocol = spec->proto;
	ip->saddr = spec->sources ?
		    bench_sources[spec->first + i % spec->sources] : spec->saddr;
	ip->daddr = spec->daddr;
	ip_send_check(ip);
}

static struct sk_buff_fclones *pair_of(struct sk_buff *skb)
{
	return container_of(skb, struct sk_buff_fclones, skb1);
}

/**
 * bench_slot_init - get the memory of a packet
 * @slot: the memory
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int bench_slot_init(struct bench_slot *slot)
{
	slot->page = alloc_page(GFP_KERNEL);
	slot->skb = alloc_skb_fclone(1, GFP_KERNEL);
	if (slot->page && slot->skb) {
		kfree(slot->skb->head);
		return 0;
	}
	if (slot->page)
		put_page(slot->page);
	kfree_skb(slot->skb);
	*slot = (struct bench_slot){};
	return -ENOMEM;
}

/* The page is its data: a head that no slab knows. */
static void fill(struct bench_slot *slot)
{
	memset(slot->skb, 0, offsetof(struct sk_buff, tail));
	get_page(slot->page);
	build_skb_around(slot->skb, page_address(slot->page), PAGE_SIZE);
	slot->skb->fclone = SKB_FCLONE_ORIG;
	refcount_set(&pair_of(slot->skb)->fclone_ref, 2);
}

/**
 * bench_slot_is_free - whether the packet has met its end
 * @slot: its memory
 */
bool bench_slot_is_free(const struct bench_slot *slot)
{
	return refcount_read(&pair_of(slot->skb)->fclone_ref) == 1;
}

/**
 * bench_slot_exit - give the memory back
 * @slot: the memory, whose packet has met its end
 */
void bench_slot_exit(struct bench_slot *slot)
{
	fill(slot);
	refcount_set(&pair_of(slot->skb)->fclone_ref, 1);
	kfree_skb(slot->skb);
	put_page(slot->page);
}

/**
 * bench_packet - one packet, as the driver of a network card hands it up
 * @slot: its memory
 * @spec: which, checked by bench_parse()
 * @dev: where it comes in, or NULL: it begins with its IP header
 * @i: its number
 */
void bench_packet(struct bench_slot *slot, const struct bench_spec *spec,
		  struct net_device *dev, u32 i)
{
	__be16 sport = htons(spec->sport + i % spec->sports);
	__be16 dport = htons(spec->dport + i % spec->dports);
	u32 len = l4_len(spec);
	struct sk_buff *skb = slot->skb;
	struct ethhdr *eth;

	fill(slot);
	skb_reserve(skb, NET_SKB_PAD + LL_MAX_HEADER - ETH_HLEN);
	if (dev) {
		eth = skb_put_zero(skb, sizeof(*eth));
		ether_addr_copy(eth->h_dest, dev->dev_addr);
		eth->h_source[0] = 2;
		eth->h_proto = htons(ETH_P_IP);
	}
	put_ip(skb, spec, i);
	if (spec->proto == IPPROTO_TCP)
		put_tcp(skb, spec, sport, dport, len);
	else
		put_udp(skb, spec, sport, dport, len);
	if (dev) {
		skb->protocol = eth_type_trans(skb, dev);
		skb->ip_summed = CHECKSUM_UNNECESSARY;
	}
}

/**
 * bench_send - this host sends a packet
 * @net: the namespace
 * @skb: begins with its IP header; ours no longer
 *
 * Context: bottom halves off. Return: 0 or an error.
 */
int bench_send(struct net *net, struct sk_buff *skb)
{
	struct flowi4 flow = {
		.saddr = ip_hdr(skb)->saddr,
		.daddr = ip_hdr(skb)->daddr,
		.flowi4_proto = ip_hdr(skb)->protocol,
	};
	struct rtable *route = ip_route_output_key(net, &flow);

	if (IS_ERR(route)) {
		kfree_skb(skb);
		return PTR_ERR(route);
	}
	skb_dst_set(skb, &route->dst);
	return ip_local_out(net, NULL, skb);
}
