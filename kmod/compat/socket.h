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

/**
 * sfw_compat_udp_is_bound - whether a local UDP socket may have a port
 * @net: the namespace
 * @port: the port, host order
 *
 * One look into the table, so that most closed ports need no look-up.
 *
 * Context: any. Return: false only when there is none.
 */
static inline bool sfw_compat_udp_is_bound(struct net *net, u16 port)
{
#ifdef SFW_HAVE_NETNS_UDP_TABLE
	struct udp_table *table = net->ipv4.udp_table;
#else
	struct udp_table *table = &udp_table;
#endif

	return READ_ONCE(udp_hashslot(table, net, port)->count);
}

#endif /* SFW_COMPAT_SOCKET_H */
