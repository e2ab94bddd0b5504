// SPDX-License-Identifier: GPL-2.0
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_expect.h>
#include <net/netfilter/nf_conntrack_helper.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "conntrack.h"
#include "early.h"

static bool read_tuple(const struct sk_buff *skb,
		       const struct nf_hook_state *state,
		       struct nf_conntrack_tuple *tuple)
{
	return nf_ct_get_tuplepr(skb, skb_network_offset(skb), state->pf,
				 state->net, tuple);
}

static struct nf_conn *find(const struct nf_conntrack_tuple *tuple, struct net *net)
{
	struct nf_conntrack_tuple_hash *found;

	found = nf_conntrack_find_get(net, &nf_ct_zone_dflt, tuple);
	return found ? nf_ct_tuplehash_to_ctrack(found) : NULL;
}

/**
 * sfw_conntrack_find - the tracked connection that a packet would belong to
 * @skb: the packet
 * @state: where it is
 *
 * Context: a netfilter hook. Return: a reference, to be given back by
 * nf_ct_put(), or NULL.
 */
struct nf_conn *sfw_conntrack_find(const struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	struct nf_conntrack_tuple tuple;

	return read_tuple(skb, state, &tuple) ? find(&tuple, state->net) : NULL;
}

/**
 * sfw_conntrack_state - connection tracking's knowledge of a packet beforehand
 * @skb: the packet
 * @state: where it is
 *
 * Context: a netfilter hook. Return: SFW_CT_ESTABLISHED: it belongs to a tracked
 * connection; SFW_CT_INVALID: the packet's protocol has no tuple for it, as for GRE of
 * version 1 that does not carry PPP; else SFW_CT_NEW.
 */
u8 sfw_conntrack_state(const struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	struct nf_conntrack_tuple tuple;
	struct nf_conn *ct;

	if (!read_tuple(skb, state, &tuple))
		return SFW_CT_INVALID;
	ct = find(&tuple, state->net);
	if (!ct)
		return SFW_CT_NEW;
	nf_ct_put(ct);
	return SFW_CT_ESTABLISHED;
}

/**
 * sfw_conntrack_phase - how far a connection of TCP is
 * @ct: the connection
 *
 * Context: any.
 */
enum sfw_tcp_phase sfw_conntrack_phase(const struct nf_conn *ct)
{
	switch (READ_ONCE(ct->proto.tcp.state)) {
	case TCP_CONNTRACK_SYN_SENT:
	case TCP_CONNTRACK_SYN_SENT2:
	case TCP_CONNTRACK_SYN_RECV:
		return SFW_TCP_BEGINS;
	case TCP_CONNTRACK_ESTABLISHED:
		return SFW_TCP_LIVES;
	case TCP_CONNTRACK_TIME_WAIT:
	case TCP_CONNTRACK_CLOSE:
		return SFW_TCP_OVER;
	default:
		return SFW_TCP_ENDS;
	}
}

/**
 * sfw_conntrack_is_helped - whether a packet belongs to a tracked connection with a helper
 * @skb: the packet
 * @state: where it is
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_conntrack_is_helped(const struct sk_buff *skb,
			     const struct nf_hook_state *state)
{
	struct nf_conn *ct = sfw_conntrack_find(skb, state);
	bool helped = ct && nfct_help(ct);

	if (ct)
		nf_ct_put(ct);
	return helped;
}

/**
 * sfw_conntrack_forget - have no entry of a packet's connection stay
 * @skb: the packet, which goes past connection tracking
 * @state: where it is
 *
 * One that is translated is others'.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
void sfw_conntrack_forget(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct nf_conn *ct;

	if (!nf_conntrack_count(state->net))
		return;
	ct = sfw_conntrack_find(skb, state);
	if (!ct)
		return;
	if (!(ct->status & IPS_NAT_MASK))
		nf_ct_kill(ct);
	nf_ct_put(ct);
}

/* After nf_ct_get_tuple(), for a packet without options. */
static struct nf_conntrack_tuple tuple_of(const struct sk_buff *skb, u8 pf)
{
	const struct tcphdr *th = sfw_early_tcp(skb, pf);	/* UDP begins alike */
	struct nf_conntrack_tuple t = {
		.src.l3num = pf, .src.u.tcp.port = th->source,
		.dst.u.tcp.port = th->dest, .dst.protonum = sfw_early_proto(skb, pf),
	};

	if (pf == NFPROTO_IPV6) {
		t.src.u3.in6 = ipv6_hdr(skb)->saddr;
		t.dst.u3.in6 = ipv6_hdr(skb)->daddr;
	} else {
		t.src.u3.ip = ip_hdr(skb)->saddr;
		t.dst.u3.ip = ip_hdr(skb)->daddr;
	}
	return t;
}

static bool is_expected(const struct nf_conntrack_tuple *tuple, struct net *net)
{
	return __nf_ct_expect_find(net, &nf_ct_zone_dflt, tuple);
}

/**
 * sfw_conntrack_is_expected - whether a helper announced a connection like one of before
 * @ct: the one of before
 * @net: the namespace
 *
 * Context: under rcu_read_lock().
 */
bool sfw_conntrack_is_expected(const struct nf_conn *ct, struct net *net)
{
	return __nf_ct_expect_find(net, nf_ct_zone(ct), nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL));
}

/**
 * sfw_conntrack_expects - whether a helper announced a packet's connection
 * @skb: a bare packet of TCP or UDP
 * @state: where it is
 *
 * An expectation takes a connection that is tracked.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_conntrack_expects(const struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	struct nf_conntrack_tuple tuple;

	if (!nf_conntrack_count(state->net))
		return false;
	tuple = tuple_of(skb, state->pf);
	return is_expected(&tuple, state->net);
}

/**
 * sfw_conntrack_claims - whether a packet belongs to a tracked connection, or
 * to one that a helper announced
 * @skb: a bare packet of TCP or UDP
 * @state: where it is
 *
 * Where packets go direct there may be none at all.
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_conntrack_claims(const struct sk_buff *skb,
			  const struct nf_hook_state *state)
{
	struct nf_conntrack_tuple tuple;
	struct nf_conn *ct;

	if (!nf_conntrack_count(state->net))
		return false;
	tuple = tuple_of(skb, state->pf);
	ct = find(&tuple, state->net);
	if (ct) {
		nf_ct_put(ct);
		return true;
	}
	return is_expected(&tuple, state->net);
}
