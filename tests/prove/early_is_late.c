// SPDX-License-Identifier: GPL-2.0
/*
 * A SYN that is refused before connection tracking, because nothing claims it,
 * gets the very verdict that it would get later, and each that would end as a
 * closed port or a listed scanner is, where that path is on.
 * One that is let in untracked by then gets that verdict later, too: it is let in by
 * an open port, and nothing is to be asked or counted; nor learned, but for a SYN that
 * knocks. A SYN may be of a trusted source as well.
 *
 * Claims: alone
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:18,strcmp.0:4
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

static bool is_closed_udp(const struct sfw_facts *f, struct sfw_verdict v)
{
	return !f->bound && !v.ask && v.action != SFW_ACT_ACCEPT &&
	       v.reason == SFW_R_CLOSED_UDP;
}

/* Whether no state of a connection has a say. */
static bool is_free(const struct sfw_facts *f, const struct sfw_policy *p,
		    struct sfw_verdict v)
{
	bool tcp = f->proto == IPPROTO_TCP;

	if (v.reason == SFW_R_TRUSTED)
		return tcp && !v.effects;
	return v.reason == SFW_R_PORT && !sfw_policy_has_gate(p, v.index) &&
	       (!v.effects || (tcp && v.effects == SFW_EFFECT_KNOCK));
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_verdict late;
	struct sfw_early early;
	bool syn, udp;

	/* Facts of the hook before connection tracking. */
	f.ct = f.proto == IPPROTO_UDP && any_bool() ? SFW_CT_UNTRACKED : SFW_CT_NEW;
	f.forwarded = false;
	f.bridged = false;
	f.translated = false;
	f.published = false;
	early = sfw_decide_early(&f, p);
	late = sfw_decide(&f, p);
	syn = p->setting[SFW_S_EARLY] && f.proto == IPPROTO_TCP &&
	      (f.tcp_flags & 0x17) == 0x02 && !f.multicast && !f.loopback;

	udp = p->direct_udp && f.proto == IPPROTO_UDP && !f.multicast &&
	      f.ct == SFW_CT_UNTRACKED;

	if (early.step == SFW_EARLY_UNCLAIMED)
		claim((syn ? is_lost(late) : udp && is_closed_udp(&f, late)) &&
		      same(early.v, late));
	if (early.step == SFW_EARLY_LET) {
		f.ct = SFW_CT_UNTRACKED;
		late = sfw_decide(&f, p);
		claim(p->direct && !f.multicast && !f.loopback && !f.malformed &&
		      late.action == SFW_ACT_ACCEPT && is_free(&f, p, late) &&
		      same(early.v, late));
	}
	/* No other step ends a lost packet, and it comes that far. */
	if (early.step == SFW_EARLY_REFUSE)
		claim(early.v.reason == SFW_R_BLOCKED ||
		      early.v.reason == SFW_R_RPFILTER);
	if (syn && is_lost(late) && early.step != SFW_EARLY_ASK)
		claim(early.step != SFW_EARLY_PASS);
}
