// SPDX-License-Identifier: GPL-2.0
/*
 * Conntrack cannot be asked for the connections of an address. So, while
 * scanners are listed, the last connections of each peer are remembered by
 * their tuples when they begin; whether one of them still lives is conntrack's
 * word, asked only when the peer is about to be listed, and of a few peers when one
 * of them has to make room. If all of those live, the new peer is not remembered:
 * no flood takes a live peer out, and a packet costs a bounded number of look-ups.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "../db/db.h"
#include "conntrack.h"
#include "peers.h"

#define TUPLES		2	/* connections remembered a peer */
#define TUPLE_SLOTS	DIV_ROUND_UP(sizeof(struct nf_conntrack_tuple), \
				     sizeof(u64))

static struct nf_conntrack_tuple *tuple_of(struct sfw_recent *e, u32 i)
{
	return (struct nf_conntrack_tuple *)&e->data[i * TUPLE_SLOTS];
}

/* How far a connection is. */
enum state {
	STATE_OVER,
	STATE_BEGINS,
	STATE_LIVES,	/* TCP past its handshake and before its end; answered UDP */
};

static enum state tcp_state(const struct nf_conn *ct)
{
	switch (sfw_conntrack_phase(ct)) {
	case SFW_TCP_BEGINS:
		return STATE_BEGINS;
	case SFW_TCP_LIVES:
		return STATE_LIVES;
	default:
		return STATE_OVER;
	}
}

static enum state state_of(const struct nf_conn *ct)
{
	if (nf_ct_protonum(ct) == IPPROTO_TCP)
		return tcp_state(ct);
	return test_bit(IPS_SEEN_REPLY_BIT, &ct->status) ? STATE_LIVES : STATE_BEGINS;
}

static enum state look(struct net *net, const struct nf_conntrack_tuple *tuple)
{
	struct nf_conntrack_tuple_hash *found;
	enum state state;

	if (!tuple->src.l3num)
		return STATE_OVER;
	found = nf_conntrack_find_get(net, &nf_ct_zone_dflt, tuple);
	if (!found)
		return STATE_OVER;
	state = state_of(nf_ct_tuplehash_to_ctrack(found));
	nf_ct_put(nf_ct_tuplehash_to_ctrack(found));
	return state;
}

static bool lives(struct net *net, const struct nf_conntrack_tuple *tuple)
{
	return look(net, tuple) == STATE_LIVES;
}

static bool keeps(const struct sfw_list *peers, const struct sfw_recent *e)
{
	struct sfw_recent *peer = (struct sfw_recent *)e;

	return lives(peers->owner, tuple_of(peer, 0)) ||
	       lives(peers->owner, tuple_of(peer, 1));
}

/* In the place of a connection that is over, or else of one that only begins. */
static void remember(struct sfw_recent *e, struct net *net,
		     const struct nf_conntrack_tuple *tuple)
{
	struct nf_conntrack_tuple *to = NULL;
	enum state state, least = STATE_LIVES;
	u32 i;

	for (i = 0; i < TUPLES; i++) {
		if (nf_ct_tuple_equal(tuple_of(e, i), tuple))
			return;
		state = look(net, tuple_of(e, i));
		if (state < least) {
			least = state;
			to = tuple_of(e, i);
		}
	}
	if (to)
		*to = *tuple;
}

static void note(struct sfw_list *peers, u8 family, const struct sfw_addr *peer,
		 struct net *net, const struct nf_conntrack_tuple *tuple)
{
	struct sfw_list_key key = sfw_list_key(peers, family, peer);
	u64 now = ktime_get_boottime_ns();
	struct sfw_recent *e;

	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(peers, &key, TUPLES * TUPLE_SLOTS, now);
	if (e) {
		remember(e, net, tuple);
		sfw_recent_hit(e, 0, 0, now);
	}
	spin_unlock_bh(&key.part->lock);
}

/* Connections that are older than the list. */
struct older {
	struct nf_conntrack_tuple *tuple;
	unsigned int n, room;
};

/*
 * Under conntrack's lock of a bucket. A look-up in conntrack, as note() does
 * with a part of the list locked, may take those locks to remove expired
 * connections: so the tuples are only copied here.
 */
static int gather(struct nf_conn *ct, void *data)
{
	struct older *older = data;

	if ((nf_ct_protonum(ct) == IPPROTO_TCP ||
	     nf_ct_protonum(ct) == IPPROTO_UDP) && state_of(ct) != STATE_OVER) {
		if (older->n < older->room)
			older->tuple[older->n] =
				*nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL);
		older->n++;
	}
	return 0;		/* 1 would delete it */
}

static int gather_all(struct older *older, struct net *net)
{
	const struct nf_ct_iter_data walk = { .net = net, .data = older };

	for (;;) {
		older->n = 0;
		nf_ct_iterate_cleanup_net(gather, &walk);
		if (older->n <= older->room)
			return 0;
		kvfree(older->tuple);
		older->room = older->n + older->n / 8;	/* some may come */
		older->tuple = kvmalloc_array(older->room,
					      sizeof(*older->tuple),
					      GFP_KERNEL_ACCOUNT);
		if (!older->tuple)
			return -ENOMEM;
	}
}

/* Either side may be the peer. */
static void note_both(struct sfw_list *peers, struct net *net,
		      const struct nf_conntrack_tuple *t)
{
	u8 family = t->src.l3num == NFPROTO_IPV6 ? SFW_AF_INET6 : SFW_AF_INET;

	note(peers, family, (const struct sfw_addr *)&t->src.u3, net, t);
	note(peers, family, (const struct sfw_addr *)&t->dst.u3, net, t);
}

/**
 * sfw_peers_start - begin to remember connections, with those there are
 * @peers: the list
 * @net: the namespace; the hooks that remember new connections are registered
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_peers_start(struct sfw_list *peers, struct net *net)
{
	struct older older = {};
	int err;

	peers->owner = net;
	smp_store_release(&peers->keeps, keeps);	/* it reads @owner */
	err = gather_all(&older, net);
	if (err)
		return err;
	while (older.n) {
		note_both(peers, net, &older.tuple[--older.n]);
		cond_resched();
	}
	kvfree(older.tuple);
	return 0;
}

/**
 * sfw_peer_note - remember a connection that begins
 * @peers: the list
 * @family: of @peer
 * @peer: the other side
 * @skb: a packet of it that conntrack has seen
 *
 * Those that live are kept, so that a long one is not forgotten for short ones.
 *
 * Context: a netfilter hook.
 */
void sfw_peer_note(struct sfw_list *peers, u8 family,
		   const struct sfw_addr *peer, const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	if (ct)
		note(peers, family, peer, nf_ct_net(ct),
		     nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL));
}

/* Not inlined: few sources of scans have one. */
static noinline bool entry_lives(const struct sfw_list *peers,
				 const struct sfw_list_key *key, struct net *net)
{
	struct nf_conntrack_tuple tuple[TUPLES] = {};
	struct sfw_recent *e;

	spin_lock_bh(&key->part->lock);
	e = sfw_list_look(peers, key);
	if (e) {
		tuple[0] = *tuple_of(e, 0);
		tuple[1] = *tuple_of(e, 1);
	}
	spin_unlock_bh(&key->part->lock);
	return lives(net, &tuple[0]) || lives(net, &tuple[1]);
}

/**
 * sfw_peer_lives - whether the source of a packet has a live connection
 * @peers: the list
 * @f: the packet; its @listed is known
 * @net: the namespace
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_peer_lives(const struct sfw_list *peers, const struct sfw_facts *f,
		    struct net *net)
{
	struct sfw_list_key key = sfw_list_key_again(peers, f->family, &f->src,
						     f->hash);

	return sfw_list_look(peers, &key) && entry_lives(peers, &key, net);
}

/**
 * sfw_peer_note_out - remember a connection of this host, if a packet begins one
 * @peers: the list
 * @skb: the packet
 * @state: where it is, on its way out
 *
 * Context: a netfilter hook.
 */
void sfw_peer_note_out(struct sfw_list *peers, const struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);
	struct sfw_addr peer = {};

	if (!ct || ctinfo != IP_CT_NEW ||
	    (nf_ct_protonum(ct) != IPPROTO_TCP &&
	     nf_ct_protonum(ct) != IPPROTO_UDP))
		return;
	if (state->pf == NFPROTO_IPV4) {
		peer.w[0] = ip_hdr(skb)->daddr;
		sfw_peer_note(peers, SFW_AF_INET, &peer, skb);
	} else {
		memcpy(&peer, &ipv6_hdr(skb)->daddr, sizeof(peer));
		sfw_peer_note(peers, SFW_AF_INET6, &peer, skb);
	}
}

/**
 * sfw_peer_local_out - the hook that remembers connections of this host
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Return: NF_ACCEPT.
 */
unsigned int sfw_peer_local_out(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	sfw_peer_note_out(((struct sfw_db *)priv)->peers, skb, state);
	return NF_ACCEPT;
}
