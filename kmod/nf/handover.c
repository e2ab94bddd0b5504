// SPDX-License-Identifier: GPL-2.0
/*
 * Connections that went past conntrack would meet it midway: their next packet would begin
 * one, which rules of others may drop and translate; and an entry from before would have
 * an old window. So when packets cease to go direct, each live socket gets an entry in
 * conntrack's table, or the one that it has is told not to look at windows. A half-open
 * one, whose peer may be forged, is no more than that to conntrack, and soon forgotten.
 * Where the last user of conntrack has gone, packets meet none, and nothing is created.
 */
#include <linux/sched.h>
#include <net/inet_hashtables.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_acct.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_ecache.h>
#include <net/netfilter/nf_conntrack_helper.h>
#include <net/netfilter/nf_conntrack_l4proto.h>
#include <net/netfilter/nf_conntrack_labels.h>
#include <net/netfilter/nf_conntrack_timestamp.h>
#include <net/netfilter/nf_conntrack_zones.h>
#include <net/tcp.h>

#include "../db/work.h"
#include "conntrack.h"
#include "foreign_hooks.h"
#include "handover.h"
#include "socket.h"

#define HELPERS_PERIOD	(10 * HZ)
#define LIBERAL	(IP_CT_TCP_FLAG_SACK_PERM | IP_CT_TCP_FLAG_BE_LIBERAL)

/*
 * A packet to the socket, which may have given back its port; false: from this host
 * itself, which never went direct.
 */
static bool tuple_to(struct nf_conntrack_tuple *t, const struct sock *sk)
{
	memset(t, 0, sizeof(*t));
	t->dst.protonum = IPPROTO_TCP;
	t->src.u.tcp.port = sk->sk_dport;
	t->dst.u.tcp.port = sk_fullsock(sk) ? inet_sk(sk)->inet_sport :
					      htons(sk->sk_num);
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6 && !ipv6_addr_v4mapped(&sk->sk_v6_daddr)) {
		t->src.l3num = NFPROTO_IPV6;
		t->src.u3.in6 = sk->sk_v6_daddr;
		t->dst.u3.in6 = sk->sk_v6_rcv_saddr;
		return !ipv6_addr_equal(&sk->sk_v6_daddr, &sk->sk_v6_rcv_saddr);
	}
#endif
	t->src.l3num = NFPROTO_IPV4;
	t->src.u3.ip = sk->sk_daddr;
	t->dst.u3.ip = sk->sk_rcv_saddr;
	return sk->sk_daddr != sk->sk_rcv_saddr && !ipv4_is_loopback(sk->sk_daddr);
}

static void add_extensions(struct nf_conn *ct)
{
	struct nf_conn_tstamp *stamp;

	nf_ct_acct_ext_add(ct, GFP_ATOMIC);
	stamp = nf_ct_tstamp_ext_add(ct, GFP_ATOMIC);
	if (stamp)
		stamp->start = ktime_get_real_ns();
	nf_ct_ecache_ext_add(ct, 0, 0, GFP_ATOMIC);
	nf_ct_labels_ext_add(ct);
}

static void be_in(struct nf_conn *ct, enum tcp_conntrack state)
{
	if (!test_bit(IPS_FIXED_TIMEOUT_BIT, &ct->status))
		WRITE_ONCE(ct->timeout, nfct_time_stamp +
					nf_tcp_pernet(nf_ct_net(ct))->timeouts[state]);
	ct->proto.tcp.state = state;
	ct->proto.tcp.seen[0].flags |= LIBERAL;
	ct->proto.tcp.seen[1].flags |= LIBERAL;
}

/*
 * After ctnetlink_create_conntrack(). NAT binds only connections without a reply. A
 * connection without room is adopted; the last of it is for those that begin.
 */
static void create(struct net *net, const struct nf_conntrack_tuple *t,
		   const struct nf_conntrack_tuple *inverse,
		   enum tcp_conntrack state)
{
	struct nf_conn *ct;

	if (sfw_conntrack_is_about_full(net))
		return;
	ct = nf_conntrack_alloc(net, &nf_ct_zone_dflt, t, inverse, GFP_ATOMIC);
	if (IS_ERR(ct))
		return;
	add_extensions(ct);
	ct->status |= IPS_CONFIRMED | IPS_SEEN_REPLY;
	if (state != TCP_CONNTRACK_SYN_RECV)
		ct->status |= IPS_ASSURED;
	be_in(ct, state);
	if (nf_conntrack_hash_check_insert(ct)) {
		nf_conntrack_free(ct);
		return;
	}
	nf_conntrack_event_report(IPCT_NEW, ct, 0, 0);
	nf_ct_put(ct);
}

/* It lives as long as a new one. A translation is its owner's. */
static void update(struct nf_conn *ct, enum tcp_conntrack state)
{
	if (ct->status & IPS_NAT_MASK)
		return;
	spin_lock_bh(&ct->lock);
	be_in(ct, state);
	spin_unlock_bh(&ct->lock);
	set_bit(IPS_SEEN_REPLY_BIT, &ct->status);
	if (state != TCP_CONNTRACK_SYN_RECV)
		set_bit(IPS_ASSURED_BIT, &ct->status);
}

/* Half-open ones of this host begin anew, those that are over need nothing. */
static bool needs_entry(const struct sock *sk)
{
	return sk->sk_state != TCP_SYN_SENT && sk->sk_state != TCP_TIME_WAIT;
}

/* Those that close will soon be over, and their FIN may have gone already. */
static enum tcp_conntrack state_of(const struct sock *sk)
{
	switch (sk->sk_state) {
	case TCP_NEW_SYN_RECV:
	case TCP_SYN_RECV:	/* Fast Open */
		return TCP_CONNTRACK_SYN_RECV;
	case TCP_FIN_WAIT1:
	case TCP_FIN_WAIT2:
		return TCP_CONNTRACK_FIN_WAIT;
	case TCP_CLOSE_WAIT:
		return TCP_CONNTRACK_CLOSE_WAIT;
	case TCP_CLOSING:
	case TCP_LAST_ACK:
		return TCP_CONNTRACK_LAST_ACK;
	default:
		return TCP_CONNTRACK_ESTABLISHED;
	}
}

/* Half-open peers did, and clients: the server listens, or its port is the lower one. */
static bool peer_began(const struct nf_conntrack_tuple *t, const struct sfw_handover *h,
		       const struct sock *sk, enum tcp_conntrack state)
{
	return state == TCP_CONNTRACK_SYN_RECV ||
	       ntohs(t->dst.u.tcp.port) <= ntohs(t->src.u.tcp.port) ||
	       sfw_socket_listens(t, h->net, sk->sk_bound_dev_if);
}

/* The entry of a socket, or a new one, is in a state. */
static void remember(const struct sfw_handover *h, const struct sock *sk,
		     enum tcp_conntrack state)
{
	struct nf_conntrack_tuple t, inverse, *first = &t, *second = &inverse;
	struct nf_conntrack_tuple_hash *found;
	struct nf_conn *ct;

	if (!tuple_to(&t, sk) || t.src.l3num != h->pf ||
	    !nf_ct_invert_tuple(&inverse, &t))
		return;
	if (!peer_began(&t, h, sk, state))
		swap(first, second);
	first->dst.dir = IP_CT_DIR_ORIGINAL;
	second->dst.dir = IP_CT_DIR_REPLY;
	found = nf_conntrack_find_get(h->net, &nf_ct_zone_dflt, first);
	if (!found) {
		create(h->net, first, second, state);
		return;
	}
	ct = nf_ct_tuplehash_to_ctrack(found);
	update(ct, state);
	nf_ct_put(ct);
}

/**
 * sfw_handover_reset - have connection tracking remember a connection that this host
 * resets, so that late segments are known as its
 * @h: connections of its family
 * @sk: its socket
 *
 * An entry from before is over, too.
 *
 * Context: a hook, under rcu_read_lock().
 */
void sfw_handover_reset(const struct sfw_handover *h, const struct sock *sk)
{
	remember(h, sk, TCP_CONNTRACK_CLOSE);
}

static void hand_over_all(const struct sfw_handover *h)
{
	struct inet_hashinfo *table = h->net->ipv4.tcp_death_row.hashinfo;
	const struct hlist_nulls_node *node;
	struct sock *sk;
	unsigned int i;

	for (i = 0; i <= table->ehash_mask; i++) {
		struct inet_ehash_bucket *b = &table->ehash[i];

		if (hlist_nulls_empty(&b->chain))
			continue;
		rcu_read_lock();
		spin_lock_bh(inet_ehash_lockp(table, i));
		sk_nulls_for_each(sk, node, &b->chain)
			if (net_eq(sock_net(sk), h->net) && needs_entry(sk))
				remember(h, sk, state_of(sk));
		spin_unlock_bh(inet_ehash_lockp(table, i));
		rcu_read_unlock();
		cond_resched();
	}
}

static void work(struct work_struct *w)
{
	struct sfw_handover *h = container_of(w, struct sfw_handover, work);

	if (cmpxchg(&h->due, SFW_HANDOVER_DUE, SFW_HANDOVER_AT_WORK) !=
	    SFW_HANDOVER_DUE)
		return;
	synchronize_rcu();	/* packets on their way may go direct still */
	if (sfw_is_tracked(h->net, h->pf))	/* else no entry would hear of its end */
		hand_over_all(h);
	cmpxchg(&h->due, SFW_HANDOVER_AT_WORK, SFW_HANDOVER_NONE);
}

struct count {
	u8 pf;
	u32 helped;
};

static int count_helped(struct nf_conn *ct, void *data)
{
	struct count *c = data;

	c->helped += nf_ct_l3num(ct) == c->pf && nfct_help(ct);
	return 0;
}

static void find_helpers(struct work_struct *w)
{
	struct sfw_handover *h = container_of(to_delayed_work(w),
					      struct sfw_handover, helpers);
	struct count count = { .pf = h->pf };
	const struct nf_ct_iter_data walk = { .net = h->net, .data = &count };
	int begun = atomic_read(&h->begun);

	nf_ct_iterate_cleanup_net(count_helped, &walk);
	if (count.helped)
		queue_delayed_work(sfw_wq, &h->helpers, HELPERS_PERIOD);
	else
		WRITE_ONCE(h->free, begun);
}

/**
 * sfw_handover_begin - packets begin to go direct
 * @h: connections of their family
 *
 * Context: any.
 */
void sfw_handover_begin(struct sfw_handover *h)
{
	atomic_inc(&h->begun);
	smp_store_release(&h->due, SFW_HANDOVER_DUE);	/* with the count */
	mod_delayed_work(sfw_wq, &h->helpers, 0);
}

/**
 * sfw_handover_init - nothing is to be handed over
 * @h: all zero
 * @net: the namespace
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 */
void sfw_handover_init(struct sfw_handover *h, struct net *net, u8 pf)
{
	h->net = net;
	h->pf = pf;
	INIT_WORK(&h->work, work);
	INIT_DELAYED_WORK(&h->helpers, find_helpers);
}

/**
 * sfw_handover_end - no packet goes direct any more: hand over at once
 * @h: connections of a family
 *
 * Hooks that need connection tracking no more are gone by now.
 *
 * Context: may sleep. Return: whether there may have been any.
 */
bool sfw_handover_end(struct sfw_handover *h)
{
	sfw_handover_stop(h);
	if (READ_ONCE(h->due) == SFW_HANDOVER_NONE)
		return false;
	/*
	 * Packets of the first grace period may begin it anew or have it done by the work
	 * queue, of the second none.
	 */
	while (READ_ONCE(h->due) != SFW_HANDOVER_NONE) {
		cancel_work_sync(&h->work);
		work(&h->work);
	}
	return true;
}

/**
 * sfw_handover_stop - have nothing be handed over
 * @h: connections of a family
 *
 * Context: may sleep. At the end of a namespace no packet may be in a hook any more.
 */
void sfw_handover_stop(struct sfw_handover *h)
{
	cancel_work_sync(&h->work);
	cancel_delayed_work_sync(&h->helpers);
}
