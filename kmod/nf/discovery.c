// SPDX-License-Identifier: GPL-2.0
/*
 * A query by multicast or broadcast is answered by hosts that nobody named, so conntrack
 * cannot know their packets (SSDP, WS-Discovery, mDNS with the unicast bit, NetBIOS, SLP).
 * All they share is the port that asked and the link that was asked:
 *
 *	this host:40000 --> 239.255.255.250:1900	noted: port 40000, link eth0
 *	this host:40000 <-- 192.168.1.9:1900		an answer, for 10 s
 *	this host:40000 <-- 198.51.100.7:1900		none: not from the link
 */
#include <linux/hash.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jiffies.h>
#include <linux/netdevice.h>
#include <linux/udp.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "../db/db.h"
#include "discovery.h"
#include "hook.h"

#define ANSWERS_FOR	(10 * HZ)

/**
 * sfw_discovery_init - nobody has asked yet
 * @d: the queries, all zero
 */
void sfw_discovery_init(struct sfw_discovery *d)
{
	spin_lock_init(&d->lock);
}

static struct sfw_query *set_of(struct sfw_discovery *d, u32 ifindex, u16 port)
{
	return d->query[hash_32(ifindex << 16 ^ port, ilog2(SFW_QUERY_SETS))];
}

static u64 age(const struct sfw_query *q)
{
	return get_jiffies_64() - q->since;
}

static bool is_of(const struct sfw_query *q, u32 ifindex, u16 port)
{
	return q->ifindex == ifindex && q->port == port;
}

static void note(struct sfw_discovery *d, u32 ifindex, u16 port)
{
	struct sfw_query *set = set_of(d, ifindex, port), *to = set;
	u32 i;

	spin_lock_bh(&d->lock);
	for (i = 0; i < SFW_QUERY_WAYS; i++) {
		if (is_of(&set[i], ifindex, port)) {
			to = &set[i];
			break;
		}
		if (!set[i].ifindex || (to->ifindex && age(&set[i]) > age(to)))
			to = &set[i];
	}
	to->ifindex = ifindex;
	to->since = get_jiffies_64();
	WRITE_ONCE(to->port, port);
	spin_unlock_bh(&d->lock);
}

/* Without the lock: a flood to closed ports must not wait for one. An unused place has port 0. */
static bool may_have_asked(const struct sfw_query *set, u16 port)
{
	u32 i;

	for (i = 0; i < SFW_QUERY_WAYS; i++)
		if (READ_ONCE(set[i].port) == port)
			return true;
	return false;
}

static bool has_asked(struct sfw_discovery *d, u32 ifindex, u16 port)
{
	const struct sfw_query *set = set_of(d, ifindex, port);
	bool found = false;
	u32 i;

	if (!port || !may_have_asked(set, port))
		return false;
	spin_lock_bh(&d->lock);
	for (i = 0; i < SFW_QUERY_WAYS; i++)
		found |= is_of(&set[i], ifindex, port) && age(&set[i]) < ANSWERS_FOR;
	spin_unlock_bh(&d->lock);
	return found;
}

/* Offset of the header of UDP in a packet to more than one host; below 0: it is none. */
static int query_at(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct rtable *rt;
	unsigned short frag = 0;
	unsigned int at = 0;

	if (state->pf == NFPROTO_IPV6) {
		if (!ipv6_addr_is_multicast(&ipv6_hdr(skb)->daddr) ||
		    ipv6_find_hdr(skb, &at, IPPROTO_UDP, &frag, NULL) < 0)
			return -1;
		return frag ? -1 : at;
	}
	rt = skb_rtable(skb);
	if (ip_hdr(skb)->protocol != IPPROTO_UDP || !rt ||
	    !(rt->rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST)) ||
	    ntohs(ip_hdr(skb)->frag_off) & IP_OFFSET)
		return -1;
	return skb_network_offset(skb) + ip_hdrlen(skb);
}

/**
 * sfw_discovery_local_out - the hook that notes queries of this host
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Return: NF_ACCEPT.
 */
unsigned int sfw_discovery_local_out(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct udphdr *uh;
	struct udphdr buf;
	int at = query_at(skb, state);

	if (at < 0 || state->out->flags & IFF_LOOPBACK)
		return NF_ACCEPT;
	uh = skb_header_pointer(skb, at, sizeof(buf), &buf);
	if (uh)
		note(&db->nf->discovery, state->out->ifindex, ntohs(uh->source));
	return NF_ACCEPT;
}

static bool is_on_link4(const struct net_device *dev, __be32 addr)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct in_ifaddr *ifa;

	if (!in_dev)
		return false;
	in_dev_for_each_ifa_rcu(ifa, in_dev)
		if (inet_ifa_match(addr, ifa))
			return true;
	return false;
}

static bool is_on_link(struct net_device *dev, const struct sfw_facts *f)
{
#if IS_ENABLED(CONFIG_IPV6)
	const struct in6_addr *src = (const struct in6_addr *)&f->src;

	if (f->family == SFW_AF_INET6)
		return ipv6_addr_type(src) & IPV6_ADDR_LINKLOCAL ||
		       ipv6_chk_prefix(src, dev);
#endif
	return is_on_link4(dev, f->src.w[0]);
}

/**
 * sfw_discovery_answers - whether a packet answers a query of this host
 * @d: the queries
 * @f: a packet of UDP for this host alone
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
bool sfw_discovery_answers(struct sfw_discovery *d, const struct sfw_facts *f,
			   const struct nf_hook_state *state)
{
	return has_asked(d, state->in->ifindex, f->dport) &&
	       is_on_link((struct net_device *)state->in, f);
}
