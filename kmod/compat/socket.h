/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Socket look-ups. Kernels up to 6.17 take the hash table as an argument;
 * later ones find it in the namespace. Kbuild probes the headers.
 */
#ifndef SFW_COMPAT_SOCKET_H
#define SFW_COMPAT_SOCKET_H

#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>
#include <net/udp.h>

#include "../core/facts.h"

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

#define SFW_IN6(addr)	((const struct in6_addr *)(addr)->w)

/**
 * sfw_compat_tcp_lookup - the TCP socket of exactly this connection
 * @net: the namespace
 * @f: the packet's facts
 * @skb: the packet
 *
 * Return: NULL, or a socket that the caller gives back with sock_gen_put();
 * never a listening one.
 */
static inline struct sock *
sfw_compat_tcp_lookup(struct net *net, const struct sfw_facts *f,
		      const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (f->family == SFW_AF_INET6)
		return __inet6_lookup_established(net, SFW_TCP_TABLE(net)
						  SFW_IN6(&f->src),
						  htons(f->sport),
						  SFW_IN6(&f->dst), f->dport,
						  inet6_iif(skb),
						  inet6_sdif(skb));
#endif
	return __inet_lookup_established(net, SFW_TCP_TABLE(net)
					 f->src.w[0], htons(f->sport),
					 f->dst.w[0], f->dport,
					 inet_iif(skb), inet_sdif(skb));
}

/**
 * sfw_compat_udp_lookup - the UDP socket that would take a packet
 * @net: the namespace
 * @f: the packet's facts
 * @skb: the packet
 *
 * Context: under rcu_read_lock(), which is what keeps the socket. A connected
 * one is preferred. Return: NULL when no socket would.
 */
static inline struct sock *
sfw_compat_udp_lookup(struct net *net, const struct sfw_facts *f,
		      const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (f->family == SFW_AF_INET6)
		return __udp6_lib_lookup(net, SFW_IN6(&f->src),
					 htons(f->sport), SFW_IN6(&f->dst),
					 htons(f->dport), inet6_iif(skb),
					 inet6_sdif(skb), SFW_UDP_TABLE(net)
					 NULL);
#endif
	return __udp4_lib_lookup(net, f->src.w[0], htons(f->sport),
				 f->dst.w[0], htons(f->dport), inet_iif(skb),
				 inet_sdif(skb), SFW_UDP_TABLE(net) NULL);
}

#endif /* SFW_COMPAT_SOCKET_H */
