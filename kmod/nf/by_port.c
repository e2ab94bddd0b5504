// SPDX-License-Identifier: GPL-2.0
/*
 * The short way of first packets: SYNs, and packets of UDP where each comes by itself. It
 * is for those about which the port alone decides (core/by_port.h), and which nobody
 * has said anything of; no facts are gathered. It ends as the long way in
 * judge_early.c would, which takes the others.
 */
#include <linux/inetdevice.h>
#include <linux/udp.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "../compat/socket.h"
#include "../core/by_port.h"
#include "../core/closed.h"
#include "../db/db.h"
#include "../db/stats.h"
#include "by_port.h"
#include "conntrack.h"
#include "direct.h"
#include "early.h"
#include "foreign_hooks.h"
#include "notify.h"
#include "rehearse_port.h"
#include "reject.h"

/* To one host, which is not a loopback address. */
static __always_inline bool is_to_host(const struct sk_buff *skb, u8 pf)
{
	const struct in6_addr *dst;

	if (skb->pkt_type != PACKET_HOST)
		return false;
	if (pf != NFPROTO_IPV6)
		return !ipv4_is_loopback(ip_hdr(skb)->daddr);
	dst = &ipv6_hdr(skb)->daddr;
	return !ipv6_addr_is_multicast(dst) && !ipv6_addr_loopback(dst);
}

/* By a cable, without a bridge, a tunnel or a VRF, and seen by nobody yet. */
static __always_inline bool is_usual(struct sk_buff *skb,
				     const struct nf_hook_state *state, u8 pf)
{
	return !(state->in->flags & IFF_LOOPBACK) && !skb_has_extensions(skb) &&
	       sfw_early_is_plain(skb) && is_to_host(skb, pf) &&
	       sfw_early_is_bare(skb, pf, sizeof(struct udphdr));
}

/* To an open port. */
static __always_inline unsigned int let(const struct sfw_policy *p, u32 entry,
					struct sk_buff *skb,
					const struct nf_hook_state *state)
{
	if (!sfw_conntrack_expects(skb, state) &&
	    sfw_early_leads_here(skb, state))
		sfw_direct_pass(p, entry, skb);
	return NF_ACCEPT;
}

static __always_inline unsigned int refuse(const struct sfw_db *db,
					   const struct sfw_policy *p,
					   struct sk_buff *skb,
					   const struct nf_hook_state *state,
					   u8 pf, u8 proto)
{
	struct sfw_verdict v = sfw_closed(p, pf == NFPROTO_IPV6 ? SFW_AF_INET6 :
								  SFW_AF_INET, proto);

	if (!sfw_early_is_lost(skb, state, v.action != SFW_ACT_DROP))
		return NF_ACCEPT;
	sfw_stats_add(db->stats, v.reason, skb->len);
	sfw_refused_unread(db, p, &v, skb, state, pf);
	sfw_reject_untracked(v.action, skb, state);
	return NF_DROP;
}

static __always_inline bool is_free(const struct sfw_db *db,
				    const struct sfw_policy *p,
				    const struct nf_hook_state *state)
{
	return p->direct ? sfw_direct_is_free(db, state) :
			   sfw_no_foreign_hooks(state->net, state->pf, db);
}

/* No more can come of it before connection tracking: no socket owns such a packet. */
static __always_inline bool is_open_udp(u32 entry, u8 proto)
{
	return proto == IPPROTO_UDP && entry != SFW_NO_ENTRY;
}

static __always_inline unsigned int judge(const struct sfw_db *db,
					  const struct sfw_policy *p,
					  struct sk_buff *skb,
					  const struct nf_hook_state *state,
					  u8 pf)
{
	u8 proto = sfw_early_proto(skb, pf);
	bool direct;
	u16 port;
	u32 entry;

	if (!p->enabled || !is_usual(skb, state, pf))
		return SFW_BY_PORT_UNSURE;
	port = ntohs(sfw_early_tcp(skb, pf)->dest);	/* as that of UDP */
	entry = sfw_by_port(p, proto, port);
	if (entry == SFW_PORT_UNSURE || !is_free(db, p, state))
		return SFW_BY_PORT_UNSURE;
	if (static_branch_unlikely(&sfw_rehearsing) &&
	    !sfw_rehearse_lets(db, skb, pf, entry))
		return is_open_udp(entry, proto) ? NF_ACCEPT : SFW_BY_PORT_UNSURE;
	if (!sfw_early_is_valid(skb, state))
		return NF_ACCEPT;
	direct = sfw_direct_may(p, proto, port);
	if (proto == IPPROTO_TCP && direct && sfw_direct_take(skb, state))
		return NF_ACCEPT;
	if (entry != SFW_NO_ENTRY)
		return direct ? let(p, entry, skb, state) : NF_ACCEPT;
	if (proto == IPPROTO_UDP && sfw_compat_udp_is_bound(state->net, port))
		return NF_ACCEPT;
	return refuse(db, p, skb, state, pf, proto);
}

/**
 * sfw_judge_by_port4 - judge the first packet of a connection, before connection tracking, if its
 * port decides
 * @db: the namespace
 * @p: a policy in which ports decide, @p->by_port
 * @skb: a SYN, or where packets of UDP go direct one of those, of IPv4, before routing;
 *	 none that blocks may hold
 * @state: where it is
 *
 * Context: a hook, under rcu_read_lock(). Return: NF_ACCEPT, NF_DROP or SFW_BY_PORT_UNSURE.
 */
unsigned int sfw_judge_by_port4(const struct sfw_db *db, const struct sfw_policy *p,
				struct sk_buff *skb, const struct nf_hook_state *state)
{
	return judge(db, p, skb, state, NFPROTO_IPV4);
}

/**
 * sfw_judge_by_port6 - the same for IPv6
 * @db: the namespace
 * @p: the policy
 * @skb: the packet
 * @state: where it is
 *
 * Context: a hook, under rcu_read_lock(). Return: NF_ACCEPT, NF_DROP or SFW_BY_PORT_UNSURE.
 */
unsigned int sfw_judge_by_port6(const struct sfw_db *db, const struct sfw_policy *p,
				struct sk_buff *skb, const struct nf_hook_state *state)
{
	return judge(db, p, skb, state, NFPROTO_IPV6);
}
