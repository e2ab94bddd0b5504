/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hash tables of sockets, as arguments of the look-ups: later kernels find
 * them in the namespace. Kbuild.include probes the headers.
 */
#ifndef SFW_COMPAT_SOCKET_H
#define SFW_COMPAT_SOCKET_H

#include <net/inet_hashtables.h>
#include <net/tcp.h>
#include <net/udp.h>

#ifdef SFW_HAVE_LOOKUP_TABLE_ARG
#define SFW_TCP_TABLE(net)	(net)->ipv4.tcp_death_row.hashinfo,
#else
#define SFW_TCP_TABLE(net)
#endif

#if !defined(SFW_HAVE_LOOKUP_TABLE_ARG)
#define SFW_UDP_TABLE(net)
#elif defined(SFW_HAVE_NETNS_UDP_TABLE)
#define SFW_UDP_TABLE(net)	(net)->ipv4.udp_table,
#else
#define SFW_UDP_TABLE(net)	&udp_table,
#endif

/* The kernel counts a slot of the table as long from here on, too. */
#define SFW_UDP_SLOT_LONG	10

/**
 * sfw_compat_udp_is_bound - whether a local UDP socket may have a port
 * @net: the namespace
 * @port: the port, host order
 *
 * One look into the table, so that most closed ports need no look-up: a slot of it is
 * shared with other ports, and with other namespaces.
 *
 * Context: under rcu_read_lock(). Return: false only when there is none; true without one
 * where many sockets share its slot.
 */
static inline bool sfw_compat_udp_is_bound(struct net *net, u16 port)
{
#ifdef SFW_HAVE_NETNS_UDP_TABLE
	struct udp_table *table = net->ipv4.udp_table;
#else
	struct udp_table *table = &udp_table;
#endif
	const struct udp_hslot *slot = udp_hashslot(table, net, port);
	int count = READ_ONCE(slot->count);
	const struct sock *sk;

	if (!count || count > SFW_UDP_SLOT_LONG)
		return count;
	sk_for_each_rcu(sk, &slot->head)
		if (inet_sk(sk)->inet_num == port && net_eq(sock_net(sk), net))
			return true;
	return false;
}

/* Before 6.8 the cookie was an argument of its own. */
#ifdef SFW_HAVE_COOKIE_OF_SEGMENT
#define SFW_COOKIE_CHECK(check, head, th)	check(head, th)
#else
#define SFW_COOKIE_CHECK(check, head, th)	\
	check(head, th, ntohl((th)->ack_seq) - 1)
#endif

/**
 * sfw_compat_is_cookie - whether a segment answers a SYN cookie of ours
 * @skb: the segment
 * @th: its header
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Context: any.
 */
static inline bool sfw_compat_is_cookie(const struct sk_buff *skb,
					const struct tcphdr *th, u8 pf)
{
#ifdef CONFIG_SYN_COOKIES
#if IS_ENABLED(CONFIG_IPV6)
	if (pf == NFPROTO_IPV6)
		return SFW_COOKIE_CHECK(__cookie_v6_check, ipv6_hdr(skb), th);
#endif
	return SFW_COOKIE_CHECK(__cookie_v4_check, ip_hdr(skb), th);
#else
	return false;
#endif
}

#endif /* SFW_COMPAT_SOCKET_H */
