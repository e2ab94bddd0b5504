// SPDX-License-Identifier: GPL-2.0
/*
 * The decision is what the model of the KUnit tests says, which was written
 * anew from the design: for every packet, not only those that are drawn there.
 *
 * Of: addr decide entry gateway words tests/prove/policy
 * Of: tests/kunit/model tests/kunit/model_decide
 * Of: tests/kunit/model_early tests/kunit/model_gateway
 * Loops: 17 --unwindset sfw_model_prefix_has.0:129
 */
#include "../kunit/model.h"
#include "contract.h"

/* What a snapshot sees to. */
static void assume_sealed(const struct sfw_policy *p)
{
	u32 i;

	for (i = 1; i < p->n_entries; i++)
		assume(sfw_entry_cmp(p->entries[i - 1], p->entries[i]) < 0);
	for (i = 0; i < p->n_forwards; i++)
		assume(!p->forwards[i]->expires);
	assume(p->gates || !(p->n_guards + p->n_locks));
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	bool early = any_bool();
	struct sfw_verdict v, model;

	assume_sealed(p);
	v = early ? sfw_decide_early(&f, p) : sfw_decide(&f, p);
	model = early ? sfw_model_early(&f, p) : sfw_model_decide(&f, p);
	claim(v.ask == model.ask);
	if (v.ask) {
		claim(v.index == model.index);
		return;
	}
	claim(v.action == model.action && v.effects == model.effects);
	if (early && v.action == SFW_ACT_ACCEPT)
		return;		/* not judged yet */
	claim(v.reason == model.reason && v.rule == model.rule);
	claim(v.index == model.index);
}
