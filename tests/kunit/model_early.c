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

/* The end of a SYN is known: what comes later can only say the same. */
static bool is_lost(const struct sfw_facts *f, const struct sfw_verdict *late)
{
	return f->proto == 6 && late->action != SFW_ACT_ACCEPT &&
	       (late->reason == SFW_R_CLOSED_TCP || late->reason == SFW_R_SCAN);
}

static struct sfw_verdict syn(const struct sfw_facts *f,
			      const struct sfw_policy *p)
{
	struct sfw_verdict late, later = { .action = SFW_ACT_ACCEPT };

	if (p->setting[SFW_S_EARLY] == 0 || f->unclaimed == SFW_NO ||
	    f->multicast)
		return later;
	late = sfw_model_decide(f, p);
	if (late.ask)
		return late.ask == SFW_ASK_LISTED && f->proto == 6 ? late :
								     later;
	if (!is_lost(f, &late))
		return later;
	if (f->unclaimed == SFW_UNKNOWN)
		return (struct sfw_verdict){ .ask = SFW_ASK_UNCLAIMED };
	return late;
}

static struct sfw_verdict spoofed(const struct sfw_facts *f,
				  const struct sfw_policy *p)
{
	struct sfw_verdict v = { .action = SFW_ACT_ACCEPT };

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
	v = spoofed(f, p);
	return v.ask || v.action != SFW_ACT_ACCEPT ? v : syn(f, p);
}
