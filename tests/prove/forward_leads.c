// SPDX-License-Identifier: GPL-2.0
/*
 * A new connection through this host that is judged as one comes from an interface of the local
 * network, or was sent to a forwarded port and goes exactly where that leads;
 * a source is hidden only where the policy says so; and nothing that a host sends from where a
 * forwarded port leads begins a connection while an address is new.
 *
 * Claims: alone
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 4 --unwindset any_policy.0:18,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5,comes_from_target.0:5
 */
#include <linux/in.h>
#include <linux/string.h>

#include "../../kmod/core/decide.h"
#include "../../kmod/core/gateway.h"
#include "contract.h"

static bool is_lan(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (came_by(p->lans[i].sel.dev, f))
			return true;
	return false;
}

static bool leaves_to_lan(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (f->out && is_meant(p->lans[i].sel.dev, f->out))
			return true;
	return false;
}

static bool may_leave(const struct sfw_passage *lan, const struct sfw_facts *f)
{
	return came_by(lan->sel.dev, f) &&
	       (!lan->out[0] || (f->out && is_meant(lan->out, f->out)));
}

static void claim_leads(const struct sfw_entry *e, const struct sfw_facts *f,
			const struct sfw_policy *p)
{
	u32 i = any_below(128);

	claim(e->proto == f->proto && f->first_dport >= e->first &&
	      f->first_dport <= e->last);
	claim(f->family == e->sel.from.family &&
	      (i >= e->sel.from.len ||
	       bit(&e->sel.from.addr, i) == bit(&f->src, i)));
	claim(!e->sel.dev[0] || came_by(e->sel.dev, f) ||
	      (is_meant(e->sel.dev, f->local_dev) && is_lan(f, p)));
	claim(f->local_dev[0] || sfw_addr_is_global(f->family, &f->first_dst));
	claim((e->to.dev[0] && i < 64) || bit(&f->dst, i) == bit(&e->to.addr, i));
	claim(!e->to.dev[0] || (f->out && is_meant(e->to.dev, f->out)));
	claim((u16)(f->dport - e->to.first) == (u16)(f->first_dport - e->first));
	claim(!e->expires || f->now < e->expires);
}

/* From there, if it is no SYN. */
static bool comes_from_target(const struct sfw_entry *e, const struct sfw_facts *f)
{
	u32 i, port = f->sport - e->to.first + e->first;

	for (i = e->to.dev[0] ? 2 : 0; i < 4; i++)
		if (f->src.w[i] != e->to.addr.w[i])
			return false;
	return e->proto == f->proto && e->to.family == f->family &&
	       port >= e->first && port <= e->last &&
	       (!e->to.dev[0] || came_by(e->to.dev, f)) &&
	       (f->proto != IPPROTO_TCP || !sfw_is_syn(f->tcp_flags));
}

static void claim_held(const struct sfw_verdict *v, const struct sfw_facts *f,
		       const struct sfw_policy *p)
{
	bool answers = p->n_forwards && comes_from_target(p->forwards[0], f);

	if (v->reason == SFW_R_NOT_SYN)
		claim(f->fresh == SFW_YES && v->action == SFW_ACT_DROP &&
		      (f->proto == IPPROTO_TCP ? !sfw_is_syn(f->tcp_flags) : answers));
	if (v->reason == SFW_R_LAN && f->out && f->proto == IPPROTO_TCP)
		claim(f->fresh != SFW_YES || !answers);
	if (v->reason == SFW_R_FORWARD && p->setting[SFW_S_FORWARD] != SFW_FORWARD_OFF &&
	    f->out && f->proto == IPPROTO_TCP && !sfw_is_syn(f->tcp_flags))
		claim(f->fresh != SFW_YES || !sfw_masq_moves(p, f->family));
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_verdict v;
	bool hidden = false;
	u32 i;

	assume(!f.loopback && f.forwarded && !f.published && !f.bridged);
	assume(f.ct != SFW_CT_ESTABLISHED && f.ct != SFW_CT_RELATED);
	v = sfw_decide(&f, p);
	claim(!v.effects);
	claim(!v.ask || v.ask == SFW_ASK_BLOCKED ||
	      (v.ask == SFW_ASK_FRESH &&
	       (v.index < p->n_masqs || (v.index == SFW_NO_ENTRY && f.out))));
	if (!v.ask)
		claim_held(&v, &f, p);
	if (!v.ask && v.action == SFW_ACT_ACCEPT &&
	    p->setting[SFW_S_FORWARD] != SFW_FORWARD_OFF) {
		claim(!f.malformed);
		claim(f.ct != SFW_CT_INVALID ||
		      (p->setting[SFW_S_INVALID] == SFW_INVALID_LAN &&
		       f.proto == IPPROTO_TCP && v.reason == SFW_R_LAN &&
		       leaves_to_lan(&f, p)));
		claim(v.reason == SFW_R_LAN || v.reason == SFW_R_FORWARD);
		if (v.reason == SFW_R_LAN)
			claim(may_leave(&p->lans[v.index], &f));
		else
			claim_leads(p->forwards[v.index], &f, p);
	}

	for (i = 0; i < p->n_masqs; i++)
		hidden |= sfw_prefix_has(&p->masqs[i].sel.from, f.family, &f.src) &&
			  is_meant(p->masqs[i].out, f.dev);
	claim((sfw_masq_find(p, f.family, &f.src, f.dev) != SFW_NO_ENTRY) == hidden);
}
