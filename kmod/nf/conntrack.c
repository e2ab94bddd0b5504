// SPDX-License-Identifier: GPL-2.0
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_expect.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "conntrack.h"

static bool tuple_of(struct nf_conntrack_tuple *tuple,
		     const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	return nf_ct_get_tuplepr(skb, skb_network_offset(skb), state->pf,
				 state->net, tuple);
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
	struct nf_conntrack_tuple_hash *found;
	struct nf_conntrack_tuple tuple;

	if (!tuple_of(&tuple, skb, state))
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
 * sfw_conntrack_expects - whether a helper announced a packet's connection
 * @skb: the packet
 * @state: where it is
 *
 * Context: a netfilter hook, under rcu_read_lock().
 */
bool sfw_conntrack_expects(const struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	struct nf_conntrack_tuple tuple;

	return tuple_of(&tuple, skb, state) &&
	       __nf_ct_expect_find(state->net, &nf_ct_zone_dflt, &tuple);
}
