// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/netdevice.h>

#include "../db/list/list.h"
#include "facts.h"
#include "notify.h"

static_assert(SFW_DEV_MAX + 1 == IFNAMSIZ);

/* Headers that were not parsed yet are. */
static const struct sfw_facts *read_whole(const struct sfw_facts *f,
					  struct sfw_facts *whole,
					  const struct sk_buff *skb,
					  const struct nf_hook_state *state)
{
	if (f->proto)
		return f;
	sfw_facts_gather(whole, skb, state, SFW_CT_NEW);
	return whole;
}

/* The number of a list that has the say, or the value of a setting. */
static u32 value_of(const struct sfw_policy *p, const struct sfw_verdict *v)
{
	switch (v->rule) {
	case SFW_RULE_SETTING:
		return p->setting[v->index];
	case SFW_RULE_GUARD:
		return p->guards[v->index].base.list->number;
	case SFW_RULE_KNOCK:
		return p->knocks[v->index].base.list->number;
	default:
		return 0;
	}
}

static void note(struct sfw_journal *j, const struct sfw_policy *p,
		 const struct sfw_facts *f, const struct sfw_verdict *v)
{
	struct sfw_refusal r;

	r.src = f->src;
	r.dst = f->dst;
	memcpy(r.dev, f->dev, sizeof(r.dev));
	r.what = sfw_refusal_what(f->dport, f->family, f->proto, v->reason);
	r.time = f->now ?: ktime_get_boottime_ns();
	r.tick = jiffies;
	atomic_set(&r.packets, 1);
	r.value = value_of(p, v);
	r.rule = v->rule;
	r.setting = v->rule == SFW_RULE_SETTING ? v->index : 0;
	sfw_journal_note(j, &r);
}

/**
 * sfw_note_unread - note a refused packet, of which nothing was parsed, in the journal
 * @db: the namespace
 * @p: the policy
 * @v: the verdict
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_note_unread(const struct sfw_db *db, const struct sfw_policy *p,
		     const struct sfw_verdict *v, const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	struct sfw_journal *j = rcu_dereference(db->journal);
	struct sfw_facts f = {};

	if (!j)
		return;
	sfw_facts_gather(&f, skb, state, SFW_CT_NEW);
	note(j, p, &f, v);
}

/**
 * sfw_note_refusal - note a refused packet in the journal
 * @db: the namespace
 * @p: the policy
 * @f: the packet; headers that were not parsed yet are
 * @v: the verdict
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_note_refusal(const struct sfw_db *db, const struct sfw_policy *p,
		      const struct sfw_facts *f, const struct sfw_verdict *v,
		      const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	struct sfw_journal *j = rcu_dereference(db->journal);

	if (!j)
		return;
	if (f->proto)
		note(j, p, f, v);
	else if (!sfw_repeats_unread(db, skb, state->pf, v->reason))
		sfw_note_unread(db, p, v, skb, state);
}

/**
 * sfw_notify - note for the listeners that a packet was refused
 * @db: the namespace
 * @f: the packet; headers that were not parsed yet are
 * @reason: enum sfw_reason
 * @skb: the packet
 * @state: where it is
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_notify(const struct sfw_db *db, const struct sfw_facts *f, u8 reason,
		const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct sfw_facts whole = {};

	if (sfw_events_heard(db->events))
		sfw_events_refuse(db->events, read_whole(f, &whole, skb, state),
				  reason);
}
