// SPDX-License-Identifier: GPL-2.0
/*
 * Choice of connections to translate, and of their new addresses. The NAT core
 * calls these hooks for the first packet of a connection that is not bound yet,
 * beside those of nf_tables and iptables: the first that binds it wins. It
 * translates all further packets, replies and ICMP errors by itself.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <net/dst.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_nat.h>
#include <net/netfilter/nf_nat_masquerade.h>

#include "../core/gateway.h"
#include "../db/db.h"
#include "../db/local_addr.h"
#include "../db/policy/snapshot.h"
#include "../db/route_out.h"
#include "direct.h"
#include "facts.h"
#include "nat.h"

/**
 * sfw_nat_init - have the kernel forget masqueraded connections whose address
 * or interface goes
 *
 * Context: may sleep; not while a namespace is set up or taken down, since
 * that holds a lock which this takes. Return: 0 or an error.
 */
int sfw_nat_init(void)
{
	return nf_nat_masquerade_inet_register_notifiers();
}

/**
 * sfw_nat_exit - undo sfw_nat_init()
 */
void sfw_nat_exit(void)
{
	nf_nat_masquerade_inet_unregister_notifiers();
}

static int add_hook(struct net *net, const struct nf_hook_ops *ops)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (ops->pf == NFPROTO_IPV6)
		return nf_nat_ipv6_register_fn(net, ops);
#endif
	return ops->pf == NFPROTO_IPV4 ? nf_nat_ipv4_register_fn(net, ops) : 0;
}

static void del_hook(struct net *net, const struct nf_hook_ops *ops)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (ops->pf == NFPROTO_IPV6)
		nf_nat_ipv6_unregister_fn(net, ops);
#endif
	if (ops->pf == NFPROTO_IPV4)
		nf_nat_ipv4_unregister_fn(net, ops);
}

/**
 * sfw_nat_register - put hooks into the NAT core
 * @net: the namespace
 * @ops: the hooks
 * @n: how many
 *
 * Context: may sleep. Return: 0 or an error, then none is registered.
 */
int sfw_nat_register(struct net *net, const struct nf_hook_ops *ops,
		     unsigned int n)
{
	unsigned int i;
	int err;

	for (i = 0; i < n; i++) {
		err = add_hook(net, &ops[i]);
		if (err) {
			sfw_nat_unregister(net, ops, i);
			return err;
		}
	}
	return 0;
}

/**
 * sfw_nat_unregister - take hooks out of the NAT core
 * @net: the namespace
 * @ops: the hooks
 * @n: how many
 *
 * Context: may sleep. Where nobody else uses it, the NAT core stops, and
 * connections that it translated break off.
 */
void sfw_nat_unregister(struct net *net, const struct nf_hook_ops *ops,
			unsigned int n)
{
	while (n-- > 0)
		del_hook(net, &ops[n]);
}

/*
 * The interface by which it will leave: known behind routing, and before it looked up
 * for one that may name a host whose prefix changes.
 */
static const char *way_out(const struct sfw_facts *f, const struct sfw_policy *p,
			   const struct nf_hook_state *state)
{
	if (state->out)
		return state->out->name;
	return p->follows && f->family == SFW_AF_INET6 && !f->local_dev[0] ?
	       sfw_route_out(state->net, f) : NULL;
}

/* The forwarded port that a packet was sent to, or NULL. */
static const struct sfw_entry *forward_of(struct sfw_facts *f,
					  const struct sfw_policy *p,
					  const struct sk_buff *skb,
					  const struct nf_hook_state *state)
{
	u32 i;

	sfw_facts_gather(f, skb, state, SFW_CT_NEW);
	if (f->malformed || !f->dport)
		return NULL;
	sfw_facts_gather_first(f, skb, state);
	f->out = way_out(f, p, state);
	if (p->timed)
		f->now = ktime_get_boottime_ns();
	i = sfw_forward_find(f, p);
	return i == SFW_NO_ENTRY ? NULL : p->forwards[i];
}

/**
 * sfw_nat_dst - translate the destination of packets to a forwarded port
 * @priv: struct sfw_db
 * @skb: first packet of a connection
 * @state: where it is: before routing
 *
 * A host whose network has no prefix now cannot be reached: the packet stays here.
 *
 * Return: NF_ACCEPT or NF_DROP.
 */
unsigned int sfw_nat_dst(void *priv, struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;
	struct nf_nat_range2 range = {
		.flags = NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED,
	};
	enum ip_conntrack_info ctinfo;
	const struct sfw_entry *to;
	struct sfw_facts f = {};
	struct sfw_addr addr;

	if (!p->enabled || !p->n_forwards || sfw_direct_is_live(db, skb, state))
		return NF_ACCEPT;
	to = forward_of(&f, p, skb, state);
	if (!to || sfw_forward_leads(to, &f))
		return NF_ACCEPT;
	addr = to->to.addr;
	if (to->to.dev[0] &&
	    !sfw_local_addr_complete(state->net, to->to.dev, &addr))
		return NF_ACCEPT;
	memcpy(&range.min_addr, &addr, sizeof(range.min_addr));
	range.max_addr = range.min_addr;
	range.min_proto.all = htons(sfw_forward_port(to, f.dport));
	range.max_proto = range.min_proto;
	return nf_nat_setup_info(nf_ct_get(skb, &ctinfo), &range,
				 NF_NAT_MANIP_DST);
}

/*
 * A client of the local network that we led back there by the address of
 * another interface: the server would answer it directly, from an address that
 * the client knows nothing of.
 */
static bool is_hairpin(const struct sfw_policy *p, const struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);
	const struct sfw_entry *to;
	struct sfw_facts f = {};

	if (!p->n_forwards || !(ct->status & IPS_DST_NAT) || !state->in ||
	    sfw_facts_port(skb, state->in) != state->out)
		return false;
	to = forward_of(&f, p, skb, state);
	return to && sfw_forward_leads(to, &f);
}

static u32 find_masq(const struct sfw_policy *p, const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	struct sfw_addr src = {};

	if (state->pf == NFPROTO_IPV6) {
		memcpy(&src, &ipv6_hdr(skb)->saddr, sizeof(src));
		return sfw_masq_find(p, SFW_AF_INET6, &src, state->out->name);
	}
	src.w[0] = ip_hdr(skb)->saddr;
	return sfw_masq_find(p, SFW_AF_INET, &src, state->out->name);
}

/*
 * An address that comes and goes, as a pair of gateways passes one on: the
 * connection is bound to it and to no interface, so it outlives both.
 */
static unsigned int hide_behind(const void *to, const struct sk_buff *skb)
{
	struct nf_nat_range2 range = { .flags = NF_NAT_RANGE_MAP_IPS };
	enum ip_conntrack_info ctinfo;

	memcpy(&range.min_addr, to, sizeof(range.min_addr));
	range.max_addr = range.min_addr;
	return nf_nat_setup_info(nf_ct_get(skb, &ctinfo), &range,
				 NF_NAT_MANIP_SRC);
}

/*
 * Of the addresses of the interface nobody knows which one moves; the one that the
 * client asked does, or its connection ends anyway.
 */
static unsigned int hide_hairpin(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	return hide_behind(&ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple.dst.u3, skb);
}

/**
 * sfw_nat_src - masquerade
 * @priv: struct sfw_db
 * @skb: first packet of a connection
 * @state: where it is: after routing
 *
 * Traffic of an IPsec policy keeps its address, by which the policy matches it.
 *
 * Return: NF_ACCEPT, or NF_DROP where the interface has no address, or all
 * ports of the new address are taken.
 */
unsigned int sfw_nat_src(void *priv, struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;
	const struct nf_nat_range2 range = {};
	u32 i;

	if (!p->enabled || dst_xfrm(skb_dst(skb)) ||
	    sfw_direct_is_live(db, skb, state))
		return NF_ACCEPT;
	i = find_masq(p, skb, state);
	if (i == SFW_NO_ENTRY && !is_hairpin(p, skb, state))
		return NF_ACCEPT;
	if (i != SFW_NO_ENTRY && p->masqs[i].to_family)
		return hide_behind(&p->masqs[i].to, skb);
	if (i == SFW_NO_ENTRY && sfw_masq_moves(p, state->pf == NFPROTO_IPV6 ?
						   SFW_AF_INET6 : SFW_AF_INET))
		return hide_hairpin(skb);
#if IS_ENABLED(CONFIG_IPV6)
	if (state->pf == NFPROTO_IPV6)
		return nf_nat_masquerade_ipv6(skb, &range, state->out);
#endif
	return nf_nat_masquerade_ipv4(skb, state->hook, &range, state->out);
}
