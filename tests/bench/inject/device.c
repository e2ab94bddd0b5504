// SPDX-License-Identifier: GPL-2.0
/* Links of kind "sfwbench": packets are injected into them, and end in them. */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <net/rtnetlink.h>

#include "bench.h"

DEFINE_PER_CPU(struct bench_fates, bench_fates);

static enum bench_fate fate_of(struct sk_buff *skb)
{
	struct tcphdr _tcp, *tcp;
	struct iphdr *ip;

	if (skb->protocol != htons(ETH_P_IP))
		return BENCH_SENT_OTHER;
	ip = ip_hdr(skb);
	if (ip->protocol == IPPROTO_ICMP)
		return BENCH_SENT_ICMP;
	if (ip->protocol != IPPROTO_TCP)
		return BENCH_SENT_OTHER;
	tcp = skb_header_pointer(skb, skb_network_offset(skb) + ip->ihl * 4,
				 sizeof(_tcp), &_tcp);
	return tcp && tcp->rst ? BENCH_SENT_RST : BENCH_SENT_OTHER;
}

static netdev_tx_t bench_xmit(struct sk_buff *skb, struct net_device *dev)
{
	bench_count(fate_of(skb));
	dev_consume_skb_any(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops bench_ops = {
	.ndo_start_xmit = bench_xmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

static void bench_setup(struct net_device *dev)
{
	ether_setup(dev);
	eth_hw_addr_random(dev);
	dev->netdev_ops = &bench_ops;
	dev->needs_free_netdev = true;
	dev->priv_flags |= IFF_NO_QUEUE | IFF_LIVE_ADDR_CHANGE;
	dev->features |= NETIF_F_HW_CSUM | NETIF_F_SG | NETIF_F_HIGHDMA;
}

static struct rtnl_link_ops bench_link __read_mostly = {
	.kind = "sfwbench",
	.setup = bench_setup,
};

bool bench_owns(const struct net_device *dev)
{
	return dev && dev->netdev_ops == &bench_ops;
}

int bench_device_init(void)
{
	return rtnl_link_register(&bench_link);
}

void bench_device_exit(void)
{
	rtnl_link_unregister(&bench_link);
}
