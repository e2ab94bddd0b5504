// SPDX-License-Identifier: GPL-2.0
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_expect.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "conntrack.h"

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
	struct nf_conntrack_tuple_hash *found;
	struct nf_conntrack_tuple tuple;

	if (!nf_ct_get_tuplepr(skb, skb_network_offset(skb), state->pf,
			       state->net, &tuple))
		return NULL;
	found = nf_conntrack_find_get(state->net, &nf_ct_zone_dflt, &tuple);
	return found ? nf_ct_tuplehash_to_ctrack(found) : NULL;
}

/**
 * sfw_conntrack_knows - whether a packet belongs to a tracked connection
 * @skb: the packet
 * @state: where it is
 *
 * Context: a netfilter hook.
 */
bool sfw_conntrack_knows(const struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	struct nf_conn *ct = sfw_conntrack_find(skb, state);

	if (!ct)
		return false;
	nf_ct_put(ct);
	return true;
}

/**
 * sfw_conntrack_claims - whether a packet belongs to a tracked connection, or
 * to one that a helper announced
 * @f: the packet; not malformed, of a protocol that has ports
 * @net: the namespace
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_conntrack_claims(const struct sfw_facts *f, struct net *net)
{
	struct nf_conntrack_tuple_hash *found;
	struct nf_conntrack_tuple tuple = {};

	tuple.src.l3num = f->family == SFW_AF_INET6 ? NFPROTO_IPV6 :
						      NFPROTO_IPV4;
	memcpy(&tuple.src.u3, &f->src, sizeof(tuple.src.u3));
	memcpy(&tuple.dst.u3, &f->dst, sizeof(tuple.dst.u3));
	tuple.src.u.all = htons(f->sport);
	tuple.dst.u.all = htons(f->dport);
	tuple.dst.protonum = f->proto;
	found = nf_conntrack_find_get(net, &nf_ct_zone_dflt, &tuple);
	if (found) {
		nf_ct_put(nf_ct_tuplehash_to_ctrack(found));
		return true;
	}
	return __nf_ct_expect_find(net, &nf_ct_zone_dflt, &tuple);
}
