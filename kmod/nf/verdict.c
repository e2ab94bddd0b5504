// SPDX-License-Identifier: GPL-2.0
#include <net/netfilter/nf_conntrack.h>

#include "../core/gateway.h"
#include "../db/db.h"
#include "../db/local_addr.h"
#include "../db/lookup.h"
#include "bridge.h"
#include "direct.h"
#include "discovery.h"
#include "early.h"
#include "facts.h"
#include "hook.h"
#include "live.h"
#include "rpfilter.h"
#include "socket.h"
#include "verdict.h"

/*
 * An accepted flow has a conntrack entry: its next packet before an answer, or a
 * retransmission, is not one more connection.
 */
static bool is_admitted_before(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	return ct && ctinfo == IP_CT_NEW && nf_ct_is_confirmed(ct);
}

/* A connection counts as one at once before it counts in a window, where it stays. */
static void ask_guard(struct sfw_facts *f, const struct sfw_verdict *v,
		      const struct sfw_db *db, const struct sfw_policy *p,
		      const struct sk_buff *skb)
{
	const struct sfw_guard *g = &p->guards[v->index];
	enum sfw_admission answer;

	f->admitted = SFW_YES;
	if (is_admitted_before(skb))
		return;
	answer = g->live ? sfw_live_admits(g, f, skb) : SFW_ADMITTED;
	if (answer != SFW_ADMITTED) {
		f->admitted = SFW_NO;
		f->no_room = answer == SFW_NO_ROOM;
		return;
	}
	sfw_db_lookup(db, p, v, f, false);
	if (g->live && f->admitted == SFW_NO)
		sfw_live_forgets(g, f, skb);
}

/*
 * A handshake whose state is in its last segment has no socket yet; its SYN may have gone
 * direct, when that ended before this, but for one that a guard or a knock had a say in.
 */
static bool ends_handshake(const struct sfw_facts *f, const struct sfw_policy *p,
			   const struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	u32 i;

	if (f->forwarded || !sfw_early_is_segment(skb, state->pf) ||
	    !sfw_socket_gave_cookie(skb, state))
		return false;
	i = sfw_index_find(&p->index, p->entries, f);
	return i == SFW_NO_ENTRY || !sfw_policy_has_gate(p, i);
}

/* Where a packet is led to, not where it was sent to, a socket may hold it. */
static bool is_owned(struct sfw_facts *f, const struct sfw_db *db,
		     const struct sfw_policy *p, struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	bool owned, stale = sfw_direct_was(db->host, state->pf);
	struct sfw_facts led = {};

	if (!f->published)
		return sfw_socket_owns(f, skb, state, stale) ||
		       ends_handshake(f, p, skb, state);
	sfw_facts_gather(&led, skb, state, f->ct);
	owned = sfw_socket_owns(&led, skb, state, stale);
	f->bound = led.bound;
	return owned;
}

static void lookup(struct sfw_facts *f, const struct sfw_verdict *v,
		   const struct sfw_db *db, const struct sfw_policy *p,
		   struct sk_buff *skb, const struct nf_hook_state *state)
{
	switch (v->ask) {
	case SFW_ASK_OWNER:
		f->owner = is_owned(f, db, p, skb, state) ? SFW_YES : SFW_NO;
		break;
	case SFW_ASK_SPOOFED:
		sfw_rpfilter_lookup(f, skb, state, p->setting[SFW_S_RPFILTER]);
		break;
	case SFW_ASK_ANSWERS:
		f->answers = sfw_discovery_answers(&db->host->nf->discovery, f, state) ?
			     SFW_YES : SFW_NO;
		break;
	case SFW_ASK_FRESH:
		f->fresh = sfw_local_addr_fresh(state->net, f, sfw_fresh_addr(v, f, p));
		break;
	case SFW_ASK_ADMITTED:
		ask_guard(f, v, db, p, skb);
		break;
	default:
		sfw_db_lookup(db, p, v, f, false);
		break;
	}
}

/* Its first destination, only where that may make a difference. */
static void gather_first(struct sfw_facts *f, const struct sfw_policy *p,
			 const struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	if (!sfw_is_translated(skb) && !(p->n_forwards && f->forwarded))
		return;
	sfw_facts_gather_first(f, skb, state);
	sfw_facts_publish(f, p);
}

/* Facts that take no look-up under this policy. */
static void gather_known(struct sfw_facts *f, const struct sfw_policy *p)
{
	if (!p->guards_block && !rcu_access_pointer(p->timed_blocks))
		f->blocked = SFW_NO;
}

static void gather_time(struct sfw_facts *f, const struct sfw_policy *p)
{
	if (p->timed)
		f->now = ktime_get_boottime_ns();
}

/* Prefetch "listed": almost every SYN needs it when nothing else screens. */
static void lookup_ahead(const struct sfw_db *db, const struct sfw_policy *p,
			 struct sfw_facts *f)
{
	static const struct sfw_verdict question = { .ask = SFW_ASK_LISTED };

	if (p->setting[SFW_S_SCAN] & SFW_SCAN_TCP &&
	    p->screens == SFW_SCREENS_NOTHING && f->proto == IPPROTO_TCP)
		sfw_db_lookup(db, p, &question, f, false);
}

/**
 * sfw_verdict - judge a packet that connection tracking has seen
 * @f: the packet, as sfw_facts_gather() left it; facts that are asked for are set
 * @db: the namespace
 * @p: the policy
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
struct sfw_verdict sfw_verdict(struct sfw_facts *f, const struct sfw_db *db,
			       const struct sfw_policy *p, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	struct sfw_verdict v;

	gather_known(f, p);
	gather_time(f, p);
	f->bridged = sfw_comes_bridged(state->in);
	if (sfw_socket_is_none(f, state->net))
		f->owner = SFW_NO;
	gather_first(f, p, skb, state);
	while ((v = sfw_decide(f, p)).ask)
		lookup(f, &v, db, p, skb, state);
	return v;
}

/**
 * sfw_verdict_whole - judge a packet by all that a policy says, at once
 * @f: the packet; its destination is the one to judge it by
 * @db: the namespace with the policy's lists
 * @p: the policy
 * @skb: the packet, wherever its way through the published policy ends
 * @state: where that is
 *
 * As for frames of a bridge, blocks and the reverse path are judged with all else.
 *
 * Context: a receive hook, under rcu_read_lock().
 */
struct sfw_verdict sfw_verdict_whole(struct sfw_facts *f,
				     const struct sfw_db *db,
				     const struct sfw_policy *p,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	struct sfw_verdict v;

	gather_known(f, p);
	if (!f->now)
		gather_time(f, p);
	f->bridged = true;
	if (sfw_socket_is_none(f, state->net))
		f->owner = SFW_NO;
	while ((v = sfw_decide(f, p)).ask)
		lookup(f, &v, db, p, skb, state);
	return v;
}

/**
 * sfw_verdict_early - judge a packet before connection tracking sees it
 * @f: the packet; at least its source is known
 * @db: the namespace
 * @p: the policy
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock(). Return: no question.
 */
struct sfw_early sfw_verdict_early(struct sfw_facts *f, const struct sfw_db *db,
				   const struct sfw_policy *p,
				   struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	struct sfw_early e;

	gather_known(f, p);
	gather_time(f, p);
	if (f->ct == SFW_CT_UNTRACKED && sfw_socket_is_none(f, state->net))
		f->owner = SFW_NO;
	lookup_ahead(db, p, f);
	while ((e = sfw_decide_early(f, p)).step == SFW_EARLY_ASK)
		lookup(f, &e.v, db, p, skb, state);
	return e;
}
