// SPDX-License-Identifier: GPL-2.0
/*
 * A fact that was not asked for does not matter: the verdict that is given
 * without it is the one that is given whatever it is. So a hook may gather
 * facts only when it is asked, and in any order.
 *
 * Claims: alone
 * Of: addr decide entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:14,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include "../../kmod/core/decide.h"
#include "contract.h"

static u8 perhaps(u8 fact)
{
	return fact == SFW_UNKNOWN ? any_below(SFW_YES + 1) : fact;
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts(), known = f;
	bool early = any_bool();
	struct sfw_verdict a, b;

	known.owner = perhaps(f.owner);
	known.listed = perhaps(f.listed);
	known.knocked = perhaps(f.knocked);
	known.admitted = perhaps(f.admitted);
	known.blocked = perhaps(f.blocked);
	known.spoofed = perhaps(f.spoofed);
	a = early ? sfw_decide_early(&f, p) : sfw_decide(&f, p);
	b = early ? sfw_decide_early(&known, p) : sfw_decide(&known, p);
	if (a.ask)
		return;
	claim(!b.ask && a.action == b.action && a.reason == b.reason &&
	      a.rule == b.rule && a.effects == b.effects && a.index == b.index);
}
