// SPDX-License-Identifier: GPL-2.0
/*
 * A SYN that is refused before connection tracking, because nothing claims it,
 * gets the very verdict that it would get later, and each that would end as a
 * closed port or a listed scanner is, where that path is on.
 *
 * Claims: alone
 * Of: addr decide entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:14,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include <linux/in.h>

#include "../../kmod/core/decide.h"
#include "contract.h"

static bool same(struct sfw_verdict a, struct sfw_verdict b)
{
	return a.action == b.action && a.reason == b.reason &&
	       a.ask == b.ask && a.rule == b.rule && a.effects == b.effects &&
	       a.index == b.index;
}

static bool is_lost(struct sfw_verdict v)
{
	return !v.ask && v.action != SFW_ACT_ACCEPT &&
	       (v.reason == SFW_R_CLOSED_TCP || v.reason == SFW_R_SCAN);
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_verdict early, late;
	u8 unclaimed = f.unclaimed;

	/* What the hook before connection tracking judges. */
	f.ct = SFW_CT_NEW;
	f.forwarded = false;
	early = sfw_decide_early(&f, p);
	f.unclaimed = SFW_UNKNOWN;
	late = sfw_decide(&f, p);

	if (is_lost(early)) {
		claim(same(early, late));
		claim(unclaimed == SFW_YES && p->setting[SFW_S_EARLY] &&
		      f.proto == IPPROTO_TCP && (f.tcp_flags & 0x17) == 0x02 &&
		      !f.multicast && !f.loopback);
	}
	if (early.ask == SFW_ASK_UNCLAIMED)
		claim(is_lost(late));
	/* It comes that far: neither blocked nor with a wrong way back. */
	if (is_lost(late) && unclaimed == SFW_YES && p->setting[SFW_S_EARLY] &&
	    f.proto == IPPROTO_TCP && (f.tcp_flags & 0x17) == 0x02 &&
	    !f.multicast && !early.ask && early.reason != SFW_R_BLOCKED &&
	    early.reason != SFW_R_RPFILTER)
		claim(is_lost(early));
}
