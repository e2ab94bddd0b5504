// SPDX-License-Identifier: GPL-2.0
#include "model.h"

static bool blocked(const struct sfw_facts *f, const struct sfw_policy *p,
		    u32 at)
{
	if (sfw_model_exempt(f, p) || sfw_model_trust(f, p) != SFW_NO_ENTRY)
		return false;
	return at != SFW_NO_PREFIX || f->blocked == SFW_YES;
}

/* What needs no way back: who has no address yet, and what never leaves. */
static bool needs_no_way_back(const struct sfw_facts *f,
			      const struct sfw_policy *p)
{
	return sfw_model_unspecified(f) || sfw_model_link_local(f) ||
	       (sfw_model_dhcp(f) && p->setting[SFW_S_DHCP] == 1);
}

/* The verdict has no reason where the packet is not judged yet. */
struct sfw_verdict sfw_model_early(const struct sfw_facts *f,
				   const struct sfw_policy *p)
{
	struct sfw_verdict v = { .action = SFW_ACT_ACCEPT };
	u32 at = sfw_model_longest(p->blocks, f);

	if (f->loopback)
		return v;
	if (at == SFW_NO_PREFIX && f->blocked == SFW_UNKNOWN)
		return (struct sfw_verdict){ .ask = SFW_ASK_BLOCKED };
	if (blocked(f, p, at)) {
		v.action = SFW_ACT_DROP;
		v.reason = SFW_R_BLOCKED;
		v.rule = at == SFW_NO_PREFIX ? SFW_RULE_GUARD : SFW_RULE_BLOCK;
		v.index = at == SFW_NO_PREFIX ? f->blocker : at;
		return v;
	}
	if (p->setting[SFW_S_RPFILTER] == 0 || needs_no_way_back(f, p))
		return v;
	if (f->spoofed == SFW_UNKNOWN)
		return (struct sfw_verdict){ .ask = SFW_ASK_SPOOFED };
	if (f->spoofed == SFW_YES) {
		v.action = SFW_ACT_DROP;
		v.reason = SFW_R_RPFILTER;
		v.rule = SFW_RULE_SETTING;
		v.index = SFW_S_RPFILTER;
	}
	return v;
}
