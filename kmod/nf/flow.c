// SPDX-License-Identifier: GPL-2.0
/* After the approach of net/netfilter/nft_flow_offload.c. */
#include <linux/tcp.h>
#include <net/ip6_route.h>
#include <net/neighbour.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_extend.h>
#include <net/netfilter/nf_conntrack_l4proto.h>
#include <net/xfrm.h>

#include "../compat/route.h"
#include "flow.h"

/* Past its handshake, and this is not its end. */
static bool is_live_tcp(const struct sk_buff *skb, const struct nf_conn *ct)
{
	unsigned int at = skb_network_offset(skb);
	unsigned short fragoff = 0;
	struct tcphdr buf, *th;

	if (!nf_conntrack_tcp_established(ct))
		return false;
	if (nf_ct_l3num(ct) == NFPROTO_IPV4)
		at += ip_hdrlen(skb);
	else if (ipv6_find_hdr(skb, &at, IPPROTO_TCP, &fragoff, NULL) < 0)
		return false;
	th = skb_header_pointer(skb, at, sizeof(buf), &buf);
	return th && !th->fin && !th->rst;
}

static bool is_simple(const struct sk_buff *skb, const struct nf_conn *ct)
{
	if (skb_sec_path(skb) || dst_xfrm(skb_dst(skb)) ||
	    nf_ct_ext_exist(ct, NF_CT_EXT_HELPER) || !nf_ct_is_confirmed(ct) ||
	    ct->status & (IPS_SEQ_ADJUST | IPS_NAT_CLASH))
		return false;
	if (nf_ct_l3num(ct) == NFPROTO_IPV4 && IPCB(skb)->opt.optlen)
		return false;
	switch (nf_ct_protonum(ct)) {
	case IPPROTO_TCP:
		return is_live_tcp(skb, ct);
	case IPPROTO_UDP:
		return true;
	default:
		return false;
	}
}

/* The way back, held; NULL where it does not lead out where this came in. */
static struct dst_entry *way_back(const struct sk_buff *skb,
				  const struct nf_conn *ct,
				  enum ip_conntrack_dir dir,
				  const struct nf_hook_state *state)
{
	const struct nf_conntrack_tuple *here = nf_ct_tuple(ct, dir);
	const struct nf_conntrack_tuple *there = nf_ct_tuple(ct, !dir);
	struct dst_entry *dst = NULL;
	struct flowi fl = {};

	if (state->pf == NFPROTO_IPV4) {
		fl.u.ip4.daddr = here->src.u3.ip;
		fl.u.ip4.saddr = there->src.u3.ip;
		fl.u.ip4.flowi4_oif = state->in->ifindex;
		fl.u.ip4.flowi4_iif = state->out->ifindex;
		fl.u.ip4.flowi4_mark = skb->mark;
		fl.u.ip4.flowi4_flags = FLOWI_FLAG_ANYSRC;
		sfw_compat_set_tos(&fl.u.ip4, ip_hdr(skb));
	} else {
		fl.u.ip6.daddr = here->src.u3.in6;
		fl.u.ip6.saddr = there->src.u3.in6;
		fl.u.ip6.flowi6_oif = state->in->ifindex;
		fl.u.ip6.flowi6_iif = state->out->ifindex;
		fl.u.ip6.flowlabel = ip6_flowinfo(ipv6_hdr(skb));
		fl.u.ip6.flowi6_mark = skb->mark;
		fl.u.ip6.flowi6_flags = FLOWI_FLAG_ANYSRC;
	}
	nf_route(state->net, &dst, &fl, false, state->pf);
	if (dst && (dst_xfrm(dst) || dst->dev != state->in)) {
		dst_release(dst);
		dst = NULL;
	}
	return dst;
}

static void set_way(struct nf_flow_route *route, struct dst_entry *dst,
		    enum ip_conntrack_dir dir)
{
	route->tuple[dir].dst = dst;
	route->tuple[dir].xmit_type = FLOW_OFFLOAD_XMIT_NEIGH;
	/* Later kernels want it for neighbours too. */
	route->tuple[dir].out.ifindex = dst->dev->ifindex;
	route->tuple[!dir].in.ifindex = dst->dev->ifindex;
}

/*
 * Later kernels send packets of the flow table to the address in the neighbour
 * entry, resolved or not, and never resolve it: only the slow path does. A look
 * here counts as use, so that an address in use is kept and confirmed.
 */
static bool is_next_known(struct dst_entry *dst, const void *addr)
{
	struct neighbour *next = dst_neigh_lookup(dst, addr);
	bool known;

	if (!next)
		return false;
	known = READ_ONCE(next->nud_state) & NUD_VALID;
	if (known)
		neigh_event_send(next, NULL);
	neigh_release(next);
	return known;
}

/* Conntrack will not see all segments: it must not mind gaps. */
static void be_liberal(struct nf_conn *ct)
{
	spin_lock_bh(&ct->lock);
	ct->proto.tcp.seen[0].flags |= IP_CT_TCP_FLAG_BE_LIBERAL;
	ct->proto.tcp.seen[1].flags |= IP_CT_TCP_FLAG_BE_LIBERAL;
	spin_unlock_bh(&ct->lock);
}

static bool add(struct nf_flowtable *table, const struct sk_buff *skb,
		struct nf_conn *ct, enum ip_conntrack_dir dir,
		const struct nf_hook_state *state)
{
	struct dst_entry *there = skb_dst(skb), *back;
	struct nf_flow_route route = {};
	struct flow_offload *flow;

	back = way_back(skb, ct, dir, state);
	if (!back)
		return false;
	if (!is_next_known(there, &nf_ct_tuple(ct, !dir)->src.u3) ||
	    !is_next_known(back, &nf_ct_tuple(ct, dir)->src.u3) ||
	    !dst_hold_safe(there)) {
		dst_release(back);
		return false;
	}
	flow = flow_offload_alloc(ct);
	if (!flow) {
		dst_release(there);
		dst_release(back);
		return false;
	}
	set_way(&route, there, dir);
	set_way(&route, back, !dir);
	flow_offload_route_init(flow, &route);	/* takes both */
	if (nf_ct_protonum(ct) == IPPROTO_TCP)
		be_liberal(ct);
	if (!flow_offload_add(table, flow))
		return true;
	flow_offload_free(flow);
	return false;
}

/**
 * sfw_flow_add - let a connection go by the flow table, if it can
 * @table: the flow table
 * @skb: a packet of a live connection that is forwarded
 * @state: where it is
 *
 * Context: the hook of forwarded packets.
 */
void sfw_flow_add(struct nf_flowtable *table, struct sk_buff *skb,
		  const struct nf_hook_state *state)
{
	enum ip_conntrack_info ctinfo;
	struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	if (!is_simple(skb, ct) ||
	    test_and_set_bit(IPS_OFFLOAD_BIT, &ct->status))
		return;
	if (!add(table, skb, ct, CTINFO2DIR(ctinfo), state))
		clear_bit(IPS_OFFLOAD_BIT, &ct->status);
}

/**
 * sfw_flow_arrives - whether both next hops of a connection are known
 * @flow: a connection in the flow table
 *
 * Context: under rcu_read_lock(), as the walk of a flow table is.
 */
bool sfw_flow_arrives(const struct flow_offload *flow)
{
	const struct flow_offload_tuple *there = &flow->tuplehash[0].tuple;
	const struct flow_offload_tuple *back = &flow->tuplehash[1].tuple;

	return is_next_known(there->dst_cache, &back->src_v6) &&
	       is_next_known(back->dst_cache, &there->src_v6);
}
