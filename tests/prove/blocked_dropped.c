// SPDX-License-Identifier: GPL-2.0
/*
 * What comes from a blocked prefix, or from a source that a guard has blocked,
 * is dropped early whatever it is, unless it is exempt or trusted.
 *
 * Claims: alone
 * Of: addr decide entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:14,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include "../../kmod/core/decide.h"
#include "contract.h"

static bool is_trusted(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_trusts; i++)
		if (sfw_selector_has(&p->trusts[i], f))
			return true;
	return false;
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	bool set = longest_prefix(p->blocks, f.family, &f.src, f.now) !=
		   SFW_NO_PREFIX;
	bool blocked = (set || f.blocked == SFW_YES) && !f.loopback &&
		       !sfw_is_exempt(&f, p) && !is_trusted(&f, p);
	struct sfw_verdict v;

	assume(block_is_right(&f, p));
	v = sfw_decide_early(&f, p);
	if (set && sfw_blocks_end(p) && !f.loopback)
		claim(blocked);
	if (blocked)
		claim(!v.ask && v.action == SFW_ACT_DROP &&
		      v.reason == SFW_R_BLOCKED && !v.effects &&
		      v.rule == (set ? SFW_RULE_BLOCK : SFW_RULE_GUARD));
	else if (!v.ask && v.action != SFW_ACT_ACCEPT)
		claim(v.reason != SFW_R_BLOCKED);
}
