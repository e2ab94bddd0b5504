// SPDX-License-Identifier: GPL-2.0
/*
 * A packet is judged by the address and port that it was sent to, if and only if the
 * setting says so, it was sent to an address of this host, a translation led it
 * elsewhere, and no forwarded port of ours leads exactly there. Nothing else of it
 * changes, and an own forwarded port keeps the verdict that it has without the setting.
 *
 * Claims: alone
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:18,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include "../../kmod/core/decide.h"
#include "../../kmod/core/gateway.h"
#include "contract.h"

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts(), was;
	bool ours;
	u32 at;

	f.published = false;
	was = f;
	at = sfw_forward_find(&f, p);
	ours = at != SFW_NO_ENTRY && sfw_forward_leads(p->forwards[at], &f);
	sfw_facts_publish(&f, p);
	claim(f.published == (p->setting[SFW_S_PUBLISHED] == SFW_PUBLISHED_PORTS &&
			      was.translated && was.local_dev[0] && !ours));
	claim(sfw_addr_equal(&f.dst, f.published ? &was.first_dst : &was.dst));
	claim(f.dport == (f.published ? was.first_dport : was.dport));
	claim(f.src.w[0] == was.src.w[0] && f.sport == was.sport &&
	      f.dev == was.dev && f.proto == was.proto && f.ct == was.ct &&
	      f.forwarded == was.forwarded && f.translated == was.translated);
}
