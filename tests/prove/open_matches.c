// SPDX-License-Identifier: GPL-2.0
/*
 * A packet accepted by an open port or protocol has its protocol, is in its range, from
 * its prefix, by its interface, in its time; no entry before it says otherwise,
 * its knock is open, its guard admits it, and it is no listed scanner. It was not
 * sent to a loopback address; and it is for this host, or was before somebody else led
 * it elsewhere.
 *
 * Claims: alone
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:18,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 * Loops: --unwindset was_sent_to_loopback.0:16
 */
#include <linux/in.h>
#include <linux/string.h>

#include "../../kmod/core/decide.h"
#include "contract.h"

static void claim_from(const struct sfw_prefix *from, const struct sfw_facts *f)
{
	u32 i = any_below(128);

	if (!from->family)
		return;
	claim(from->family == f->family);
	claim(i >= from->len || bit(&from->addr, i) == bit(&f->src, i));
}

static void claim_gate(const struct sfw_gate *gate, const struct sfw_facts *f,
		       const struct sfw_policy *p)
{
	if (gate->knock != SFW_NO_GATE)
		claim(f->knocked == SFW_YES);
	if (gate->guard != SFW_NO_GATE)
		claim(f->admitted == SFW_YES || sfw_is_exempt(f, p));
}

static bool is_watched(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 scan = p->setting[SFW_S_SCAN];

	return ((f->proto == IPPROTO_TCP && scan & SFW_SCAN_TCP) ||
		(f->proto == IPPROTO_UDP && scan & SFW_SCAN_UDP)) &&
	       !sfw_is_exempt(f, p);
}

/* 127.0.0.0/8 or ::1, as far as that can be known. */
static bool was_sent_to_loopback(const struct sfw_facts *f)
{
	const u8 *dst = (const u8 *)&f->dst;
	u8 others = 0;
	u32 i;

	for (i = 0; i < 15; i++)
		others |= dst[i];
	if (f->translated && !f->published)
		return false;
	return f->family == SFW_AF_INET ? dst[0] == 127 :
					  !others && dst[15] == 1;
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_verdict v = sfw_decide(&f, p);
	const struct sfw_entry *e;

	if (v.ask || (v.reason != SFW_R_PORT && v.reason != SFW_R_PROTO))
		return;
	claim(v.action == SFW_ACT_ACCEPT && v.rule == SFW_RULE_ENTRY);
	claim(v.index < p->n_entries);
	claim(v.index == first_entry(p->entries, p->n_entries, &f));
	e = p->entries[v.index];
	claim(e->proto == f.proto);
	claim((v.reason == SFW_R_PORT) == sfw_proto_has_ports(f.proto));
	claim(f.dport >= e->first && f.dport <= e->last);
	claim_from(&e->sel.from, &f);
	claim(!e->sel.dev[0] || came_by(e->sel.dev, &f));
	claim(!e->expires || f.now < e->expires);
	if (v.reason == SFW_R_PORT && p->gates)
		claim_gate(&p->gates[v.index], &f, p);
	if (is_watched(&f, p))
		claim(f.listed == SFW_NO);
	claim(!f.malformed && f.ct != SFW_CT_INVALID);
	claim(!f.forwarded || f.published);
	claim(f.proto != IPPROTO_TCP || (f.tcp_flags & 0x17) == 0x02 ||
	      f.published);
	claim(!was_sent_to_loopback(&f));
}
