// SPDX-License-Identifier: GPL-2.0
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/inet6_hashtables.h>
#include <net/netfilter/nf_conntrack_tuple.h>

#include "../compat/socket.h"
#include "conntrack.h"
#include "early.h"
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
static bool udp_owned(struct sfw_facts *f, const struct sk_buff *skb,
		      struct net *net)
{
	const struct sock *sk = udp_socket(f, skb, net);

	f->bound = sk;
	return sk && sk->sk_state == TCP_ESTABLISHED;
}

/* A pair of addresses and ports, seen from the other side; addresses where they stand. */
struct way {
	const void *src;
	const void *dst;
	__be16 sport;
	u16 dport;
};

static __always_inline struct sock *tcp_socket(const struct way *w, u8 family,
					       const struct sk_buff *skb,
					       struct net *net)
{
	const __be32 *src = w->src, *dst = w->dst;

#if IS_ENABLED(CONFIG_IPV6)
	if (family == SFW_AF_INET6)
		return __inet6_lookup_established(net, SFW_TCP_TABLE(net)
						  w->src, w->sport,
						  w->dst, w->dport,
						  inet6_iif(skb),
						  inet6_sdif(skb));
#endif
	return __inet_lookup_established(net, SFW_TCP_TABLE(net)
					 src[0], w->sport, dst[0], w->dport,
					 inet_iif(skb), inet_sdif(skb));
}

static struct sock *tcp_socket_of(const struct sfw_facts *f,
				  const struct sk_buff *skb, struct net *net)
{
	const struct way w = { &f->src, &f->dst, htons(f->sport), f->dport };

	return tcp_socket(&w, f->family, skb, net);
}

/* Any state that is not listening: time-wait and half-open ones are live. */
static bool tcp_owned(const struct sfw_facts *f, const struct sk_buff *skb,
		      struct net *net)
{
	struct sock *sk = tcp_socket_of(f, skb, net);

	if (!sk)
		return false;
	sock_gen_put(sk);
	return true;
}

/**
 * sfw_socket_lives - whether a socket has a connection of TCP that is not over
 * @f: a segment's facts
 * @skb: the segment
 * @net: the namespace
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_socket_lives(const struct sfw_facts *f, const struct sk_buff *skb,
		      struct net *net)
{
	struct sock *sk = tcp_socket_of(f, skb, net);
	bool lives;

	if (!sk)
		return false;
	lives = sk->sk_state != TCP_TIME_WAIT;
	sock_gen_put(sk);
	return lives;
}

static __always_inline struct way way_of(const struct sk_buff *skb, u8 pf)
{
	const struct tcphdr *th = sfw_early_tcp(skb, pf);
	struct way w = { .sport = th->source, .dport = ntohs(th->dest) };

	if (pf == NFPROTO_IPV6) {
		w.src = &ipv6_hdr(skb)->saddr;
		w.dst = &ipv6_hdr(skb)->daddr;
	} else {
		w.src = &ip_hdr(skb)->saddr;
		w.dst = &ip_hdr(skb)->daddr;
	}
	return w;
}

/**
 * sfw_socket_get - the socket of a TCP segment, in any state but listening
 * @skb: the segment, before routing, its header in the linear part behind a network
 *	 header without options
 * @state: where it is
 *
 * Context: a hook, under rcu_read_lock(). Return: a reference, to be given back by
 * sock_gen_put(), or NULL.
 */
struct sock *sfw_socket_get(const struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	const struct way w = way_of(skb, state->pf);

	return tcp_socket(&w, state->pf, skb, state->net);
}

/*
 * Any of a group that shares a port: when one last overflowed is the group's. Its program,
 * which chooses one, expects to be run where TCP receives the packet, and is not asked.
 */
static __always_inline const struct sock *listener(const struct way *w, u8 family,
						   struct net *net, int dev,
						   int slave)
{
	const __be32 *src = w->src, *dst = w->dst;

#if IS_ENABLED(CONFIG_IPV6)
	if (family == SFW_AF_INET6)
		return inet6_lookup_listener(net, SFW_TCP_TABLE(net) NULL, 0,
					     w->src, w->sport, w->dst, w->dport,
					     dev, slave);
#endif
	return __inet_lookup_listener(net, SFW_TCP_TABLE(net) NULL, 0, src[0], w->sport,
				      dst[0], w->dport, dev, slave);
}

/**
 * sfw_socket_listens - whether a socket of TCP listens where packets are going
 * @t: their addresses and ports
 * @net: the namespace
 * @dev: the interface that they come in by, 0: any
 *
 * Context: under rcu_read_lock().
 */
bool sfw_socket_listens(const struct nf_conntrack_tuple *t, struct net *net, int dev)
{
	const struct way w = { &t->src.u3, &t->dst.u3, t->src.u.tcp.port,
			       ntohs(t->dst.u.tcp.port) };

	return listener(&w, t->src.l3num, net, dev, 0);
}

/**
 * sfw_socket_gave_cookie - whether a segment ends a handshake of which a listening
 * socket has put all state into its sequence number
 * @skb: the segment, as for sfw_socket_get()
 * @state: where it is
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_socket_gave_cookie(const struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	const struct tcphdr *th = sfw_early_tcp(skb, state->pf);
	bool is_six = state->pf == NFPROTO_IPV6;
	const struct sock *sk;
	struct way w;

	if (!IS_ENABLED(CONFIG_SYN_COOKIES) || th->syn || th->rst || !th->ack ||
	    !READ_ONCE(state->net->ipv4.sysctl_tcp_syncookies))
		return false;
	w = way_of(skb, state->pf);
	sk = listener(&w, state->pf, state->net, is_six ? inet6_iif(skb) : inet_iif(skb),
		      is_six ? inet6_sdif(skb) : inet_sdif(skb));
	return sk && !tcp_synq_no_recent_overflow(sk) &&
	       sfw_compat_is_cookie(skb, th, state->pf);
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
 * @f: the packet's facts; TCP or UDP, not malformed; @f->bound is set for UDP
 * @skb: the packet
 * @state: where it is
 * @stale: packets may have gone past conntrack, whose entries may be out of date
 *
 * So a connection outlives the loading of the module and the loss of the
 * conntrack table. A packet that conntrack found invalid for a connection that
 * it does know (out of window, say) stays invalid.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_socket_owns(struct sfw_facts *f, const struct sk_buff *skb,
		     const struct nf_hook_state *state, bool stale)
{
	bool owned = f->proto == IPPROTO_TCP ? tcp_owned(f, skb, state->net) :
					       udp_owned(f, skb, state->net);

	if (!owned || f->ct != SFW_CT_INVALID)
		return owned;
	return stale ? sfw_socket_has_valid_flags(f->tcp_flags) :
		       !sfw_conntrack_knows(skb, state);
}
