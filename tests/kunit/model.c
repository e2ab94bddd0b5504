// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/string.h>

#include "model.h"

#define REASON_ACCEPTED(id, word, accepted, text) accepted,
static const bool accepted_reasons[SFW_R_MAX] = {
	SFW_REASONS(REASON_ACCEPTED)
};

/* Which setting a reason is laid to; those without one are not listed. */
static const struct {
	bool has;
	u8 v4;
	u8 v6;
} settings[SFW_R_MAX] = {
	[SFW_R_DHCP]	     = { true, SFW_S_DHCP, SFW_S_DHCP },
	[SFW_R_PING]	     = { true, SFW_S_PING, SFW_S_PING },
	[SFW_R_PING_OFF]     = { true, SFW_S_PING, SFW_S_PING },
	[SFW_R_FORWARD]	     = { true, SFW_S_FORWARD, SFW_S_FORWARD },
	[SFW_R_NO_FORWARD]   = { true, SFW_S_FORWARD, SFW_S_FORWARD },
	[SFW_R_NOT_SYN]	     = { true, SFW_S_REJECT4, SFW_S_REJECT6 },
	[SFW_R_CLOSED_TCP]   = { true, SFW_S_REJECT4, SFW_S_REJECT6 },
	[SFW_R_CLOSED_UDP]   = { true, SFW_S_REJECT4, SFW_S_REJECT6 },
	[SFW_R_CLOSED_PROTO] = { true, SFW_S_REJECT4, SFW_S_REJECT6 },
};

/* How a closed port answers, by setting and by TCP, UDP, other. */
static const u8 answers4[3][3] = {
	[SFW_REJECT4_RFC]   = { SFW_ACT_RST, SFW_ACT_PORT_UNREACH,
				SFW_ACT_PROTO_UNREACH },
	[SFW_REJECT4_ADMIN] = { SFW_ACT_RST, SFW_ACT_ADMIN_PROHIB,
				SFW_ACT_ADMIN_PROHIB },
	[SFW_REJECT4_DROP]  = { SFW_ACT_DROP, SFW_ACT_DROP, SFW_ACT_DROP },
};

static const u8 answers6[3][3] = {
	[SFW_REJECT6_RFC]   = { SFW_ACT_RST, SFW_ACT_PORT_UNREACH,
				SFW_ACT_PORT_UNREACH },
	[SFW_REJECT6_ADMIN] = { SFW_ACT_RST, SFW_ACT_ADMIN_PROHIB,
				SFW_ACT_ADMIN_PROHIB },
	[SFW_REJECT6_DROP]  = { SFW_ACT_DROP, SFW_ACT_DROP, SFW_ACT_DROP },
};

bool sfw_model_accepted(u8 reason)
{
	return accepted_reasons[reason];
}

static bool bit(const struct sfw_addr *a, unsigned int i)
{
	return ((const u8 *)a)[i / 8] >> (7 - i % 8) & 1;
}

bool sfw_model_prefix_has(const struct sfw_prefix *p, u8 family,
			  const struct sfw_addr *a)
{
	unsigned int i;

	if (p->family == SFW_AF_ANY)
		return true;
	if (p->family != family)
		return false;
	for (i = 0; i < p->len; i++)
		if (bit(&p->addr, i) != bit(a, i))
			return false;
	return true;
}

bool sfw_model_selector_has(const struct sfw_selector *sel,
			    const struct sfw_facts *f)
{
	if (!sfw_model_prefix_has(&sel->from, f->family, &f->src))
		return false;
	return !strlen(sel->dev) || !strncmp(sel->dev, f->dev, SFW_DEV_MAX);
}

static bool entry_has(const struct sfw_entry *e, const struct sfw_facts *f)
{
	if (e->proto != f->proto)
		return false;
	if (f->dport < e->first || f->dport > e->last)
		return false;
	if (e->expires && e->expires <= f->now)
		return false;
	return sfw_model_selector_has(&e->sel, f);
}

/* Believes nothing of the order of the table. */
u32 sfw_model_find(struct sfw_entry *const *entries, u32 n,
		   const struct sfw_facts *f)
{
	u32 i, best = SFW_NO_ENTRY;

	for (i = 0; i < n; i++) {
		if (!entry_has(entries[i], f))
			continue;
		if (best == SFW_NO_ENTRY ||
		    sfw_entry_cmp(entries[i], entries[best]) < 0)
			best = i;
	}
	return best;
}

static bool plain_syn(const struct sfw_facts *f)
{
	return (f->tcp_flags & 0x02) && !(f->tcp_flags & 0x15);
}

static bool link_local(const struct sfw_facts *f)
{
	const u8 *a = (const u8 *)&f->src;

	return a[0] == 0xfe && a[1] >= 0x80 && a[1] <= 0xbf;
}

static bool unspecified(const struct sfw_facts *f)
{
	static const struct sfw_addr zero;

	return !memcmp(&f->src, &zero, sizeof(zero));
}

static bool neighbour(const struct sfw_facts *f)
{
	if (f->family != SFW_AF_INET6 || f->proto != 58)
		return false;
	switch (f->icmp_type) {
	case 133: /* router solicitation */
	case 134: /* router advertisement */
	case 135: /* neighbour solicitation */
	case 136: /* neighbour advertisement */
	case 137: /* redirect */
		return f->hop_limit == 255;
	case 130: /* MLD query */
	case 131: /* MLD report */
	case 132: /* MLD done */
	case 143: /* MLDv2 report */
		return f->hop_limit == 1 && (link_local(f) || unspecified(f));
	default:
		return false;
	}
}

static bool dhcp(const struct sfw_facts *f)
{
	if (f->proto != 17)
		return false;
	return f->family == SFW_AF_INET ?
		       f->sport == 67 && f->dport == 68 :
		       f->sport == 547 && f->dport == 546 && link_local(f);
}

static bool ping(const struct sfw_facts *f)
{
	return (f->family == SFW_AF_INET && f->proto == 1 &&
		f->icmp_type == 8) ||
	       (f->family == SFW_AF_INET6 && f->proto == 58 &&
		f->icmp_type == 128);
}

/* Connections of this host that conntrack may have lost. */
static bool adoptable(const struct sfw_facts *f)
{
	switch (f->proto) {
	case 6:
		return !plain_syn(f) || f->ct == SFW_CT_INVALID;
	case 17:
		return f->ct != SFW_CT_INVALID;
	default:
		return false;
	}
}

static enum sfw_reason closed_reason(const struct sfw_facts *f)
{
	return f->proto == 6  ? SFW_R_CLOSED_TCP :
	       f->proto == 17 ? SFW_R_CLOSED_UDP : SFW_R_CLOSED_PROTO;
}

/* Why, to this host; SFW_R_MAX where the owner must be known. @at: which. */
static enum sfw_reason local_reason(const struct sfw_facts *f,
				    const struct sfw_policy *p, u32 *at)
{
	for (*at = 0; *at < p->n_trusts; ++*at)
		if (sfw_model_selector_has(&p->trusts[*at], f))
			return SFW_R_TRUSTED;
	*at = 0;
	if (f->malformed)
		return SFW_R_MALFORMED;
	if (neighbour(f))
		return SFW_R_NEIGHBOUR;
	if (dhcp(f) && p->setting[SFW_S_DHCP] == 1 && f->ct != SFW_CT_INVALID)
		return SFW_R_DHCP;
	if (adoptable(f) && f->owner == SFW_UNKNOWN)
		return SFW_R_MAX;
	if (adoptable(f) && f->owner == SFW_YES)
		return SFW_R_ADOPTED;
	if (f->ct == SFW_CT_INVALID)
		return SFW_R_INVALID;
	if (ping(f))
		return p->setting[SFW_S_PING] == 1 ? SFW_R_PING :
						     SFW_R_PING_OFF;
	if (f->proto == 6 && !plain_syn(f))
		return SFW_R_NOT_SYN;
	*at = sfw_model_find(p->entries, p->n_entries, f);
	if (*at == SFW_NO_ENTRY)
		return closed_reason(f);
	return p->entries[*at]->first ? SFW_R_PORT : SFW_R_PROTO;
}

static enum sfw_reason forward_reason(const struct sfw_facts *f,
				      const struct sfw_policy *p)
{
	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF)
		return SFW_R_FORWARD;
	if (f->malformed)
		return SFW_R_MALFORMED;
	if (f->ct == SFW_CT_INVALID)
		return SFW_R_INVALID;
	return SFW_R_NO_FORWARD;
}

static enum sfw_action action_of(enum sfw_reason reason,
				 const struct sfw_facts *f,
				 const struct sfw_policy *p)
{
	bool v6 = f->family == SFW_AF_INET6;
	int column = f->proto == 6 ? 0 : f->proto == 17 ? 1 : 2;

	if (accepted_reasons[reason])
		return SFW_ACT_ACCEPT;
	if (settings[reason].v4 == SFW_S_REJECT4)
		return v6 ? answers6[p->setting[SFW_S_REJECT6]][column] :
			    answers4[p->setting[SFW_S_REJECT4]][column];
	if (reason != SFW_R_NO_FORWARD ||
	    p->setting[SFW_S_FORWARD] == SFW_FORWARD_DROP)
		return SFW_ACT_DROP;
	return v6 ? SFW_ACT_ADMIN_PROHIB : SFW_ACT_HOST_UNREACH;
}

struct sfw_verdict sfw_model_decide(const struct sfw_facts *f,
				    const struct sfw_policy *p)
{
	struct sfw_verdict v = {};
	enum sfw_reason reason;
	u32 at = 0;

	if (f->loopback)
		reason = SFW_R_LO;
	else if (f->ct == SFW_CT_ESTABLISHED)
		reason = SFW_R_ESTABLISHED;
	else if (f->ct == SFW_CT_RELATED)
		reason = SFW_R_RELATED;
	else if (f->forwarded)
		reason = forward_reason(f, p);
	else
		reason = local_reason(f, p, &at);

	if (reason == SFW_R_MAX) {
		v.ask = SFW_ASK_OWNER;
		return v;
	}
	v.reason = reason;
	v.action = action_of(reason, f, p);
	if (settings[reason].has) {
		v.rule = SFW_RULE_SETTING;
		v.index = f->family == SFW_AF_INET6 ? settings[reason].v6 :
						      settings[reason].v4;
	} else if (reason == SFW_R_TRUSTED) {
		v.rule = SFW_RULE_TRUST;
		v.index = at;
	} else if (reason == SFW_R_PORT || reason == SFW_R_PROTO) {
		v.rule = SFW_RULE_ENTRY;
		v.index = at;
	}
	return v;
}
