// SPDX-License-Identifier: GPL-2.0
/*
 * For a connection of this host its socket holds all the state that a firewall needs, and
 * a packet to an open port needs none. So conntrack is passed by, where nothing else
 * has a say:
 *
 *	early hook --> owned by a socket, or let in by a port --> untracked
 *	LOCAL_IN   --> untracked: owned: established; else judged as any new packet
 *	LOCAL_OUT  --> of such a socket, or from such a port --> untracked
 *
 * Nothing is let in before LOCAL_IN: a packet that waited in between meets the policy
 * of then, and is counted once.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/udp.h>
#include <net/dst.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/route.h>
#include <net/sock.h>
#include <net/tcp.h>

#include "../core/decide.h"
#include "../db/db.h"
#include "../db/policy/snapshot.h"
#include "../db/work.h"
#include "bridge.h"
#include "conntrack.h"
#include "direct.h"
#include "early.h"
#include "foreign_hooks.h"
#include "hook.h"
#include "quoted.h"
#include "rehearse_port.h"
#include "socket.h"

DEFINE_PER_CPU(struct sfw_let, sfw_let);

static struct sfw_handover *handover_of(const struct sfw_db *db, u8 pf)
{
	return &db->nf->handover[pf == NFPROTO_IPV6];
}

/**
 * sfw_direct_was - whether connection tracking may not know connections that live, or not
 * where they are
 * @db: the namespace
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Context: any.
 */
bool sfw_direct_was(const struct sfw_db *db, u8 pf)
{
	return READ_ONCE(handover_of(db, pf)->due) != SFW_HANDOVER_NONE;
}

/*
 * One of a connection that it begins anew is not its socket's, nor any that others have
 * given to a socket that listens (TPROXY).
 */
static bool is_of(const struct sock *sk, const struct sk_buff *skb, u8 pf)
{
	return sk->sk_state != TCP_LISTEN &&
	       (sk->sk_state != TCP_TIME_WAIT ||
		!sfw_is_syn(tcp_flag_byte(sfw_early_tcp(skb, pf))));
}

/* After tcp_v4_early_demux() of net/ipv4, and its like for IPv6. */
static void take_route(struct sk_buff *skb, const struct sock *sk,
		       const struct nf_hook_state *state)
{
	const struct netns_ipv4 *net = &state->net->ipv4;
	struct dst_entry *dst;

	if (!sk_fullsock(sk) || !READ_ONCE(net->sysctl_ip_early_demux) ||
	    !READ_ONCE(net->sysctl_tcp_early_demux))
		return;
	dst = rcu_dereference(sk->sk_rx_dst);
	if (dst)
		dst = dst_check(dst, state->pf == NFPROTO_IPV6 ?
				     sk->sk_rx_dst_cookie : 0);
	if (dst && sk->sk_rx_dst_ifindex == skb->skb_iif)
		skb_dst_set_noref(skb, dst);
}

/* How a packet may go on. */
enum way {
	WAY_TRACKED,
	WAY_LIVE,	/* direct, but only for connections that live by now */
	WAY_DIRECT,
};

/* Where others have come, connections that live go on until they are handed over. */
static enum way find_way(struct sfw_handover *h, const struct sfw_db *db,
			 const struct nf_hook_state *state)
{
	enum sfw_handover_due due;

	if (likely(sfw_no_foreign_hooks(state->net, state->pf, db))) {
		/* Pairs with the release in sfw_handover_begin(). */
		if (unlikely(smp_load_acquire(&h->due) != SFW_HANDOVER_DUE))
			sfw_handover_begin(h);
		return WAY_DIRECT;
	}
	due = READ_ONCE(h->due);
	if (likely(due == SFW_HANDOVER_NONE))
		return WAY_TRACKED;
	if (due == SFW_HANDOVER_DUE)
		queue_work(sfw_wq, &h->work);
	return WAY_LIVE;
}

/* A helper reads all data of its connection. */
static bool is_helped(const struct sfw_db *db, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	return unlikely(sfw_handover_is_helped(handover_of(db, state->pf))) &&
	       sfw_conntrack_is_helped(skb, state);
}

/* A rehearsed policy asks conntrack about its connection. */
static bool is_rehearsed(const struct sfw_db *db, const struct tcphdr *th,
			 const struct sk_buff *skb, const struct nf_hook_state *state)
{
	return static_branch_unlikely(&sfw_rehearsing) &&
	       sfw_rehearse_holds(db, th, skb, state);
}

static bool is_live(const struct sock *sk)
{
	return sk_fullsock(sk) && sk->sk_state != TCP_SYN_SENT;
}

/* An entry from before it went direct would never hear of its end. */
static bool ends(const struct tcphdr *th)
{
	return th->fin || th->rst;
}

/* The socket goes along, so that the kernel need not look it up. */
static bool take_socket(struct sk_buff *skb, const struct nf_hook_state *state,
			enum way way)
{
	struct sock *sk = sfw_socket_get(skb, state);

	if (!sk)
		return way == WAY_DIRECT && sfw_socket_gave_cookie(skb, state);
	if (!is_of(sk, skb, state->pf) || (way == WAY_LIVE && !is_live(sk))) {
		sock_gen_put(sk);
		return false;
	}
	skb->sk = sk;
	skb->destructor = sock_edemux;
	take_route(skb, sk, state);
	if (unlikely(ends(sfw_early_tcp(skb, state->pf))) && way == WAY_DIRECT)
		sfw_conntrack_forget(skb, state);
	return true;
}

/**
 * sfw_direct_is_free - whether nothing keeps packets from going direct
 * @db: the namespace
 * @state: where a packet is
 *
 * Neither others, nor connections of theirs that have a helper, which are sought when the
 * first packet may go; nor a bridge.
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_direct_is_free(const struct sfw_db *db, const struct nf_hook_state *state)
{
	struct sfw_handover *h = handover_of(db, state->pf);

	return !sfw_is_on_bridge(state->in) && find_way(h, db, state) == WAY_DIRECT &&
	       likely(!sfw_handover_is_helped(h));
}

/**
 * sfw_direct_take - let a segment pass connection tracking by if a socket owns it
 * @skb: a segment before routing, as for sfw_early_ends_here(), with flags and a checksum
 *	 that connection tracking takes, to a port without a guard or a knock
 * @state: where it is; sfw_direct_is_free() there, and packets go direct
 *
 * Context: a hook, under rcu_read_lock(). Return: whether it does.
 */
bool sfw_direct_take(struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (!take_socket(skb, state, WAY_DIRECT))
		return false;
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
	return true;
}

/**
 * sfw_direct_owned - let a segment that a socket of this host owns pass connection
 * tracking by
 * @db: the namespace
 * @p: its policy, in which packets go direct
 * @skb: a packet before routing, that neither comes from this host nor is carried by a
 *	 bridge
 * @state: where it is
 *
 * Context: a hook, under rcu_read_lock(). Return: whether it does.
 */
bool sfw_direct_owned(const struct sfw_db *db, const struct sfw_policy *p,
		      struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct tcphdr *th = sfw_early_tcp(skb, state->pf);
	enum way way;

	if (!sfw_early_is_segment(skb, state->pf) ||
	    !sfw_socket_has_valid_flags(tcp_flag_byte(th)) ||
	    sfw_policy_gates(p, ntohs(th->dest)) || skb->pkt_type != PACKET_HOST ||
	    !sfw_early_is_plain(skb) || sfw_is_on_bridge(skb->dev))
		return false;
	way = find_way(handover_of(db, state->pf), db, state);
	if (way == WAY_TRACKED || !sfw_early_is_valid(skb, state) ||
	    is_helped(db, skb, state) || is_rehearsed(db, th, skb, state) ||
	    !take_socket(skb, state, way))
		return false;
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
	return true;
}

/* An entry without a helper would let it in as well, and goes by itself. */
static bool is_claimed(const struct sfw_db *db, const struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	return sfw_handover_is_helped(handover_of(db, state->pf)) ?
	       sfw_conntrack_claims(skb, state) : sfw_conntrack_expects(skb, state);
}

/**
 * sfw_direct_pass - have a packet that a port lets in pass connection tracking by
 * @p: the policy
 * @entry: the place of the port in it
 * @skb: a packet before routing
 *
 * Where softirqs are threads, others may come between.
 *
 * Context: a hook, under rcu_read_lock().
 */
void sfw_direct_pass(const struct sfw_policy *p, u32 entry, struct sk_buff *skb)
{
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		sfw_let_note(raw_cpu_ptr(&sfw_let), skb, p, entry);
}

/**
 * sfw_direct_let - let a packet that needs no connection to be let in pass connection
 * tracking by, if nothing claims it
 * @db: the namespace
 * @p: its policy
 * @v: its verdict, of SFW_EARLY_LET
 * @skb: a packet before routing, as for sfw_direct_owned()
 * @state: where it is
 *
 * A rehearsal may have connection tracking know it.
 *
 * Context: a hook, under rcu_read_lock().
 */
void sfw_direct_let(const struct sfw_db *db, const struct sfw_policy *p,
		    const struct sfw_verdict *v, struct sk_buff *skb,
		    const struct nf_hook_state *state)
{
	const struct tcphdr *th = sfw_early_tcp(skb, state->pf);	/* as that of UDP */

	if (static_branch_unlikely(&sfw_rehearsing) &&
	    !sfw_rehearse_lets(db, skb, state->pf, v->index))
		return;
	if (!sfw_direct_may(p, sfw_early_proto(skb, state->pf), ntohs(th->dest)))
		return;
	if (sfw_is_on_bridge(skb->dev) ||
	    find_way(handover_of(db, state->pf), db, state) != WAY_DIRECT ||
	    !sfw_early_ends_here(skb, state) || is_claimed(db, skb, state))
		return;
	/* Trust is no entry, and a knock is noted where the packet is judged. */
	if (v->reason == SFW_R_PORT && !v->effects)
		sfw_direct_pass(p, v->index, skb);
	else
		nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
}

/**
 * sfw_direct_is_owned - whether an untracked packet brought along the socket that owns it
 * @skb: an untracked packet for this host
 * @state: where it is
 *
 * The kernel's early demux does the same for one that somebody else left untracked.
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_direct_is_owned(const struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	return skb->sk && skb->destructor == sock_edemux &&
	       sfw_early_is_segment(skb, state->pf) && is_of(skb->sk, skb, state->pf);
}

/* Whether an answer of UDP would be let in by itself: then its query leaves untracked. */
static bool is_let(struct sfw_facts *f, const struct sfw_policy *p, const char *dev)
{
	f->dev = dev;
	f->ct = SFW_CT_UNTRACKED;
	f->blocked = SFW_NO;
	f->spoofed = SFW_NO;
	if (p->timed)
		f->now = ktime_get_boottime_ns();
	return sfw_decide_early(f, p).step == SFW_EARLY_LET;
}

/* A cookie vouches for no more than its SYN, which a guard or a knock may have let in once. */
static bool cookie_vouches(const struct sfw_policy *p, const struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	return sfw_early_is_segment(skb, state->pf) &&
	       sfw_direct_may(p, IPPROTO_TCP,
			      ntohs(sfw_early_tcp(skb, state->pf)->dest)) &&
	       sfw_socket_gave_cookie(skb, state);
}

/**
 * sfw_direct_state - the state of a packet, by the sockets of this host
 * @p: the policy
 * @skb: a packet that connection tracking cannot tell anything of
 * @state: where it is
 * @ct: enum sfw_ct_state: untracked or invalid
 *
 * Context: a receive hook, under rcu_read_lock(). Return: enum sfw_ct_state, @ct unless
 * a socket knows better.
 */
u8 sfw_direct_state(const struct sfw_policy *p, struct sk_buff *skb,
		    const struct nf_hook_state *state, u8 ct)
{
	struct sfw_facts f = {};

	if (state->hook != NF_INET_LOCAL_IN)
		return ct;
	if (ct == SFW_CT_UNTRACKED)
		return cookie_vouches(p, skb, state) ? SFW_CT_ESTABLISHED : ct;
	if (sfw_quotes_socket(&f, skb, state) ||
	    (f.bound && is_let(&f, p, state->in->name)))
		return SFW_CT_RELATED;
	return ct;
}

/*
 * The kernel answers by one of its own for sockets gone, or by the one that listens where
 * none is there yet.
 */
static bool is_kernels(const struct sock *sk)
{
	return !sk || sk->sk_state == TCP_LISTEN ||
	       (sk_fullsock(sk) && sk->sk_type == SOCK_RAW && sk->sk_kern_sock);
}

static bool is_ours(const struct sock *sk)
{
	return !sk_fullsock(sk) || (sk->sk_type == SOCK_STREAM &&
				    sk->sk_protocol == IPPROTO_TCP);
}

/* A socket that has been closed has lost its port before its last packet leaves. */
static bool tcp_leaves(const struct sfw_db *db, const struct sfw_policy *p,
		       const struct sk_buff *skb, const struct nf_hook_state *state,
		       enum way way)
{
	const struct sock *sk = skb->sk ?: state->sk;

	if (!is_kernels(sk))
		return is_ours(sk) && (way == WAY_DIRECT || is_live(sk)) &&
		       !sfw_policy_gates(p, ntohs(tcp_hdr(skb)->source)) &&
		       !is_rehearsed(db, tcp_hdr(skb), skb, state);
	return way == WAY_DIRECT && sfw_early_is_segment(skb, state->pf) &&
	       !sfw_policy_gates(p, ntohs(sfw_early_tcp(skb, state->pf)->source)) &&
	       !sfw_conntrack_knows(skb, state);
}

/**
 * sfw_direct_is_live - whether a packet with which connection tracking begins a connection
 * is of one that lives already, and has gone direct
 * @db: the namespace
 * @skb: the packet, before routing or after it
 * @state: where it is
 *
 * Until it is handed over, rules of NAT would take it for a new one.
 *
 * Context: a hook, under rcu_read_lock().
 */
bool sfw_direct_is_live(const struct sfw_db *db, const struct sk_buff *skb,
			const struct nf_hook_state *state)
{
	struct sock *sk;
	bool live;

	if (likely(!sfw_direct_was(db, state->pf)) ||
	    !sfw_early_is_segment(skb, state->pf))
		return false;
	if (state->hook == NF_INET_POST_ROUTING)
		return skb->sk && is_ours(skb->sk) && is_live(skb->sk);
	sk = sfw_socket_get(skb, state);
	if (!sk)
		return false;
	live = is_of(sk, skb, state->pf);
	sock_gen_put(sk);
	return live;
}

static void gather_addresses(struct sfw_facts *f, const struct sk_buff *skb, u8 pf)
{
	if (pf == NFPROTO_IPV6) {
		f->family = SFW_AF_INET6;
		memcpy(&f->src, &ipv6_hdr(skb)->daddr, sizeof(f->src));
		memcpy(&f->dst, &ipv6_hdr(skb)->saddr, sizeof(f->dst));
		f->multicast = ipv6_addr_is_multicast(&ipv6_hdr(skb)->daddr);
	} else {
		f->family = SFW_AF_INET;
		f->src.w[0] = ip_hdr(skb)->daddr;
		f->dst.w[0] = ip_hdr(skb)->saddr;
		f->multicast = skb_rtable(skb)->rt_flags &
			       (RTCF_BROADCAST | RTCF_MULTICAST);
	}
}

/* Whether the answer to a packet of UDP would be let in by itself. */
static bool udp_leaves(const struct sfw_db *db, const struct sfw_policy *p,
		       const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct udphdr *uh = (const void *)sfw_early_tcp(skb, state->pf);
	struct sfw_facts f = { .proto = IPPROTO_UDP };

	if (!p->direct_udp || sfw_early_forwards(state->out, state->pf) ||
	    !sfw_early_is_bare(skb, state->pf, sizeof(struct udphdr)))
		return false;
	gather_addresses(&f, skb, state->pf);
	f.sport = ntohs(uh->dest);
	f.dport = ntohs(uh->source);
	if (static_branch_unlikely(&sfw_rehearsing) &&
	    !sfw_rehearse_opens(db, state->net, f.dport))
		return false;
	return is_let(&f, p, state->out->name);
}

static bool leaves(const struct sfw_db *db, const struct sfw_policy *p,
		   const struct sk_buff *skb, const struct nf_hook_state *state,
		   enum way way)
{
	switch (sfw_early_proto(skb, state->pf)) {
	case IPPROTO_TCP:
		return tcp_leaves(db, p, skb, state, way);
	case IPPROTO_UDP:
		return way == WAY_DIRECT && udp_leaves(db, p, skb, state);
	default:
		return false;
	}
}

/* Its socket goes, but more may be on its way. */
static bool ends_by_reset(const struct sk_buff *skb, u8 pf)
{
	return sfw_early_proto(skb, pf) == IPPROTO_TCP && skb->sk &&
	       !is_kernels(skb->sk) && sk_fullsock(skb->sk) && tcp_hdr(skb)->rst;
}

/* By a cable, and as it is. */
static bool leaves_plainly(const struct sk_buff *skb, struct net_device *out)
{
	return !skb->_nfct && !(out->flags & IFF_LOOPBACK) &&
	       !netif_is_l3_master(out) && !netif_is_l3_slave(out) &&
	       !sfw_is_on_bridge(out) && !dst_xfrm(skb_dst(skb));
}

/**
 * sfw_direct_local_out - the hook of packets that leave this host
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Registered only while packets go direct.
 *
 * Return: NF_ACCEPT.
 */
unsigned int sfw_direct_local_out(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;
	enum way way;

	if (!p->direct || !p->enabled || !leaves_plainly(skb, state->out))
		return NF_ACCEPT;
	way = find_way(handover_of(db, state->pf), db, state);
	if (way == WAY_TRACKED || is_helped(db, skb, state) ||
	    !leaves(db, p, skb, state, way))
		return NF_ACCEPT;
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
	if (unlikely(ends_by_reset(skb, state->pf)))
		sfw_handover_reset(handover_of(db, state->pf), skb->sk);
	return NF_ACCEPT;
}
