// SPDX-License-Identifier: GPL-2.0
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/inet6_hashtables.h>

#include "../compat/socket.h"
#include "conntrack.h"
#include "socket.h"

#define IN6(addr)	((const struct in6_addr *)(addr)->w)

/* The socket that would take it; a connected one before one that is not. */
static const struct sock *udp_socket(const struct sfw_facts *f,
				     const struct sk_buff *skb,
				     struct net *net)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (f->family == SFW_AF_INET6)
		return __udp6_lib_lookup(net, IN6(&f->src), htons(f->sport),
					 IN6(&f->dst), htons(f->dport),
					 inet6_iif(skb), inet6_sdif(skb),
					 SFW_UDP_TABLE(net) NULL);
#endif
	return __udp4_lib_lookup(net, f->src.w[0], htons(f->sport),
				 f->dst.w[0], htons(f->dport), inet_iif(skb),
				 inet_sdif(skb), SFW_UDP_TABLE(net) NULL);
}

/* A connected socket; one that is only bound takes packets of anybody. */
static bool udp_owned(const struct sfw_facts *f, const struct sk_buff *skb,
		      struct net *net)
{
	const struct sock *sk = udp_socket(f, skb, net);

	return sk && sk->sk_state == TCP_ESTABLISHED;
}

static struct sock *tcp_socket(const struct sfw_facts *f,
			       const struct sk_buff *skb, struct net *net)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (f->family == SFW_AF_INET6)
		return __inet6_lookup_established(net, SFW_TCP_TABLE(net)
						  IN6(&f->src),
						  htons(f->sport),
						  IN6(&f->dst), f->dport,
						  inet6_iif(skb),
						  inet6_sdif(skb));
#endif
	return __inet_lookup_established(net, SFW_TCP_TABLE(net)
					 f->src.w[0], htons(f->sport),
					 f->dst.w[0], f->dport,
					 inet_iif(skb), inet_sdif(skb));
}

/* Any state that is not listening: time-wait and half-open ones are live. */
static bool tcp_owned(const struct sfw_facts *f, const struct sk_buff *skb,
		      struct net *net)
{
	struct sock *sk = tcp_socket(f, skb, net);

	if (!sk)
		return false;
	sock_gen_put(sk);
	return true;
}

/**
 * sfw_socket_is_none - whether it is plain that no socket owns a packet
 * @f: the packet's facts
 * @net: the namespace
 *
 * Cheap, so that for most closed ports nobody has to ask sfw_socket_owns().
 *
 * Context: any.
 */
bool sfw_socket_is_none(const struct sfw_facts *f, struct net *net)
{
	return f->proto == IPPROTO_UDP && !f->forwarded &&
	       !sfw_compat_udp_is_bound(net, f->dport);
}

/**
 * sfw_socket_owns - whether a live local socket owns a packet's connection
 * while conntrack does not know it
 * @f: the packet's facts; TCP or UDP, not malformed
 * @skb: the packet
 * @state: where it is
 *
 * So a connection outlives the loading of the module and the loss of the
 * conntrack table. A packet that conntrack found invalid for a connection that
 * it does know (out of window, say) stays invalid.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_socket_owns(const struct sfw_facts *f, const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	bool owned = f->proto == IPPROTO_TCP ? tcp_owned(f, skb, state->net) :
					       udp_owned(f, skb, state->net);

	return owned && !(f->ct == SFW_CT_INVALID && sfw_conntrack_knows(skb, state));
}
