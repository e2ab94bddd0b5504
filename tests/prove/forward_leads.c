// SPDX-License-Identifier: GPL-2.0
/*
 * A new connection through this host comes from an interface of the local
 * network, or was sent to a forwarded port and goes exactly where that leads;
 * and a source is hidden only where the policy says so.
 *
 * Claims: alone
 * Of: addr decide entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:14,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include <linux/string.h>

#include "../../kmod/core/decide.h"
#include "../../kmod/core/gateway.h"
#include "contract.h"

static bool is_lan(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (!strcmp(p->lans[i].dev, f->dev))
			return true;
	return false;
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
	claim(!e->sel.dev[0] || !strcmp(e->sel.dev, f->dev) ||
	      (!strcmp(e->sel.dev, f->home) && is_lan(f, p)));
	claim(f->home[0] || sfw_addr_is_global(f->family, &f->first_dst));
	claim(bit(&f->dst, i) == bit(&e->to.addr, i));
	claim((u16)(f->dport - e->to.first) == (u16)(f->first_dport - e->first));
	claim(!e->expires || f->now < e->expires);
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_verdict v;
	bool hidden = false;
	u32 i;

	assume(!f.loopback && f.forwarded);
	assume(f.ct != SFW_CT_ESTABLISHED && f.ct != SFW_CT_RELATED);
	v = sfw_decide(&f, p);
	claim(!v.ask && !v.effects);
	if (v.action == SFW_ACT_ACCEPT &&
	    p->setting[SFW_S_FORWARD] != SFW_FORWARD_OFF) {
		claim(!f.malformed && f.ct != SFW_CT_INVALID);
		claim(v.reason == SFW_R_LAN || v.reason == SFW_R_FORWARD);
		if (v.reason == SFW_R_LAN)
			claim(is_lan(&f, p));
		else
			claim_leads(p->forwards[v.index], &f, p);
	}

	for (i = 0; i < p->n_masqs; i++)
		hidden |= sfw_prefix_has(&p->masqs[i].from, f.family, &f.src) &&
			  !strcmp(p->masqs[i].dev, f.dev);
	claim(sfw_masqueraded(p, f.family, &f.src, f.dev) == hidden);
}
