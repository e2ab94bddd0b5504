// SPDX-License-Identifier: GPL-2.0
#include "../db/db.h"
#include "../db/list/guard.h"
#include "../db/list/knock.h"
#include "../db/list/lists.h"
#include "../db/list/scan.h"
#include "../db/policy/entry.h"
#include "effect.h"
#include "peers.h"

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

static void count(const struct sfw_verdict *v, const struct sfw_policy *p,
		  const struct sk_buff *skb)
{
	if (v->rule == SFW_RULE_ENTRY)
		sfw_count_add(sfw_port_of(p->entries[v->index])->count,
			      skb->len);
	if (v->rule == SFW_RULE_FORWARD)
		sfw_count_add(sfw_port_of(p->forwards[v->index])->count,
			      skb->len);
}

static void accepted(const struct sfw_facts *f, const struct sfw_db *db,
		     const struct sfw_policy *p, const struct sk_buff *skb)
{
	if (p->setting[SFW_S_SCAN] &&
	    (f->proto == IPPROTO_TCP || f->proto == IPPROTO_UDP))
		sfw_peer_note(db->peers, f->family, &f->src, skb);
}

static __always_inline void
take_hidden(const struct sfw_facts *f, const struct sfw_verdict *v,
	    const struct sfw_db *db, const struct sfw_policy *p,
	    const struct sk_buff *skb)
{
	u32 i;

	if (v->effects & SFW_EFFECT_KNOCK)
		for (i = 0; i < p->n_knocks; i++)
			sfw_knock_try(&p->knocks[i], f->family, &f->src,
				      f->proto, f->dport, f->hop_limit,
				      f->now);
	if (v->effects & SFW_EFFECT_BLOCK)
		sfw_guard_block(&p->guards[v->index], f->family, &f->src,
				f->now);
	if (v->action == SFW_ACT_ACCEPT)
		accepted(f, db, p, skb);
}

/**
 * sfw_take_effect - carry out all that a verdict changes, but for the packet
 * @f: the packet
 * @v: the verdict
 * @db: the namespace
 * @p: the policy
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_take_effect(const struct sfw_facts *f, const struct sfw_verdict *v,
		     const struct sfw_db *db, const struct sfw_policy *p,
		     const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	if (v->effects & SFW_EFFECT_SCAN)
		note_scan(f, db, p, state->net);
	take_hidden(f, v, db, p, skb);
	if (v->action == SFW_ACT_ACCEPT)
		count(v, p, skb);
}

/**
 * sfw_take_hidden_effect - carry out the changes of lists alone, but for those of scanners
 * @f: the packet
 * @v: the verdict
 * @lists: namespace with the lists of scanners and peers
 * @p: the policy
 * @skb: the packet
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_take_hidden_effect(const struct sfw_facts *f,
			    const struct sfw_verdict *v,
			    const struct sfw_db *lists,
			    const struct sfw_policy *p,
			    const struct sk_buff *skb)
{
	take_hidden(f, v, lists, p, skb);
}
