/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a live local socket owns a packet. */
#ifndef SFW_NF_SOCKET_H
#define SFW_NF_SOCKET_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

#include "../core/facts.h"

#define SFW_TCP_URG	0x20

struct net;
struct nf_conntrack_tuple;
struct sock;

/* Flags that connection tracking takes, as tcp_valid_flags of nf_conntrack_proto_tcp.c. */
static inline bool sfw_socket_has_valid_flags(u8 flags)
{
	switch (flags & (SFW_TCP_FIN | SFW_TCP_SYN | SFW_TCP_RST | SFW_TCP_ACK |
			 SFW_TCP_URG)) {
	case SFW_TCP_SYN:
	case SFW_TCP_SYN | SFW_TCP_URG:
	case SFW_TCP_SYN | SFW_TCP_ACK:
	case SFW_TCP_RST:
	case SFW_TCP_RST | SFW_TCP_ACK:
	case SFW_TCP_FIN | SFW_TCP_ACK:
	case SFW_TCP_FIN | SFW_TCP_ACK | SFW_TCP_URG:
	case SFW_TCP_ACK:
	case SFW_TCP_ACK | SFW_TCP_URG:
		return true;
	default:
		return false;
	}
}

struct sock *sfw_socket_get(const struct sk_buff *skb,
			    const struct nf_hook_state *state);
bool sfw_socket_listens(const struct nf_conntrack_tuple *t, struct net *net, int dev);
bool sfw_socket_gave_cookie(const struct sk_buff *skb,
			    const struct nf_hook_state *state);
bool sfw_socket_lives(const struct sfw_facts *f, const struct sk_buff *skb,
		      struct net *net);
bool sfw_socket_is_none(const struct sfw_facts *f, struct net *net);
bool sfw_socket_owns(struct sfw_facts *f, const struct sk_buff *skb,
		     const struct nf_hook_state *state, bool stale);

#endif /* SFW_NF_SOCKET_H */
