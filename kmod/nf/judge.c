// SPDX-License-Identifier: GPL-2.0
/* The way of a packet: connection state, facts, verdict, effects, count. */
#include <net/netfilter/nf_conntrack.h>

#include "../core/decide.h"
#include "../db/db.h"
#include "../db/policy/entry.h"
#include "../db/policy/snapshot.h"
#include "../db/stats.h"
#include "bridge.h"
#include "direct.h"
#include "effect.h"
#include "facts.h"
#include "hook.h"
#include "judge.h"
#include "mss.h"
#include "notify.h"
#include "rehearse.h"
#include "rehearse_room.h"
#include "reject.h"
#include "reopen.h"
#include "verdict.h"
#include "vrf.h"

/* Nearly all packets: one test of nf_ct_get()'s pointer and one of its bits. */
static bool is_established(const struct sk_buff *skb)
{
	unsigned long nfct = skb_get_nfct(skb);

	return nfct > NFCT_INFOMASK &&
	       BIT(nfct & NFCT_INFOMASK) & (BIT(IP_CT_ESTABLISHED) |
					    BIT(IP_CT_ESTABLISHED_REPLY));
}

static __always_inline bool reopens(const struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	return unlikely(sfw_may_reopen(skb, state->pf)) && sfw_reopens(skb, state);
}

static bool is_loopback(const struct nf_hook_state *state)
{
	return state->in->flags & IFF_LOOPBACK;
}

/* From this host to itself. */
static bool is_looped(struct sk_buff *skb, const struct nf_hook_state *state)
{
	return state->hook == NF_INET_LOCAL_IN &&
	       (is_loopback(state) || sfw_vrf_loops(skb, state));
}

/* State of a packet that is not established. */
static u8 track_state(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;

	if (!nf_ct_get(skb, &ctinfo))
		return ctinfo == IP_CT_UNTRACKED ? SFW_CT_UNTRACKED :
						   SFW_CT_INVALID;
	return ctinfo == IP_CT_RELATED || ctinfo == IP_CT_RELATED_REPLY ?
		       SFW_CT_RELATED : SFW_CT_NEW;
}

/* The first steps of the order of judgement: whether it needs no more. */
static bool passes(const struct sfw_db *db, const struct sfw_policy *p,
		   struct sk_buff *skb, const struct nf_hook_state *state,
		   bool loopback, u8 ct)
{
	struct sfw_verdict v = { .action = SFW_ACT_ACCEPT };

	if (!sfw_passes(loopback, ct, &v.reason))
		return false;
	sfw_stats_add(db->stats, v.reason, skb->len);
	if (static_branch_unlikely(&sfw_rehearsing) && !loopback)
		sfw_rehearse(db, p, &v, skb, state, ct);
	return true;
}

static unsigned int judge(const struct sfw_db *db, const struct sfw_policy *p,
			  struct sk_buff *skb,
			  const struct nf_hook_state *state, u8 ct)
{
	struct sfw_facts facts = {};
	struct sfw_verdict v;

	sfw_facts_gather(&facts, skb, state, ct);
	v = sfw_verdict(&facts, db, p, skb, state);
	sfw_stats_add(db->stats, v.reason, skb->len);
	if (v.action == SFW_ACT_ACCEPT && ct == SFW_CT_UNTRACKED && p->direct)
		sfw_stats_add_direct(db->stats, skb->len);
	if (static_branch_unlikely(&sfw_rehearsing))
		sfw_rehearse_judged(db, p, &v, &facts, skb, state);
	if (v.effects || v.action == SFW_ACT_ACCEPT)
		sfw_take_effect(&facts, &v, db, p, skb, state);
	if (v.action == SFW_ACT_ACCEPT)
		return NF_ACCEPT;
	sfw_refused(db, p, &facts, &v, skb, state);
	sfw_reject(v.action, skb, state);
	return NF_DROP;
}

/* Passes under any policy, so the policy is not read. */
static __always_inline unsigned int
pass_established(const struct sfw_db *db, const struct sk_buff *skb,
		 bool loopback)
{
	if (unlikely(loopback))
		sfw_stats_add(db->stats, SFW_R_LO, skb->len);
	else
		sfw_stats_add(db->stats, SFW_R_ESTABLISHED, skb->len);
	return NF_ACCEPT;
}

static __always_inline void pass_let(const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state, u32 entry)
{
	sfw_stats_add(db->stats, SFW_R_PORT, skb->len);
	sfw_stats_add_direct(db->stats, skb->len);
	sfw_count_add(sfw_port_of(p->entries[entry])->count, skb->len);
	if (static_branch_unlikely(&sfw_rehearsing))
		sfw_rehearse_let(db, p, skb, state);
}

static bool is_untracked(const struct sk_buff *skb)
{
	return skb_get_nfct(skb) == IP_CT_UNTRACKED;
}

/* Let in by its socket, or by the port that has let it pass connection tracking by. */
static __always_inline bool passes_direct(const struct sfw_db *db,
					  const struct sfw_policy *p,
					  struct sk_buff *skb,
					  const struct nf_hook_state *state)
{
	u32 entry = sfw_direct_entry(skb, p);

	if (entry != SFW_NO_ENTRY) {
		pass_let(db, p, skb, state, entry);
		return true;
	}
	if (!sfw_direct_is_owned(skb, state) || !p->enabled)
		return false;
	sfw_stats_add_direct(db->stats, skb->len);
	pass_established(db, skb, is_loopback(state));
	return true;
}

/* A packet of which connection tracking says nothing, or that it does not know. */
static bool is_unknown(u8 ct)
{
	return ct == SFW_CT_UNTRACKED || ct == SFW_CT_INVALID;
}

/* Packets that are not established. */
static noinline unsigned int judge_other(const struct sfw_db *db,
					 const struct sfw_policy *p,
					 struct sk_buff *skb,
					 const struct nf_hook_state *state)
{
	u8 ct = track_state(skb);
	bool loopback = is_looped(skb, state);

	if (!p->enabled)
		return NF_ACCEPT;
	if (is_unknown(ct) && (p->direct || sfw_direct_was(db, state->pf)))
		ct = sfw_direct_state(p, skb, state, ct);
	if (passes(db, p, skb, state, loopback, ct))
		return NF_ACCEPT;
	return judge(db, p, skb, state, ct);
}

/**
 * sfw_judge_local - a packet for this host
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Return: NF_ACCEPT or NF_DROP.
 */
unsigned int sfw_judge_local(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p;

	if (likely(is_established(skb) && !reopens(skb, state)))
		return pass_established(db, skb, is_loopback(state));
	p = &rcu_dereference(db->live)->policy;
	if (is_untracked(skb) && p->direct && passes_direct(db, p, skb, state))
		return NF_ACCEPT;
	return judge_other(db, p, skb, state);
}

/**
 * sfw_judge_rehearsed - a packet for or through this host, which judges none
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Registered only while a policy is rehearsed and the published one is disabled.
 *
 * Return: NF_ACCEPT.
 */
unsigned int sfw_judge_rehearsed(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;

	if (!p->enabled && (!is_established(skb) || reopens(skb, state)) &&
	    !is_looped(skb, state) &&
	    !(state->hook == NF_INET_FORWARD &&
	      sfw_stays_bridged(skb, state->net)) && !sfw_rehearse_spared(db))
		sfw_rehearse(db, p, NULL, skb, state, track_state(skb));
	return NF_ACCEPT;
}

static noinline unsigned int forward(const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	if (!p->enabled || sfw_stays_bridged(skb, state->net))
		return NF_ACCEPT;
	if (p->clamps && sfw_mss_is_due(skb))
		sfw_mss_clamp(skb, state);
	if (!is_established(skb) || sfw_reopens(skb, state))
		return judge_other(db, p, skb, state);
	if (p->offloads && !sfw_is_bridged(skb))
		sfw_offload_try(&db->nf->offload, skb, state);
	return pass_established(db, skb, false);
}

/**
 * sfw_judge_forward - a packet that passes through this host
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Return: NF_ACCEPT or NF_DROP.
 */
unsigned int sfw_judge_forward(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;

	/* Beside the middle of a connection of TCP: an MSS, or a SYN behind its end. */
	if (likely(is_established(skb) && !sfw_is_bridged(skb) &&
		   !p->offloads && !sfw_mss_is_due(skb)))
		return pass_established(db, skb, false);
	return forward(db, p, skb, state);
}
