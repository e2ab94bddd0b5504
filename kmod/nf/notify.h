/* SPDX-License-Identifier: GPL-2.0 */
/* Refused packets, for the journal, for event listeners and for the log. */
#ifndef SFW_NF_NOTIFY_H
#define SFW_NF_NOTIFY_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <net/ip.h>

#include "../core/decide.h"
#include "../db/db.h"
#include "../db/event/events.h"
#include "../db/event/journal.h"
#include "log.h"

void sfw_note_refusal(const struct sfw_db *db, const struct sfw_policy *p,
		      const struct sfw_facts *f, const struct sfw_verdict *v,
		      const struct sk_buff *skb,
		      const struct nf_hook_state *state);
void sfw_note_unread(const struct sfw_db *db, const struct sfw_policy *p,
		     const struct sfw_verdict *v, const struct sk_buff *skb,
		     const struct nf_hook_state *state);
void sfw_notify(const struct sfw_db *db, const struct sfw_facts *f, u8 reason,
		const struct sk_buff *skb, const struct nf_hook_state *state);

/* For those who asked: event listeners, and the log. */
static __always_inline void
sfw_tell_refusal(const struct sfw_db *db, const struct sfw_policy *p,
		 const struct sfw_facts *f, const struct sfw_verdict *v,
		 const struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (static_branch_unlikely(&sfw_events_wanted))
		sfw_notify(db, f, v->reason, skb, state);
	if (unlikely(p->setting[SFW_S_LOG] & SFW_REFUSED_BIT(v->reason)))
		sfw_log(&db->events->logs, v->reason, skb, state);
}

/**
 * sfw_refused - a packet is refused, and counted
 * @db: the namespace
 * @p: the policy
 * @f: the packet, of which only the source need be known
 * @v: the verdict
 * @skb: the packet
 * @state: where it is
 *
 * The next packet like one of the last second costs little without a listener and
 * without the log.
 *
 * Context: a receive hook, under rcu_read_lock().
 */
static __always_inline void
sfw_refused(const struct sfw_db *db, const struct sfw_policy *p,
	    const struct sfw_facts *f, const struct sfw_verdict *v,
	    const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct sfw_refusal_key k =
		sfw_refusal_key(&f->src, sfw_refusal_what(f->dport, f->family,
							  f->proto, v->reason));

	/* Where no header was parsed, nothing is found. */
	if (unlikely(!sfw_journal_repeats(rcu_dereference(db->journal), &k)))
		sfw_note_refusal(db, p, f, v, skb, state);
	sfw_tell_refusal(db, p, f, v, skb, state);
}

/*
 * Whether a packet is the next one of its kind. Source and port are read where a plain
 * packet has them; elsewhere a fragment or one with options has others, which lead
 * nowhere, or to a line of the same source.
 */
static __always_inline bool
sfw_repeats_unread(const struct sfw_db *db, const struct sk_buff *skb, u8 pf,
		   u8 reason)
{
	bool is_6 = pf == NFPROTO_IPV6;
	u8 proto = is_6 ? ipv6_hdr(skb)->nexthdr : ip_hdr(skb)->protocol;
	const __be16 *ports = (const __be16 *)(skb_network_header(skb) +
		(is_6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr)));
	struct sfw_addr src = { .w = { is_6 ? 0 : ip_hdr(skb)->saddr } };
	struct sfw_refusal_key k;
	u16 port = 0;

	if (is_6)
		memcpy(&src, &ipv6_hdr(skb)->saddr, sizeof(src));
	switch (proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_SCTP:
		if ((unsigned char *)(ports + 2) > skb_tail_pointer(skb))
			return false;
		port = ntohs(ports[1]);
	}
	k = sfw_refusal_key(&src, sfw_refusal_what(port, is_6 ? SFW_AF_INET6 : SFW_AF_INET,
						   proto, reason));
	return sfw_journal_repeats(rcu_dereference(db->journal), &k);
}

/**
 * sfw_refused_unread - a packet of which nothing was parsed is refused, and counted
 * @db: the namespace
 * @p: the policy
 * @v: the verdict
 * @skb: a packet whose network header the stack has checked
 * @state: where it is
 * @pf: its family, a constant
 *
 * Context: a receive hook, under rcu_read_lock().
 */
static __always_inline void
sfw_refused_unread(const struct sfw_db *db, const struct sfw_policy *p,
		   const struct sfw_verdict *v, const struct sk_buff *skb,
		   const struct nf_hook_state *state, u8 pf)
{
	static const struct sfw_facts nothing;

	if (unlikely(!sfw_repeats_unread(db, skb, pf, v->reason)))
		sfw_note_unread(db, p, v, skb, state);
	sfw_tell_refusal(db, p, &nothing, v, skb, state);
}

#endif /* SFW_NF_NOTIFY_H */
