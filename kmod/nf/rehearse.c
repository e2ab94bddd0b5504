// SPDX-License-Identifier: GPL-2.0
/*
 * A packet meets the rehearsed policy where the fate that the published one gives it
 * is settled: behind connection tracking, or before, if it ends there. The rehearsed
 * policy then judges it as its own hooks would, one after the other:
 *
 *	before conntrack: blocked, reverse path	\  one sfw_decide(), as for frames of a
 *	behind it: all else			/  bridge, which have no hook before
 *
 * An early SYN gets the same verdict behind conntrack as before it. Destinations are
 * those that the rehearsed policy's own translation would lead to. Mostly the tables of
 * ports tell that both policies say the same, and that is all.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/string.h>

#include "../core/gateway.h"
#include "../db/lead.h"
#include "../db/local_addr.h"
#include "blocked.h"
#include "conntrack.h"
#include "early.h"
#include "effect.h"
#include "facts.h"
#include "peers.h"
#include "rehearse.h"
#include "rehearse_port.h"
#include "rehearse_room.h"
#include "rehearse_scan.h"
#include "rpfilter.h"
#include "socket.h"
#include "verdict.h"

static bool is_led_by(const struct sfw_policy *p, const struct sfw_facts *f)
{
	u32 i = sfw_forward_find(f, p);

	return i != SFW_NO_ENTRY && sfw_forward_leads(p->forwards[i], f);
}

/* The published policy's translation is taken back, the rehearsed one's is done. */
static void lead(struct sfw_facts *f, const struct sfw_policy *live,
		 const struct sfw_policy *p, const struct sk_buff *skb,
		 const struct nf_hook_state *state)
{
	sfw_facts_gather_first(f, skb, state);
	if (f->translated && is_led_by(live, f) && !is_led_by(p, f)) {
		f->dst = f->first_dst;
		f->dport = f->first_dport;
		f->translated = false;
		sfw_lead_out(state->net, state->in, f);
	}
	if (f->ct == SFW_CT_NEW && !f->translated)
		f->translated = sfw_lead(state->net, state->in, f, p);
	sfw_facts_publish(f, p);
}

/* Blocks for a time are no policy: those of now hold under any. */
static bool is_timed_block(const struct sfw_policy *live,
			   const struct sfw_facts *f)
{
	const struct sfw_prefixes *t = rcu_dereference(live->timed_blocks);

	return t && sfw_prefixes_find(t, f->family, &f->src,
				      ktime_get_boottime_ns());
}

/*
 * Behind routing the device of a VRF stands for the interface that a packet came in by,
 * where the published policy has looked up the way back, if it asks for that.
 */
static void look_back(struct sfw_facts *f, const struct sfw_policy *p,
		      const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	struct nf_hook_state on_port = *state;

	on_port.in = sfw_facts_port(skb, state->in);
	if (on_port.in != state->in && p->setting[SFW_S_RPFILTER] != SFW_RPFILTER_OFF)
		sfw_rpfilter_lookup(f, skb, &on_port, p->setting[SFW_S_RPFILTER]);
}

/* All that is related passes behind conntrack; before it that is not known. */
static struct sfw_verdict judge_related(struct sfw_facts *f,
					const struct sfw_rehearsal *r,
					struct sk_buff *skb,
					const struct nf_hook_state *state)
{
	const struct sfw_policy *p = sfw_rehearsal_policy(r);
	struct sfw_early e = sfw_verdict_early(f, &r->lists, p, skb, state);

	if (e.step == SFW_EARLY_REFUSE)
		return e.v;
	return (struct sfw_verdict){ .action = SFW_ACT_ACCEPT,
				     .reason = SFW_R_RELATED };
}

/*
 * Packets that the kernel itself ends between the hooks before routing and those of
 * forwarding. To apply the policy of a gateway turns forwarding on.
 */
static bool is_lost(const struct sfw_facts *f, const struct sfw_policy *p,
		    const struct nf_hook_state *state)
{
	if (!f->forwarded || state->hook == NF_INET_FORWARD)
		return false;
	return f->hop_limit <= 1 || !f->out ||
	       !(p->n_lans || p->n_forwards ||
		 sfw_early_forwards(state->in, state->pf));
}

static void note(const struct sfw_rehearsal *r, const struct sfw_facts *f,
		 const struct sfw_verdict *v, const struct sfw_verdict *verdict)
{
	struct sfw_finding_key key = {
		.index = v->index, .family = f->family, .proto = f->proto,
		.port = f->first_dport ?: f->dport, .reason = v->reason,
		.live = verdict ? verdict->reason : SFW_R_MAX,
		.rule = v->rule, .accept = v->action == SFW_ACT_ACCEPT,
	};

	strscpy(key.dev, f->dev, sizeof(key.dev));
	if (f->forwarded && !f->published && f->out)
		strscpy(key.out, f->out, sizeof(key.out));
	sfw_rehearsal_note(r, &key, &f->src);
}

static void judge(struct sfw_facts *f, const struct sfw_rehearsal *r,
		  const struct sfw_judged *live, struct sk_buff *skb,
		  const struct nf_hook_state *state)
{
	const struct sfw_policy *p = sfw_rehearsal_policy(r);
	struct sfw_verdict v;
	bool accepts, would;

	f->in_block = is_timed_block(live->p, f);
	look_back(f, p, skb, state);
	if (p->n_forwards || sfw_is_translated(skb))
		lead(f, live->p, p, skb, state);
	sfw_rehearse_listed(r, f);
	v = f->ct == SFW_CT_RELATED ?
	    judge_related(f, r, skb, state) :
	    sfw_verdict_whole(f, &r->lists, p, skb, state);
	sfw_rehearse_scan(r, f, &v, live, state->net);
	if (v.action == SFW_ACT_ACCEPT && is_lost(f, p, state))
		return;
	if (v.effects || v.action == SFW_ACT_ACCEPT)
		sfw_take_hidden_effect(f, &v, &r->lists, p, skb);
	accepts = !live->v || live->v->action == SFW_ACT_ACCEPT;
	would = v.action == SFW_ACT_ACCEPT;
	if (accepts != would)
		note(r, f, &v, live->v);
}

static void judge_anew(const struct sfw_rehearsal *r,
		       const struct sfw_judged *live, struct sk_buff *skb,
		       const struct nf_hook_state *state, u8 ct)
{
	struct sfw_facts f = {};

	sfw_facts_gather(&f, skb, state, ct);
	judge(&f, r, live, skb, state);
}

/**
 * sfw_rehearse - judge a packet by the rehearsed policy, and note a difference
 * @db: the namespace
 * @live: the published policy
 * @verdict: its verdict; NULL: it judges nothing
 * @skb: the packet, which connection tracking has seen
 * @state: where it is
 * @ct: enum sfw_ct_state, not established
 *
 * Nothing is changed but the rehearsal's own lists and findings.
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_rehearse(const struct sfw_db *db, const struct sfw_policy *live,
		  const struct sfw_verdict *verdict, struct sk_buff *skb,
		  const struct nf_hook_state *state, u8 ct)
{
	const struct sfw_judged said = { .db = db, .p = live, .v = verdict };
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);

	if (r)
		judge_anew(r, &said, skb, state, ct);
}

/* Whether a packet that its port has judged would be judged so, and so be counted. */
static bool is_alike(const struct sfw_rehearsal *r, const struct sfw_judged *live,
		     const struct sk_buff *skb, u8 pf)
{
	u8 reason = live->v->reason;
	bool open = reason == SFW_R_PORT;

	if (rcu_access_pointer(live->p->timed_blocks))
		return false;
	if (sfw_rehearse_blames(r, live, skb, pf))
		return true;
	return (open || reason == SFW_R_CLOSED_TCP || reason == SFW_R_CLOSED_UDP) &&
	       sfw_rehearse_agrees(sfw_rehearsal_policy(r), skb, pf, live->f->proto,
				   live->f->dport, open);
}

/**
 * sfw_rehearse_judged - sfw_rehearse() of a packet that the published policy has read
 * @db: the namespace
 * @live: the published policy
 * @verdict: its verdict
 * @judged: the packet, as that verdict has left it
 * @skb: the packet; before connection tracking one that is unclaimed, see struct
 *	 sfw_early
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_rehearse_judged(const struct sfw_db *db, const struct sfw_policy *live,
			 const struct sfw_verdict *verdict,
			 const struct sfw_facts *judged, struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	const struct sfw_judged said = {
		.db = db, .p = live, .v = verdict, .f = judged,
	};
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);
	struct sfw_facts f;

	if (!r)
		return;
	if (judged->translated || judged->published) {
		judge_anew(r, &said, skb, state, judged->ct);
		return;
	}
	if (is_alike(r, &said, skb, state->pf))
		return;
	f = *judged;
	sfw_facts_forget(&f);
	judge(&f, r, &said, skb, state);
}

/**
 * sfw_rehearse_let - sfw_rehearse() of a packet that an open port has let in direct
 * @db: the namespace
 * @live: the published policy
 * @skb: the packet, of TCP or UDP, untracked
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_rehearse_let(const struct sfw_db *db, const struct sfw_policy *live,
		      struct sk_buff *skb, const struct nf_hook_state *state)
{
	static const struct sfw_verdict v = {
		.action = SFW_ACT_ACCEPT, .reason = SFW_R_PORT,
	};
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);
	u8 proto = sfw_early_proto(skb, state->pf);

	if (r && !sfw_rehearse_agrees(sfw_rehearsal_policy(r), skb, state->pf, proto,
				      ntohs(sfw_early_tcp(skb, state->pf)->dest), true) &&
	    !(proto == IPPROTO_UDP && sfw_rehearse_spared(db)))
		sfw_rehearse(db, live, &v, skb, state, SFW_CT_UNTRACKED);
}

/* The state that connection tracking would give a packet of an unknown connection. */
static u8 state_of(const struct sfw_facts *f)
{
	bool begins;

	switch (f->proto) {
	case IPPROTO_TCP:	/* an unknown one is taken over at an ACK */
		begins = sfw_is_syn(f->tcp_flags) ||
			 (f->tcp_flags & (SFW_TCP_FIN | SFW_TCP_SYN |
					  SFW_TCP_RST | SFW_TCP_ACK)) == SFW_TCP_ACK;
		break;
	case IPPROTO_ICMP:
		begins = f->icmp_type == ICMP_ECHO ||
			 f->icmp_type == ICMP_TIMESTAMP ||
			 f->icmp_type == ICMP_INFO_REQUEST ||
			 f->icmp_type == ICMP_ADDRESS;
		break;
	case IPPROTO_ICMPV6:
		begins = f->icmp_type & ICMPV6_INFOMSG_MASK &&
			 f->icmp_type != ICMPV6_ECHO_REPLY;
		break;
	default:
		begins = true;
	}
	return begins ? SFW_CT_NEW : SFW_CT_INVALID;
}

/* Segments of a live connection may pass connection tracking by. */
static bool is_live(struct sfw_facts *f, const struct sk_buff *skb,
		    const struct nf_hook_state *state)
{
	return f->proto == IPPROTO_TCP && !f->malformed &&
	       !sfw_is_syn(f->tcp_flags) && sfw_socket_owns(f, skb, state, false);
}

/* Most blocks are those of both policies, and then no connection matters. */
static bool is_blocked_too(const struct sfw_rehearsal *r, const struct sfw_verdict *v,
			   const struct sk_buff *skb, u8 pf)
{
	const struct sfw_policy *p = sfw_rehearsal_policy(r);

	return v->reason == SFW_R_BLOCKED && p->blocks_end && sfw_is_in_block(p, skb, pf);
}

/**
 * sfw_rehearse_early - sfw_rehearse() of a packet that ends before connection tracking
 * @db: the namespace
 * @live: the published policy
 * @verdict: its verdict, which refuses
 * @skb: the packet
 * @state: where it is
 *
 * Packets of live connections are no new ones.
 *
 * Context: a hook before routing, under rcu_read_lock().
 */
void sfw_rehearse_early(const struct sfw_db *db, const struct sfw_policy *live,
			const struct sfw_verdict *verdict, struct sk_buff *skb,
			const struct nf_hook_state *state)
{
	const struct sfw_judged said = { .db = db, .p = live, .v = verdict };
	const struct sfw_rehearsal *r = sfw_rehearsal_running(db);
	struct sfw_facts f = {};

	if (!r || is_blocked_too(r, verdict, skb, state->pf))
		return;
	sfw_facts_gather(&f, skb, state, SFW_CT_NEW);
	f.ct = sfw_conntrack_state(skb, state);
	if (f.ct == SFW_CT_ESTABLISHED ||
	    (f.ct == SFW_CT_NEW && is_live(&f, skb, state)))
		return;
	if (f.ct == SFW_CT_NEW)
		f.ct = state_of(&f);
	if (!f.multicast)
		sfw_lead_out(state->net, state->in, &f);
	judge(&f, r, &said, skb, state);
}

/**
 * sfw_rehearse_local_out - remember connections of this host, as sfw_peer_local_out()
 * @priv: struct sfw_db
 * @skb: the packet
 * @state: where it is
 *
 * Return: NF_ACCEPT.
 */
unsigned int sfw_rehearse_local_out(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	const struct sfw_rehearsal *r = sfw_rehearsal_running(priv);

	if (r && r->lists.peers)
		sfw_peer_note_out(r->lists.peers, skb, state);
	return NF_ACCEPT;
}
