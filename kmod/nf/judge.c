// SPDX-License-Identifier: GPL-2.0
/* The way of a packet: connection state, facts, decision, effects, count. */
#include <net/netfilter/nf_conntrack.h>

#include "../core/decide.h"
#include "../db/answer.h"
#include "../db/entry.h"
#include "../db/guard.h"
#include "../db/knock.h"
#include "../db/lists.h"
#include "../db/scan.h"
#include "../net.h"
#include "early.h"
#include "facts.h"
#include "judge.h"
#include "mss.h"
#include "peers.h"
#include "reject.h"
#include "reset.h"
#include "rpfilter.h"
#include "socket.h"
#include "tell.h"

/* Nearly all packets: one test of nf_ct_get()'s pointer and one of its bits. */
static bool is_established(const struct sk_buff *skb)
{
	unsigned long nfct = skb_get_nfct(skb);

	return nfct > NFCT_INFOMASK &&
	       BIT(nfct & NFCT_INFOMASK) & (BIT(IP_CT_ESTABLISHED) |
					    BIT(IP_CT_ESTABLISHED_REPLY));
}

static bool is_loopback(const struct nf_hook_state *state)
{
	return state->in->flags & IFF_LOOPBACK;
}

/* Of a packet that is not established. */
static u8 track_state(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;

	if (!nf_ct_get(skb, &ctinfo))
		return ctinfo == IP_CT_UNTRACKED ? SFW_CT_UNTRACKED :
						   SFW_CT_INVALID;
	return ctinfo == IP_CT_RELATED || ctinfo == IP_CT_RELATED_REPLY ?
		       SFW_CT_RELATED : SFW_CT_NEW;
}

static void count(const struct sfw_db *db, u8 reason,
		  const struct sk_buff *skb)
{
	sfw_count_add(&db->stats->reason[reason], skb->len);
}

/*
 * Connection tracking keeps what was accepted: another packet of a flow that
 * nobody has answered yet, or a retransmission, is not one more connection.
 */
static bool is_admitted_before(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	return ct && nf_ct_is_confirmed(ct);
}

static void answer(struct sfw_facts *f, const struct sfw_verdict *v,
		   const struct sfw_db *db, const struct sfw_policy *p,
		   struct sk_buff *skb, const struct nf_hook_state *state)
{
	bool way_back;

	switch (v->ask) {
	case SFW_ASK_OWNER:
		f->owner = sfw_socket_owns(f, skb, state) ? SFW_YES : SFW_NO;
		break;
	case SFW_ASK_SPOOFED:
		way_back = sfw_rpfilter_passes(skb, state,
					       p->setting[SFW_S_RPFILTER]);
		f->spoofed = way_back ? SFW_NO : SFW_YES;
		break;
	case SFW_ASK_UNCLAIMED:
		f->unclaimed = sfw_early_unclaimed(f, db, skb, state,
						   v->action == SFW_ACT_RST) ?
				       SFW_YES : SFW_NO;
		break;
	case SFW_ASK_ADMITTED:
		if (is_admitted_before(skb)) {
			f->admitted = SFW_YES;
			break;
		}
		fallthrough;
	default:
		sfw_db_answer(db, p, v, f, false);
		break;
	}
}

/* A peer with a live connection is not taken for a scanner. */
static void note_scan(const struct sfw_facts *f, const struct sfw_db *db,
		      const struct sfw_policy *p, struct net *net)
{
	struct sfw_list *list = sfw_scan_list(db, f->proto);
	struct sfw_list_key src = sfw_list_key_again(list, f->family, &f->src,
						     f->hash);

	if (f->listed == SFW_YES ?
	    sfw_scan_renew(list, &src, f->dport, f->hop_limit, f->now) :
	    sfw_peer_lives(db->peers, f, net))
		return;
	sfw_scan_note(list, &src, f->dport, p->setting[SFW_S_SCAN_PORTS],
		      f->hop_limit, f->now);
}

static void take_effect(const struct sfw_facts *f, const struct sfw_verdict *v,
			const struct sfw_db *db, const struct sfw_policy *p,
			const struct nf_hook_state *state)
{
	u32 i;

	if (v->effects & SFW_EFFECT_KNOCK)
		for (i = 0; i < p->n_locks; i++)
			sfw_lock_knock(&p->locks[i], f->family, &f->src,
				       f->proto, f->dport, f->hop_limit,
				       f->now);
	if (v->effects & SFW_EFFECT_BLOCK)
		sfw_guard_block(&p->guards[v->index], f->family, &f->src,
				f->now);
	if (v->effects & SFW_EFFECT_SCAN)
		note_scan(f, db, p, state->net);
}

static void accepted(const struct sfw_facts *f, const struct sfw_verdict *v,
		     const struct sfw_db *db, const struct sfw_policy *p,
		     const struct sk_buff *skb)
{
	if (v->rule == SFW_RULE_ENTRY)
		sfw_count_add(sfw_port_of(p->entries[v->index])->count,
			      skb->len);
	if (v->rule == SFW_RULE_FORWARD)
		sfw_count_add(sfw_port_of(p->forwards[v->index])->count,
			      skb->len);
	if (p->setting[SFW_S_SCAN] &&
	    (f->proto == IPPROTO_TCP || f->proto == IPPROTO_UDP))
		sfw_peer_note(db->peers, f->family, &f->src, skb);
}

/* The first steps of the order of judgement: whether it needs no more. */
static bool passes(const struct sfw_db *db, const struct sk_buff *skb,
		   bool loopback, u8 ct)
{
	u8 reason;

	if (!sfw_passes(loopback, ct, &reason))
		return false;
	count(db, reason, skb);
	return true;
}

static unsigned int judge(const struct sfw_db *db, const struct sfw_policy *p,
			  struct sk_buff *skb,
			  const struct nf_hook_state *state, u8 ct)
{
	struct sfw_facts facts;
	struct sfw_verdict v;

	sfw_facts_gather(&facts, skb, state, ct);
	if (p->n_forwards && facts.forwarded)
		sfw_facts_gather_first(&facts, skb, state->net);
	if (p->timed)
		facts.now = ktime_get_boottime_ns();
	if (sfw_socket_is_none(&facts, state->net))
		facts.owner = SFW_NO;
	while ((v = sfw_decide(&facts, p)).ask)
		answer(&facts, &v, db, p, skb, state);
	count(db, v.reason, skb);
	if (v.effects)
		take_effect(&facts, &v, db, p, state);
	if (v.action == SFW_ACT_ACCEPT) {
		accepted(&facts, &v, db, p, skb);
		return NF_ACCEPT;
	}
	sfw_refused(db, p, &facts, v.reason, skb, state);
	sfw_reject(v.action, skb, state);
	return NF_DROP;
}

static noinline u32 block_of6(const struct sfw_prefixes *blocks,
			      const struct sk_buff *skb)
{
	struct sfw_addr src;

	memcpy(&src, &ipv6_hdr(skb)->saddr, sizeof(src));
	return sfw_prefixes_find(blocks, SFW_AF_INET6, &src, 0);
}

/* What next to each SYN is asked about that nothing else screens. */
static void answer_ahead(const struct sfw_db *db, const struct sfw_policy *p,
			 struct sfw_facts *f)
{
	static const struct sfw_verdict question = { .ask = SFW_ASK_LISTED };

	if (p->setting[SFW_S_SCAN] & SFW_SCAN_TCP &&
	    p->screens == SFW_SCREENS_NOTHING && f->proto == IPPROTO_TCP)
		sfw_db_answer(db, p, &question, f, false);
}

static noinline unsigned int judge_early(const struct sfw_db *db,
					 const struct sfw_policy *p,
					 struct sk_buff *skb,
					 const struct nf_hook_state *state,
					 bool syn, u32 block)
{
	struct sfw_facts facts;
	struct sfw_verdict v;

	if (!p->enabled || is_loopback(state))
		return NF_ACCEPT;
	if (syn || p->setting[SFW_S_RPFILTER] != SFW_RPFILTER_OFF)
		sfw_facts_gather(&facts, skb, state, SFW_CT_NEW);
	else
		sfw_facts_gather_source(&facts, skb, state);
	if (!p->guards_block)
		facts.blocked = SFW_NO;
	if (p->timed)
		facts.now = ktime_get_boottime_ns();
	if (block != SFW_NO_PREFIX && !p->blocks->timed)
		facts.block = block + 1;
	if (syn)
		answer_ahead(db, p, &facts);
	while ((v = sfw_decide_early(&facts, p)).ask) {
		answer(&facts, &v, db, p, skb, state);
		if (facts.unclaimed == SFW_YES)
			break;
	}
	if (v.action == SFW_ACT_ACCEPT)
		return NF_ACCEPT;
	count(db, v.reason, skb);
	if (v.effects)
		take_effect(&facts, &v, db, p, state);
	sfw_refused(db, p, &facts, v.reason, skb, state);
	if (v.action == SFW_ACT_RST)
		sfw_reset_untracked(skb, state);
	return NF_DROP;
}

/* Of the packet nothing was read but the source; who listens reads the rest. */
static unsigned int drop_blocked(const struct sfw_db *db,
				 const struct sfw_policy *p,
				 struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	static const struct sfw_facts nothing;

	count(db, SFW_R_BLOCKED, skb);
	sfw_refused(db, p, &nothing, SFW_R_BLOCKED, skb, state);
	return NF_DROP;
}

/* Mostly there are but blocks, and then only the source is read. */
static noinline unsigned int screen(const struct sfw_db *db,
				    const struct sfw_policy *p,
				    struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	u32 block = SFW_NO_PREFIX;

	if (p->screens == SFW_SCREENS_BLOCKS) {
		block = state->pf == NFPROTO_IPV6 ?
				block_of6(p->blocks, skb) :
				sfw_prefixes_find4(p->blocks,
						   ip_hdr(skb)->saddr, 0);
		if (block == SFW_NO_PREFIX)
			return NF_ACCEPT;
		if (p->blocks_end && p->enabled && !is_loopback(state))
			return drop_blocked(db, p, skb, state);
	}
	return judge_early(db, p, skb, state, false, block);
}

/* Whether one look at the source shows that nothing here concerns it. */
static __always_inline bool is_unscreened(const struct sfw_policy *p,
					  const struct sk_buff *skb, u8 pf)
{
	return !p->screens ||
	       (p->screens == SFW_SCREENS_BLOCKS && pf == NFPROTO_IPV4 &&
		!sfw_prefixes_lengths4(p->blocks, ip_hdr(skb)->saddr));
}

/* Mostly there is nothing to do for a packet, so that comes first. */
static __always_inline unsigned int early(const struct sfw_db *db,
					  struct sk_buff *skb,
					  const struct nf_hook_state *state,
					  u8 pf)
{
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;

	if (sfw_early_is_syn(skb, pf) && p->setting[SFW_S_EARLY])
		return judge_early(db, p, skb, state, true, SFW_NO_PREFIX);
	if (likely(is_unscreened(p, skb, pf)))
		return NF_ACCEPT;
	return screen(db, p, skb, state);
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

/* Passes whatever the policy says, so that is not even looked at. */
static __always_inline unsigned int
pass_established(const struct sfw_db *db, const struct sk_buff *skb,
		 bool loopback)
{
	if (unlikely(loopback))
		count(db, SFW_R_LO, skb);
	else
		count(db, SFW_R_ESTABLISHED, skb);
	return NF_ACCEPT;
}

/* What is not established. */
static noinline unsigned int judge_other(const struct sfw_db *db,
					 struct sk_buff *skb,
					 const struct nf_hook_state *state)
{
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;
	bool loopback = state->hook == NF_INET_LOCAL_IN && is_loopback(state);
	u8 ct = track_state(skb);

	if (!p->enabled || passes(db, skb, loopback, ct))
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

	if (likely(is_established(skb)))
		return pass_established(db, skb, is_loopback(state));
	return judge_other(db, skb, state);
}

static noinline unsigned int forward(const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	if (!p->enabled || sfw_is_bridged(skb))
		return NF_ACCEPT;
	if (p->clamps && sfw_mss_is_due(skb))
		sfw_mss_clamp(skb, state);
	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF)
		return NF_ACCEPT;
	if (!is_established(skb))
		return judge_other(db, skb, state);
	if (p->setting[SFW_S_OFFLOAD])
		sfw_offload_try(&container_of(db, struct sfw_net,
					      db)->nf.offload, skb, state);
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

	if (likely(is_established(skb) && !sfw_is_bridged(skb) &&
		   p->transit <= SFW_TRANSIT_CLAMPED &&
		   !(p->transit == SFW_TRANSIT_CLAMPED && sfw_mss_is_due(skb))))
		return pass_established(db, skb, false);
	return forward(db, p, skb, state);
}
