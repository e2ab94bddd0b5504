// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a packet before connection tracking: blocks, reverse path, and SYNs; with
 * "set direct on" all segments, and UDP where no interface forwards.
 */
#include <linux/ipv6.h>
#include <linux/netdevice.h>

#include "../core/decide.h"
#include "../db/db.h"
#include "../db/policy/snapshot.h"
#include "../db/stats.h"
#include "blocked.h"
#include "bridge.h"
#include "by_port.h"
#include "direct.h"
#include "early.h"
#include "effect.h"
#include "facts.h"
#include "judge.h"
#include "notify.h"
#include "rehearse.h"
#include "reject.h"
#include "verdict.h"

/* Before routing: packets of this host to itself, within a VRF or multicast too. */
static bool is_looped(const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	return (state->in->flags & IFF_LOOPBACK) || skb->pkt_type == PACKET_LOOPBACK;
}

static __always_inline bool is_past_early(const struct sfw_policy *p,
					  const struct sk_buff *skb,
					  const struct nf_hook_state *state)
{
	return !p->enabled || is_looped(skb, state) ||
	       sfw_is_carried(skb, state->net);
}

static void rehearse(const struct sfw_db *db, const struct sfw_policy *p,
		     const struct sfw_early *e, const struct sfw_facts *facts,
		     struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (e->step == SFW_EARLY_UNCLAIMED && facts->ct == SFW_CT_NEW)
		sfw_rehearse_judged(db, p, &e->v, facts, skb, state);
	else
		sfw_rehearse_early(db, p, &e->v, skb, state);
}

/* Past connection tracking, if that may be; whether it is, and all is said. */
static bool goes_direct(const struct sfw_early *e, const struct sfw_db *db,
			const struct sfw_policy *p, struct sk_buff *skb,
			const struct nf_hook_state *state)
{
	if (e->step == SFW_EARLY_REFUSE)
		return false;
	if (sfw_direct_owned(db, p, skb, state))
		return true;
	if (e->step != SFW_EARLY_LET)
		return false;
	sfw_direct_let(db, p, &e->v, skb, state);
	return true;
}

/* The discovery of neighbours, which no block ends, or behind headers unread here. */
static __always_inline bool may_be_of_link(const struct sk_buff *skb, u8 pf)
{
	u8 next = pf == NFPROTO_IPV6 ? ipv6_hdr(skb)->nexthdr : ip_hdr(skb)->protocol;

	return pf == NFPROTO_IPV6 ? next != IPPROTO_TCP && next != IPPROTO_UDP :
				    next == IPPROTO_IGMP;
}

static noinline unsigned int judge_early(const struct sfw_db *db,
					 const struct sfw_policy *p,
					 struct sk_buff *skb,
					 const struct nf_hook_state *state,
					 bool first, bool in_block)
{
	struct sfw_facts facts = {};
	struct sfw_early e;

	if (is_past_early(p, skb, state))
		return NF_ACCEPT;
	if (first || p->setting[SFW_S_RPFILTER] != SFW_RPFILTER_OFF ||
	    may_be_of_link(skb, state->pf))
		sfw_facts_gather(&facts, skb, state,
				 first && sfw_early_proto(skb, state->pf) == IPPROTO_UDP ?
				 SFW_CT_UNTRACKED : SFW_CT_NEW);
	else
		sfw_facts_gather_source(&facts, skb, state);
	facts.in_block = in_block;
	e = sfw_verdict_early(&facts, db, p, skb, state);
	if (p->direct && first && goes_direct(&e, db, p, skb, state))
		return NF_ACCEPT;
	if (e.step == SFW_EARLY_PASS || e.step == SFW_EARLY_LET ||
	    (e.step == SFW_EARLY_UNCLAIMED &&
	     !sfw_early_unclaimed(db, skb, state, e.v.action != SFW_ACT_DROP)))
		return NF_ACCEPT;
	sfw_stats_add(db->stats, e.v.reason, skb->len);
	if (static_branch_unlikely(&sfw_rehearsing))
		rehearse(db, p, &e, &facts, skb, state);
	if (e.v.effects)
		sfw_take_effect(&facts, &e.v, db, p, skb, state);
	sfw_refused(db, p, &facts, &e.v, skb, state);
	sfw_reject_untracked(e.v.action, skb, state);
	return NF_DROP;
}

/* Only the source was parsed; the rest is read for the journal and for events. */
static __always_inline unsigned int
drop_blocked(const struct sfw_db *db, const struct sfw_policy *p,
	     struct sk_buff *skb, const struct nf_hook_state *state, u8 pf)
{
	static const struct sfw_verdict v = {
		.action = SFW_ACT_DROP, .reason = SFW_R_BLOCKED,
		.rule = SFW_RULE_BLOCK,
	};

	sfw_stats_add(db->stats, v.reason, skb->len);
	if (static_branch_unlikely(&sfw_rehearsing))
		sfw_rehearse_early(db, p, &v, skb, state);
	sfw_refused_unread(db, p, &v, skb, state, pf);
	return NF_DROP;
}

/* Most policies screen by blocks only, for which the source is enough. */
static __always_inline unsigned int screen(const struct sfw_db *db,
					   const struct sfw_policy *p,
					   struct sk_buff *skb,
					   const struct nf_hook_state *state,
					   u8 pf)
{
	bool in_block = false;

	if (p->screens <= SFW_SCREENS_GROUPS) {
		in_block = sfw_is_in_block(p, skb, pf);
		if (!in_block)
			return NF_ACCEPT;
		if (p->blocks_end && !may_be_of_link(skb, pf) &&
		    !is_past_early(p, skb, state))
			return drop_blocked(db, p, skb, state, pf);
	}
	return judge_early(db, p, skb, state, false, in_block);
}

static noinline unsigned int screen4(const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	return screen(db, p, skb, state, NFPROTO_IPV4);
}

static noinline unsigned int screen6(const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	return screen(db, p, skb, state, NFPROTO_IPV6);
}

/* The short way, where that may be. */
static __always_inline unsigned int first(const struct sfw_db *db,
					  const struct sfw_policy *p,
					  struct sk_buff *skb,
					  const struct nf_hook_state *state,
					  u8 pf)
{
	unsigned int verdict = SFW_BY_PORT_UNSURE;

	if (p->by_port && sfw_early_unscreened(p, skb, pf))
		verdict = pf == NFPROTO_IPV6 ? sfw_judge_by_port6(db, p, skb, state) :
					       sfw_judge_by_port4(db, p, skb, state);
	return verdict != SFW_BY_PORT_UNSURE ? verdict :
	       judge_early(db, p, skb, state, true, false);
}

/* Screened as without it, and then let in by a socket or an open port. */
static __always_inline unsigned int direct(const struct sfw_db *db,
					   const struct sfw_policy *p,
					   struct sk_buff *skb,
					   const struct nf_hook_state *state,
					   u8 pf)
{
	if (sfw_early_proto(skb, pf) != IPPROTO_TCP || sfw_early_is_syn(skb, pf))
		return first(db, p, skb, state, pf);
	if (!sfw_early_unscreened(p, skb, pf) &&
	    screen(db, p, skb, state, pf) == NF_DROP)
		return NF_DROP;
	if (!is_past_early(p, skb, state))
		sfw_direct_owned(db, p, skb, state);
	return NF_ACCEPT;
}

static noinline unsigned int direct4(const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	return direct(db, p, skb, state, NFPROTO_IPV4);
}

static noinline unsigned int direct6(const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	return direct(db, p, skb, state, NFPROTO_IPV6);
}

/*
 * Packets that may go direct. Where an interface forwards, each packet of UDP would have to be
 * judged to find those for this host.
 */
static __always_inline bool is_direct_kind(const struct sfw_policy *p,
					   const struct sk_buff *skb, u8 pf)
{
	u8 proto = sfw_early_proto(skb, pf);

	return proto == IPPROTO_TCP ||
	       (proto == IPPROTO_UDP && p->direct_udp &&
		!sfw_early_forwards(skb->dev, pf));
}

static __always_inline unsigned int early(const struct sfw_db *db,
					  struct sk_buff *skb,
					  const struct nf_hook_state *state,
					  u8 pf)
{
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;

	if (p->direct) {
		sfw_direct_forget();
		if (is_direct_kind(p, skb, pf))
			return pf == NFPROTO_IPV6 ? direct6(db, p, skb, state) :
						    direct4(db, p, skb, state);
	} else if (sfw_early_is_syn(skb, pf) && p->setting[SFW_S_EARLY]) {
		return first(db, p, skb, state, pf);
	}
	if (likely(sfw_early_unscreened(p, skb, pf)))
		return NF_ACCEPT;
	return pf == NFPROTO_IPV6 ? screen6(db, p, skb, state) :
				    screen4(db, p, skb, state);
}

/**
 * sfw_judge_early4 - a packet of any kind before connection tracking
 * @priv: struct sfw_db
 * @skb: the packet, of IPv4
 * @state: where it is
 *
 * Registered only while the policy has something to do here.
 *
 * Return: NF_ACCEPT or NF_DROP.
 */
unsigned int sfw_judge_early4(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	return early(priv, skb, state, NFPROTO_IPV4);
}

/**
 * sfw_judge_early6 - the same for IPv6
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Return: NF_ACCEPT or NF_DROP.
 */
unsigned int sfw_judge_early6(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	return early(priv, skb, state, NFPROTO_IPV6);
}
