// SPDX-License-Identifier: GPL-2.0
/*
 * A source that is exempt is never listed as a scanner, guarded or blocked,
 * early or late; lists and guards are not even asked about it.
 *
 * Claims: alone
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:18,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include "../../kmod/core/decide.h"
#include "contract.h"

static void claim_spared(struct sfw_verdict v)
{
	claim(v.ask != SFW_ASK_LISTED && v.ask != SFW_ASK_ADMITTED);
	if (v.ask)
		return;
	claim(!(v.effects & (SFW_EFFECT_SCAN | SFW_EFFECT_BLOCK)));
	if (v.action == SFW_ACT_ACCEPT)
		return;
	claim(v.reason != SFW_R_SCAN && v.reason != SFW_R_GUARD &&
	      v.reason != SFW_R_BLOCKED);
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_early early;
	const struct sfw_prefix_item *item;
	u32 i = any_below(PREFIXES);

	item = &table_of(p->exempts)->item[i];
	assume(i < p->exempts->n);
	assume(sfw_prefix_has(&item->prefix, f.family, &f.src));
	assume(!item->expires || f.now < item->expires);

	claim_spared(sfw_decide(&f, p));
	early = sfw_decide_early(&f, p);
	if (early.step != SFW_EARLY_PASS)
		claim_spared(early.v);
}
