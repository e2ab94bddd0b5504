// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>

#include "gateway.h"
#include "verdict.h"

/*
 * Of a connection to another router on the same link this one sees only the packets
 * that its hosts send: answers come to them directly, and conntrack finds the rest of
 * TCP invalid.
 *
 *	host --SYN,ACK,data--> this one --> other router --> far
 *	     <----------SYN-ACK,data------- other router <-- far
 */
static bool may_be_half_seen(const struct sfw_facts *f, const struct sfw_policy *p)
{
	return p->setting[SFW_S_INVALID] == SFW_INVALID_LAN &&
	       f->proto == IPPROTO_TCP && sfw_lan_is_out(f, p);
}

/* A SYN is the first packet of a connection; no other protocol tells. */
static bool may_be_later(const struct sfw_facts *f)
{
	if (f->proto == IPPROTO_TCP)
		return f->out && !sfw_is_syn(f->tcp_flags);
	return f->out && f->sport;
}

/* The masquerade with an address of its own behind which a segment's connection would be. */
static u32 find_hidden(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	if (f->proto != IPPROTO_TCP)
		return SFW_NO_ENTRY;
	i = sfw_masq_find(p, f->family, &f->src, f->out);
	return i != SFW_NO_ENTRY && p->masqs[i].to_family ? i : SFW_NO_ENTRY;
}

/*
 * A packet on its way out that may be of an older connection: as the first one it would get
 * an address and a port of its own, and the entry that comes later finds no place.
 * To look at all forwarded ports takes longer than to ask.
 */
static struct sfw_verdict from_lan(const struct sfw_facts *f,
				   const struct sfw_policy *p, u32 lan)
{
	struct sfw_verdict let = by(accept(SFW_R_LAN), SFW_RULE_LAN, lan);
	u32 masq;

	if (!may_be_later(f))
		return let;
	masq = find_hidden(f, p);
	if (masq == SFW_NO_ENTRY && !p->n_forwards)
		return let;
	if (f->fresh == SFW_YES && masq == SFW_NO_ENTRY && !sfw_forward_led(f, p))
		return let;
	return sfw_unless_fresh(f, let, masq);
}

/*
 * Two connections of a client from one port, to a forwarded port and to the server itself,
 * are one to the server, so the later one has got another port: the entry knows which.
 */
static struct sfw_verdict by_forward(const struct sfw_facts *f,
				     const struct sfw_policy *p, u32 i)
{
	struct sfw_verdict let = by(accept(SFW_R_FORWARD), SFW_RULE_FORWARD, i);

	if (f->proto != IPPROTO_TCP || !may_be_later(f) ||
	    !sfw_masq_moves(p, f->family))
		return let;
	return sfw_unless_fresh(f, let, SFW_NO_ENTRY);
}

/**
 * sfw_decide_forward - judge a packet that this host passes on, and that no published
 * port has led
 * @f: the packet; it is of no known connection, and not blocked
 * @p: the policy
 *
 * Pure. Any context. Return: as sfw_decide().
 */
struct sfw_verdict sfw_decide_forward(const struct sfw_facts *f,
				      const struct sfw_policy *p)
{
	struct sfw_verdict v;
	u32 i;

	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF)
		return by(accept(SFW_R_FORWARD), SFW_RULE_SETTING,
			  SFW_S_FORWARD);
	if (f->malformed)
		return refuse(SFW_ACT_DROP, SFW_R_MALFORMED);
	if (f->ct == SFW_CT_INVALID && !may_be_half_seen(f, p))
		return refuse(SFW_ACT_DROP, SFW_R_INVALID);
	i = sfw_lan_find(f, p);
	if (i == SFW_NO_ENTRY && f->ct == SFW_CT_INVALID)
		return refuse(SFW_ACT_DROP, SFW_R_INVALID);
	if (i != SFW_NO_ENTRY)
		return from_lan(f, p, i);
	i = sfw_forward_find(f, p);
	if (i != SFW_NO_ENTRY && sfw_forward_leads(p->forwards[i], f))
		return by_forward(f, p, i);
	v = by(refuse(SFW_ACT_DROP, SFW_R_NO_FORWARD), SFW_RULE_SETTING,
	       SFW_S_FORWARD);
	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_REJECT)
		v.action = f->family == SFW_AF_INET6 ? SFW_ACT_ADMIN_PROHIB :
						       SFW_ACT_HOST_UNREACH;
	return v;
}
