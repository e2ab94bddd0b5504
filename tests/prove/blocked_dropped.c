// SPDX-License-Identifier: GPL-2.0
/*
 * A packet from a blocked prefix, for good or for a time, or from a source that
 * a guard has blocked, is dropped early, unless it is exempt, trusted, or of the
 * discovery of neighbours; and again behind connection tracking, unless its
 * connection is established or related.
 *
 * Claims: alone
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:18,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include "../../kmod/core/decide.h"
#include "contract.h"

static bool is_trusted(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_trusts; i++)
		if (sfw_selector_has(&p->trusts[i], p->members, f))
			return true;
	return false;
}

static bool is_dropped(struct sfw_verdict v, bool by_guard)
{
	return !v.ask && v.action == SFW_ACT_DROP && v.reason == SFW_R_BLOCKED &&
	       !v.effects && v.rule == (by_guard ? SFW_RULE_GUARD : SFW_RULE_BLOCK);
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	bool set = f.in_block ||
		   longest_prefix(p->blocks, f.family, &f.src, f.now);
	bool of_link = !f.malformed && sfw_is_neighbour(&f);
	bool blocked = (set || f.blocked == SFW_YES) && !f.loopback && !of_link &&
		       !sfw_is_exempt(&f, p) && !is_trusted(&f, p);
	bool by_guard = !set && f.blocker != SFW_NO_GATE;
	struct sfw_verdict late;
	struct sfw_early e;

	if (set && sfw_blocks_end(p) && !f.loopback && !of_link)
		claim(blocked);
	e = sfw_decide_early(&f, p);
	if (blocked)
		claim(e.step == SFW_EARLY_REFUSE && is_dropped(e.v, by_guard));
	else if (e.step == SFW_EARLY_REFUSE)
		claim(e.v.reason != SFW_R_BLOCKED);

	late = sfw_decide(&f, p);
	if (blocked && f.ct != SFW_CT_ESTABLISHED && f.ct != SFW_CT_RELATED)
		claim(is_dropped(late, by_guard));
	else if (!late.ask)
		claim(late.reason != SFW_R_BLOCKED);
}
