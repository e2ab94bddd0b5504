// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "model.h"

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
	[SFW_R_SCAN]	     = { true, SFW_S_SCAN, SFW_S_SCAN },
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

static bool plain_syn(const struct sfw_facts *f)
{
	return (f->tcp_flags & 0x02) && !(f->tcp_flags & 0x15);
}

static bool membership(const struct sfw_facts *f)
{
	switch (f->icmp_type) {
	case 0x11: /* query */
	case 0x12: /* report */
	case 0x16: /* report, version 2 */
	case 0x17: /* leave */
	case 0x22: /* report, version 3 */
		return f->proto == 2 && f->hop_limit == 1 && f->multicast;
	default:
		return false;
	}
}

bool sfw_model_neighbour(const struct sfw_facts *f)
{
	if (f->family == SFW_AF_INET)
		return membership(f);
	if (f->proto != 58)
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
		return f->hop_limit == 1 && (sfw_model_link_local(f) ||
					 sfw_model_unspecified(f));
	default:
		return false;
	}
}

static bool ping(const struct sfw_facts *f)
{
	return (f->family == SFW_AF_INET && f->proto == 1 &&
		f->icmp_type == 8) ||
	       (f->family == SFW_AF_INET6 && f->proto == 58 &&
		f->icmp_type == 128);
}

/* Connections of this host, and no container's, that conntrack may have lost. */
static bool adoptable(const struct sfw_facts *f)
{
	if (f->forwarded)
		return false;
	switch (f->proto) {
	case 6:
		return !plain_syn(f) || f->ct == SFW_CT_INVALID;
	case 17:
		return f->ct != SFW_CT_INVALID;
	default:
		return false;
	}
}

static bool knocks(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i, k;

	for (i = 0; i < p->n_knocks; i++)
		for (k = 0; k < p->knocks[i].sequence.n; k++)
			if (p->knocks[i].sequence.step[k].proto == f->proto &&
			    p->knocks[i].sequence.step[k].port == f->dport)
				return true;
	return false;
}

static bool watched(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 scan = p->setting[SFW_S_SCAN];	/* off, tcp, udp, both */

	return ((f->proto == 6 && (scan == 1 || scan == 3)) ||
		(f->proto == 17 && (scan == 2 || scan == 3))) &&
	       !sfw_model_exempt(f, p);
}

/**
 * struct why - how a decision came out
 * @reason: enum sfw_reason; not valid where something is asked
 * @ask: enum sfw_ask
 * @effects: enum sfw_effect, or-ed
 * @waits: nothing is said in the name of an address that another gateway had
 * @at: place of the trust, entry, guard or knock that it is about
 */
struct why {
	u8 reason;
	u8 ask;
	u8 effects;
	bool waits;
	u32 at;
};

static struct why because(enum sfw_reason reason, u32 at)
{
	return (struct why){ .reason = reason, .at = at };
}

static struct why asks(enum sfw_ask ask, u32 at)
{
	return (struct why){ .ask = ask, .at = at };
}

static enum sfw_reason closed_reason(const struct sfw_facts *f)
{
	return f->proto == 6  ? SFW_R_CLOSED_TCP :
	       f->proto == 17 ? SFW_R_CLOSED_UDP : SFW_R_CLOSED_PROTO;
}

/* An open port, maybe with something before it. */
static struct why open_why(const struct sfw_facts *f,
			   const struct sfw_policy *p, u32 at,
			   enum sfw_reason reason)
{
	u8 guard = p->gates ? p->gates[at].guard : SFW_NO_GATE;
	u8 knock = p->gates ? p->gates[at].knock : SFW_NO_GATE;

	if (!p->entries[at]->first && p->entries[at]->last)
		return because(SFW_R_PROTO, at);
	if (knock != SFW_NO_GATE && f->knocked == SFW_UNKNOWN)
		return asks(SFW_ASK_KNOCKED, knock);
	if (knock != SFW_NO_GATE && f->knocked == SFW_NO)
		return because(SFW_R_KNOCK, knock);
	if (guard == SFW_NO_GATE || sfw_model_exempt(f, p))
		return because(reason, at);
	if (f->admitted == SFW_UNKNOWN)
		return asks(SFW_ASK_ADMITTED, guard);
	return f->admitted == SFW_NO ? because(SFW_R_GUARD, guard) :
				       because(reason, at);
}

/* From one host, and to one. */
static bool names_one(const struct sfw_facts *f)
{
	static const u8 none[16];

	return !f->multicast && memcmp(&f->src, none, sizeof(none));
}

/* Echo requests: the best entry for them, whichever its family; else the setting. */
static struct why ping_why(const struct sfw_facts *f, const struct sfw_policy *p)
{
	struct sfw_facts echo = *f;
	struct why w;
	u32 at;

	echo.proto = 1;
	at = sfw_model_find(p->entries, p->n_entries, &echo);
	if (at != SFW_NO_ENTRY && !p->entries[at]->last) {
		w = open_why(f, p, at, SFW_R_PING);
		if (!w.ask && names_one(f) && w.reason == SFW_R_GUARD && !f->no_room &&
		    p->guards[w.at].then == SFW_THEN_BLOCK)
			w.effects = SFW_EFFECT_BLOCK;
		return w;
	}
	return because(p->setting[SFW_S_PING] == 1 ? SFW_R_PING :
						     SFW_R_PING_OFF, SFW_NO_ENTRY);
}

/* Sent to 127.x.y.z or ::1, as far as that can be known. */
static bool to_loopback(const struct sfw_facts *f)
{
	static const u8 one[16] = { [15] = 1 };
	const u8 *dst = (const u8 *)&f->dst;

	if (f->translated && !f->published)
		return false;		/* sent elsewhere */
	return f->family == SFW_AF_INET ? dst[0] == 127 : !memcmp(dst, one, 16);
}

/*
 * A new connection. Nothing that more hosts than this one hear has effects, nor has
 * the middle of a connection, or a source that is no host.
 */
static struct why new_why(const struct sfw_facts *f,
			  const struct sfw_policy *p)
{
	struct why w;
	u32 at;

	if (watched(f, p) && f->listed == SFW_UNKNOWN)
		return asks(SFW_ASK_LISTED, 0);
	at = SFW_NO_ENTRY;
	if (!to_loopback(f))
		at = sfw_model_find(p->entries, p->n_entries, f);
	if (at != SFW_NO_ENTRY && !p->entries[at]->last)
		at = SFW_NO_ENTRY;	/* ICMP in IPv6, which nobody pings with */
	if (watched(f, p) && f->listed == SFW_YES)
		w = because(SFW_R_SCAN, 0);
	else if (at == SFW_NO_ENTRY)
		w = because(closed_reason(f), 0);
	else
		w = open_why(f, p, at, SFW_R_PORT);
	if (w.ask || f->multicast || (f->proto == 6 && !plain_syn(f)))
		return w;
	if (w.reason == SFW_R_SCAN)
		w.effects |= SFW_EFFECT_SCAN;
	else if (at == SFW_NO_ENTRY && watched(f, p) && !knocks(f, p) && !f->bound &&
		 f->proto == 17 && !f->published && f->answers == SFW_UNKNOWN)
		return asks(SFW_ASK_ANSWERS, 0);
	else if (at == SFW_NO_ENTRY && watched(f, p) && !knocks(f, p) && !f->bound &&
		 (f->proto != 17 || f->published || f->answers == SFW_NO))
		w.effects |= SFW_EFFECT_SCAN;
	if (w.reason == SFW_R_GUARD && p->guards[w.at].then == SFW_THEN_BLOCK && !f->no_room)
		w.effects |= SFW_EFFECT_BLOCK;
	if (knocks(f, p))
		w.effects |= SFW_EFFECT_KNOCK;
	if (!names_one(f))
		w.effects = 0;
	return w;
}

/* The first packet of a connection, for all that it says. */
static bool says_it_is_first(const struct sfw_facts *f)
{
	return f->proto == 6 ? plain_syn(f) : !f->sport;
}

static struct why waits(const struct sfw_facts *f, u32 masq)
{
	struct why w = because(SFW_R_NOT_SYN, 0);

	if (f->fresh == SFW_UNKNOWN)
		return asks(SFW_ASK_FRESH, masq);
	w.waits = true;
	return w;
}

static struct why local_why(const struct sfw_facts *f,
			    const struct sfw_policy *p)
{
	u32 trust = sfw_model_trust(f, p);
	struct sfw_verdict v;
	struct why w;

	if (trust != SFW_NO_ENTRY)
		return because(SFW_R_TRUSTED, trust);
	if (f->malformed)
		return because(SFW_R_MALFORMED, 0);
	if (sfw_model_neighbour(f))
		return because(SFW_R_NEIGHBOUR, 0);
	if (sfw_model_dhcp(f) && p->setting[SFW_S_DHCP] == 1 &&
	    f->ct != SFW_CT_INVALID)
		return because(SFW_R_DHCP, 0);
	if (f->ct == SFW_CT_UNTRACKED && f->proto == 17 && !f->forwarded &&
	    p->direct_udp) {
		w = new_why(f, p);
		v = (struct sfw_verdict){ .ask = w.ask, .reason = w.reason,
					  .effects = w.effects, .index = w.at };
		if (sfw_model_is_let(p, &v))
			return w;
	}
	if (adoptable(f) && f->owner == SFW_UNKNOWN)
		return asks(SFW_ASK_OWNER, 0);
	if (adoptable(f) && f->owner == SFW_YES)
		return because(SFW_R_ADOPTED, 0);
	if (f->ct == SFW_CT_INVALID)
		return because(SFW_R_INVALID, 0);
	if (p->setting[SFW_S_DISCOVERY] == 1 && f->proto == 17 && f->bound &&
	    !f->multicast && !f->published) {
		if (f->answers == SFW_UNKNOWN)
			return asks(SFW_ASK_ANSWERS, 0);
		if (f->answers == SFW_YES)
			return because(SFW_R_RELATED, 0);
	}
	if (ping(f))
		return ping_why(f, p);
	if (f->proto == 6 && !plain_syn(f) && !f->published) {
		if (p->n_masqs && f->fresh != SFW_NO)
			return waits(f, 0);
		return because(SFW_R_NOT_SYN, 0);
	}
	return new_why(f, p);
}

static struct why forward_why(const struct sfw_facts *f,
			      const struct sfw_policy *p)
{
	u32 at, masq;

	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF)
		return because(SFW_R_FORWARD, 0);
	if (f->malformed)
		return because(SFW_R_MALFORMED, 0);
	at = sfw_model_lan(f, p);
	if (f->ct == SFW_CT_INVALID &&
	    (p->setting[SFW_S_INVALID] != SFW_INVALID_LAN || f->proto != 6 ||
	     at == SFW_NO_ENTRY || !sfw_model_is_lan(f->out, p)))
		return because(SFW_R_INVALID, 0);
	masq = f->proto == 6 ? sfw_model_behind(f, p) : SFW_NO_ENTRY;
	if (at != SFW_NO_ENTRY && f->out && !says_it_is_first(f) &&
	    (masq != SFW_NO_ENTRY || p->n_forwards) && f->fresh != SFW_NO &&
	    (f->fresh == SFW_UNKNOWN || masq != SFW_NO_ENTRY || sfw_model_led(f, p)))
		return waits(f, masq);
	if (at != SFW_NO_ENTRY)
		return because(SFW_R_LAN, at);
	at = sfw_model_forward(f, p);
	if (at != SFW_NO_ENTRY && sfw_model_leads(p->forwards[at], f) &&
	    f->proto == 6 && f->out && !says_it_is_first(f) &&
	    sfw_model_moves(f, p) && f->fresh != SFW_NO)
		return waits(f, SFW_NO_ENTRY);
	if (at != SFW_NO_ENTRY && sfw_model_leads(p->forwards[at], f))
		return because(SFW_R_FORWARD, at);
	return because(SFW_R_NO_FORWARD, 0);
}

static enum sfw_action action_of(const struct why *w,
				 const struct sfw_facts *f,
				 const struct sfw_policy *p)
{
	enum sfw_reason reason = w->reason;
	bool v6 = f->family == SFW_AF_INET6;
	int column = f->proto == 6 ? 0 : f->proto == 17 ? 1 : 2;

	if (sfw_model_accepted(reason))
		return SFW_ACT_ACCEPT;
	if (w->waits)
		return SFW_ACT_DROP;
	if (settings[reason].v4 == SFW_S_REJECT4 || reason == SFW_R_KNOCK ||
	    reason == SFW_R_SCAN ||
	    (reason == SFW_R_GUARD && p->guards[w->at].then == SFW_THEN_REJECT))
		return v6 ? answers6[p->setting[SFW_S_REJECT6]][column] :
			    answers4[p->setting[SFW_S_REJECT4]][column];
	if (reason != SFW_R_NO_FORWARD ||
	    p->setting[SFW_S_FORWARD] == SFW_FORWARD_DROP)
		return SFW_ACT_DROP;
	return v6 ? SFW_ACT_ADMIN_PROHIB : SFW_ACT_HOST_UNREACH;
}

static enum sfw_rule rule_of(enum sfw_reason reason,
			     const struct sfw_policy *p)
{
	if (reason == SFW_R_FORWARD &&
	    p->setting[SFW_S_FORWARD] != SFW_FORWARD_OFF)
		return SFW_RULE_FORWARD;
	if (settings[reason].has)
		return SFW_RULE_SETTING;
	switch (reason) {
	case SFW_R_TRUSTED:
		return SFW_RULE_TRUST;
	case SFW_R_PORT:
	case SFW_R_PROTO:
		return SFW_RULE_ENTRY;
	case SFW_R_GUARD:
		return SFW_RULE_GUARD;
	case SFW_R_KNOCK:
		return SFW_RULE_KNOCK;
	case SFW_R_LAN:
		return SFW_RULE_LAN;
	default:
		return SFW_RULE_NONE;
	}
}

/* Whether it has the last word, or a question. */
bool sfw_model_blocked(const struct sfw_facts *f, const struct sfw_policy *p,
		       struct sfw_verdict *v)
{
	bool set = sfw_model_longest(p->blocks, f);
	bool guard = !set && f->blocker != SFW_NO_GATE;

	if (!set && f->blocked == SFW_UNKNOWN) {
		v->ask = SFW_ASK_BLOCKED;
		return true;
	}
	if (sfw_model_exempt(f, p) || sfw_model_trust(f, p) != SFW_NO_ENTRY ||
	    (sfw_model_neighbour(f) && !f->malformed) || (!set && f->blocked == SFW_NO))
		return false;
	v->action = SFW_ACT_DROP;
	v->reason = SFW_R_BLOCKED;
	v->rule = guard ? SFW_RULE_GUARD : SFW_RULE_BLOCK;
	v->index = guard ? f->blocker : 0;
	return true;
}

struct sfw_verdict sfw_model_decide(const struct sfw_facts *f,
				    const struct sfw_policy *p)
{
	struct sfw_verdict v = {};
	struct why w;

	if (f->loopback)
		w = because(SFW_R_LO, 0);
	else if (f->ct == SFW_CT_ESTABLISHED)
		w = because(SFW_R_ESTABLISHED, 0);
	else if (f->ct == SFW_CT_RELATED)
		w = because(SFW_R_RELATED, 0);
	else if (sfw_model_blocked(f, p, &v) ||
		 (f->bridged && sfw_model_spoofed(f, p, &v)))
		return v;
	else if (f->forwarded && !f->published)
		w = forward_why(f, p);
	else
		w = local_why(f, p);

	v.ask = w.ask;
	v.index = w.at;
	if (v.ask)
		return v;
	v.reason = w.reason;
	v.action = action_of(&w, f, p);
	v.rule = w.reason == SFW_R_PING && w.at != SFW_NO_ENTRY ? SFW_RULE_ENTRY :
		 w.waits ? SFW_RULE_NONE : rule_of(w.reason, p);
	v.effects = w.effects;
	if (w.reason == SFW_R_RELATED && f->ct != SFW_CT_RELATED) {
		v.rule = SFW_RULE_SETTING;
		v.index = SFW_S_DISCOVERY;
	} else if (v.rule == SFW_RULE_SETTING)
		v.index = f->family == SFW_AF_INET6 ? settings[w.reason].v6 :
						      settings[w.reason].v4;
	return v;
}
