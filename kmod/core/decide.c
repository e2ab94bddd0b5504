// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/in6.h>

#include "decide.h"
#include "gateway.h"

/* ICMP types (RFC 792, RFC 4443, RFC 4861, RFC 2710, RFC 3810). */
#define ICMP4_ECHO		8
#define ICMP6_ECHO		128
#define ICMP6_MLD_QUERY		130
#define ICMP6_MLD_DONE		132
#define ICMP6_ND_FIRST		133	/* router solicitation */
#define ICMP6_ND_LAST		137	/* redirect */
#define ICMP6_MLD2_REPORT	143

static struct sfw_verdict accept(enum sfw_reason reason)
{
	return (struct sfw_verdict){ .action = SFW_ACT_ACCEPT,
				     .reason = reason };
}

static struct sfw_verdict refuse(enum sfw_action action,
				 enum sfw_reason reason)
{
	return (struct sfw_verdict){ .action = action, .reason = reason };
}

static struct sfw_verdict by(struct sfw_verdict v, enum sfw_rule rule,
			     u32 index)
{
	v.rule = rule;
	v.index = index;
	return v;
}

static struct sfw_verdict ask(enum sfw_ask what, u32 index)
{
	return (struct sfw_verdict){ .ask = what, .index = index };
}

static enum sfw_action reject4(const struct sfw_policy *p, u8 proto)
{
	switch (p->setting[SFW_S_REJECT4]) {
	case SFW_REJECT4_DROP:
		return SFW_ACT_DROP;
	case SFW_REJECT4_ADMIN:
		return proto == IPPROTO_TCP ? SFW_ACT_RST :
					      SFW_ACT_ADMIN_PROHIB;
	default:
		if (proto == IPPROTO_TCP)
			return SFW_ACT_RST;
		return proto == IPPROTO_UDP ? SFW_ACT_PORT_UNREACH :
					      SFW_ACT_PROTO_UNREACH;
	}
}

/* ICMPv6 has no protocol-unreachable: RFC 4443, section 3.1. */
static enum sfw_action reject6(const struct sfw_policy *p, u8 proto)
{
	if (p->setting[SFW_S_REJECT6] == SFW_REJECT6_DROP)
		return SFW_ACT_DROP;
	if (proto == IPPROTO_TCP)
		return SFW_ACT_RST;
	return p->setting[SFW_S_REJECT6] == SFW_REJECT6_RFC ?
		       SFW_ACT_PORT_UNREACH : SFW_ACT_ADMIN_PROHIB;
}

/* Answer as a host on which nothing listens there. */
static struct sfw_verdict as_closed(const struct sfw_facts *f,
				    const struct sfw_policy *p,
				    enum sfw_reason reason)
{
	if (f->family == SFW_AF_INET6)
		return by(refuse(reject6(p, f->proto), reason),
			  SFW_RULE_SETTING, SFW_S_REJECT6);
	return by(refuse(reject4(p, f->proto), reason),
		  SFW_RULE_SETTING, SFW_S_REJECT4);
}

static struct sfw_verdict closed(const struct sfw_facts *f,
				 const struct sfw_policy *p)
{
	switch (f->proto) {
	case IPPROTO_TCP:
		return as_closed(f, p, SFW_R_CLOSED_TCP);
	case IPPROTO_UDP:
		return as_closed(f, p, SFW_R_CLOSED_UDP);
	default:
		return as_closed(f, p, SFW_R_CLOSED_PROTO);
	}
}

static u32 find_trust(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_trusts; i++)
		if (sfw_selector_has(&p->trusts[i], f))
			return i;
	return SFW_NO_ENTRY;
}

static bool is_link_local(const struct sfw_addr *a)
{
	return (a->w[0] & cpu_to_be32(0xffc00000)) == cpu_to_be32(0xfe800000);
}

static bool is_unspecified(const struct sfw_addr *a)
{
	return !(a->w[0] | a->w[1] | a->w[2] | a->w[3]);
}

/*
 * Neighbour discovery counts only with the hop limit that no router leaves
 * (RFC 4861, section 7.1), multicast listener discovery only from the link
 * (RFC 3810, section 5: hop limit 1, link-local or unspecified source).
 */
static bool is_neighbour(const struct sfw_facts *f)
{
	if (f->family != SFW_AF_INET6 || f->proto != IPPROTO_ICMPV6)
		return false;
	if (f->icmp_type >= ICMP6_ND_FIRST && f->icmp_type <= ICMP6_ND_LAST)
		return f->hop_limit == 255;
	if ((f->icmp_type >= ICMP6_MLD_QUERY &&
	     f->icmp_type <= ICMP6_MLD_DONE) ||
	    f->icmp_type == ICMP6_MLD2_REPORT)
		return f->hop_limit == 1 &&
		       (is_link_local(&f->src) || is_unspecified(&f->src));
	return false;
}

/**
 * sfw_is_dhcp - whether a packet answers a DHCP client
 * @f: the packet
 *
 * Conntrack cannot match it with the broadcast that asked: RFC 2131, section
 * 4.1, and RFC 8415, section 7.2.
 */
bool sfw_is_dhcp(const struct sfw_facts *f)
{
	if (f->proto != IPPROTO_UDP)
		return false;
	if (f->family == SFW_AF_INET)
		return f->sport == 67 && f->dport == 68;
	return f->sport == 547 && f->dport == 546 && is_link_local(&f->src);
}

static bool is_ping(const struct sfw_facts *f)
{
	if (f->family == SFW_AF_INET)
		return f->proto == IPPROTO_ICMP && f->icmp_type == ICMP4_ECHO;
	return f->proto == IPPROTO_ICMPV6 && f->icmp_type == ICMP6_ECHO;
}

/*
 * Packets that a live socket may own although conntrack took them for new:
 * the table was lost, or the module came after the connection. A segment that
 * conntrack would not even begin a connection with (a FIN, or any when
 * tcp_loose is off) arrives as invalid.
 */
static bool may_be_owned(const struct sfw_facts *f)
{
	if (f->proto == IPPROTO_TCP)
		return f->ct == SFW_CT_INVALID || !sfw_is_syn(f->tcp_flags);
	return f->proto == IPPROTO_UDP && f->ct != SFW_CT_INVALID;
}

/* Many a set is empty, and then this is less than a call. */
static u32 prefix_of_source(const struct sfw_prefixes *t,
			    const struct sfw_facts *f)
{
	return t->n ? sfw_prefixes_find(t, f->family, &f->src, f->now) :
		      SFW_NO_PREFIX;
}

/**
 * sfw_is_exempt - whether a source is never listed, guarded or blocked
 * @f: the packet
 * @p: the policy
 */
bool sfw_is_exempt(const struct sfw_facts *f, const struct sfw_policy *p)
{
	return prefix_of_source(p->exempts, f) != SFW_NO_PREFIX;
}

static bool is_scan_on(const struct sfw_facts *f, const struct sfw_policy *p)
{
	return p->setting[SFW_S_SCAN] &
	       (f->proto == IPPROTO_TCP ? SFW_SCAN_TCP :
		f->proto == IPPROTO_UDP ? SFW_SCAN_UDP : 0);
}

static bool is_knocking(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_locks; i++)
		if (sfw_sequence_has(&p->locks[i].sequence, f->proto,
				     f->dport))
			return true;
	return false;
}

/* A guard has refused. */
static struct sfw_verdict guarded(const struct sfw_facts *f,
				  const struct sfw_policy *p, u32 guard)
{
	struct sfw_verdict v = refuse(SFW_ACT_DROP, SFW_R_GUARD);

	if (p->guards[guard].then == SFW_THEN_REJECT)
		v = as_closed(f, p, SFW_R_GUARD);
	v = by(v, SFW_RULE_GUARD, guard);
	if (p->guards[guard].then == SFW_THEN_BLOCK)
		v.effects = SFW_EFFECT_BLOCK;
	return v;
}

static struct sfw_verdict through_gate(const struct sfw_facts *f,
				       const struct sfw_policy *p, u32 i)
{
	const struct sfw_gate *gate = &p->gates[i];

	if (gate->knock != SFW_NO_GATE) {
		if (f->knocked == SFW_UNKNOWN)
			return ask(SFW_ASK_KNOCKED, gate->knock);
		if (f->knocked == SFW_NO)
			return by(as_closed(f, p, SFW_R_KNOCK),
				  SFW_RULE_KNOCK, gate->knock);
	}
	if (gate->guard != SFW_NO_GATE && !sfw_is_exempt(f, p)) {
		if (f->admitted == SFW_UNKNOWN)
			return ask(SFW_ASK_ADMITTED, gate->guard);
		if (f->admitted == SFW_NO)
			return guarded(f, p, gate->guard);
	}
	return by(accept(SFW_R_PORT), SFW_RULE_ENTRY, i);
}

static struct sfw_verdict decide_new(const struct sfw_facts *f,
				     const struct sfw_policy *p)
{
	bool knocking = p->n_locks && is_knocking(f, p);
	bool scan = is_scan_on(f, p) && !sfw_is_exempt(f, p);
	struct sfw_verdict v;
	u32 i;

	if (scan && f->listed == SFW_UNKNOWN)
		return ask(SFW_ASK_LISTED, 0);
	i = sfw_index_find(&p->index, p->entries, f);
	if (scan && f->listed == SFW_YES) {
		v = as_closed(f, p, SFW_R_SCAN);
		v.effects = SFW_EFFECT_SCAN;
	} else if (i == SFW_NO_ENTRY) {
		v = closed(f, p);
		if (scan && !knocking)
			v.effects = SFW_EFFECT_SCAN;
	} else if (sfw_entry_is_proto(p->entries[i])) {
		v = by(accept(SFW_R_PROTO), SFW_RULE_ENTRY, i);
	} else if (p->gates) {
		v = through_gate(f, p, i);
	} else {
		v = by(accept(SFW_R_PORT), SFW_RULE_ENTRY, i);
	}
	if (knocking)
		v.effects |= SFW_EFFECT_KNOCK;
	if (f->multicast)	/* nobody is to blame for what all hear */
		v.effects = 0;
	return v;
}

static struct sfw_verdict decide_local(const struct sfw_facts *f,
				       const struct sfw_policy *p)
{
	u32 trust = find_trust(f, p);

	if (trust != SFW_NO_ENTRY)
		return by(accept(SFW_R_TRUSTED), SFW_RULE_TRUST, trust);
	if (f->malformed)
		return refuse(SFW_ACT_DROP, SFW_R_MALFORMED);
	if (is_neighbour(f))
		return accept(SFW_R_NEIGHBOUR);
	if (f->ct != SFW_CT_INVALID && p->setting[SFW_S_DHCP] && sfw_is_dhcp(f))
		return by(accept(SFW_R_DHCP), SFW_RULE_SETTING, SFW_S_DHCP);
	if (may_be_owned(f)) {
		if (f->owner == SFW_UNKNOWN)
			return ask(SFW_ASK_OWNER, 0);
		if (f->owner == SFW_YES)
			return accept(SFW_R_ADOPTED);
	}
	if (f->ct == SFW_CT_INVALID)
		return refuse(SFW_ACT_DROP, SFW_R_INVALID);
	if (is_ping(f))
		return by(p->setting[SFW_S_PING] ?
				  accept(SFW_R_PING) :
				  refuse(SFW_ACT_DROP, SFW_R_PING_OFF),
			  SFW_RULE_SETTING, SFW_S_PING);
	if (f->proto == IPPROTO_TCP && !sfw_is_syn(f->tcp_flags))
		return as_closed(f, p, SFW_R_NOT_SYN);
	return decide_new(f, p);
}

static struct sfw_verdict decide_forward(const struct sfw_facts *f,
					 const struct sfw_policy *p)
{
	struct sfw_verdict v;
	u32 i;

	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF)
		return by(accept(SFW_R_FORWARD), SFW_RULE_SETTING,
			  SFW_S_FORWARD);
	if (f->malformed)
		return refuse(SFW_ACT_DROP, SFW_R_MALFORMED);
	if (f->ct == SFW_CT_INVALID)
		return refuse(SFW_ACT_DROP, SFW_R_INVALID);
	i = sfw_lan_find(f, p);
	if (i != SFW_NO_ENTRY)
		return by(accept(SFW_R_LAN), SFW_RULE_LAN, i);
	i = sfw_forward_find(f, p);
	if (i != SFW_NO_ENTRY && sfw_forward_leads(p->forwards[i], f))
		return by(accept(SFW_R_FORWARD), SFW_RULE_FORWARD, i);
	v = by(refuse(SFW_ACT_DROP, SFW_R_NO_FORWARD), SFW_RULE_SETTING,
	       SFW_S_FORWARD);
	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_REJECT)
		v.action = f->family == SFW_AF_INET6 ? SFW_ACT_ADMIN_PROHIB :
						       SFW_ACT_HOST_UNREACH;
	return v;
}

/* Traffic whose way back cannot or need not be the way it came. */
static bool has_no_way_back(const struct sfw_facts *f,
			    const struct sfw_policy *p)
{
	if (is_unspecified(&f->src))
		return true;	/* a DHCP client, duplicate detection */
	if (f->family == SFW_AF_INET6 && is_link_local(&f->src))
		return true;	/* neighbour discovery and DHCPv6 too */
	return p->setting[SFW_S_DHCP] && sfw_is_dhcp(f);
}

static struct sfw_verdict decide_blocked(const struct sfw_facts *f,
					 const struct sfw_policy *p)
{
	u32 i = f->block ? f->block - 1 :
			   prefix_of_source(p->blocks, f);

	if (i == SFW_NO_PREFIX && f->blocked == SFW_UNKNOWN)
		return ask(SFW_ASK_BLOCKED, 0);
	if ((i == SFW_NO_PREFIX && f->blocked == SFW_NO) ||
	    sfw_is_exempt(f, p) || find_trust(f, p) != SFW_NO_ENTRY)
		return accept(SFW_R_LO);
	if (i == SFW_NO_PREFIX)
		return by(refuse(SFW_ACT_DROP, SFW_R_BLOCKED), SFW_RULE_GUARD,
			  f->blocker);
	return by(refuse(SFW_ACT_DROP, SFW_R_BLOCKED), SFW_RULE_BLOCK, i);
}

static struct sfw_verdict decide_spoofed(const struct sfw_facts *f,
					 const struct sfw_policy *p)
{
	if (p->setting[SFW_S_RPFILTER] == SFW_RPFILTER_OFF ||
	    has_no_way_back(f, p))
		return accept(SFW_R_LO);
	if (f->spoofed == SFW_UNKNOWN)
		return ask(SFW_ASK_SPOOFED, 0);
	if (f->spoofed == SFW_YES)
		return by(refuse(SFW_ACT_DROP, SFW_R_RPFILTER),
			  SFW_RULE_SETTING, SFW_S_RPFILTER);
	return accept(SFW_R_LO);
}

/*
 * A connection that nothing will let begin needs no entry in conntrack's table.
 * Only what has no other outcome: a guard, say, counts later.
 */
static struct sfw_verdict decide_syn(const struct sfw_facts *f,
				     const struct sfw_policy *p)
{
	struct sfw_verdict v;

	if (!p->setting[SFW_S_EARLY] || f->malformed || f->multicast ||
	    f->proto != IPPROTO_TCP || !sfw_is_syn(f->tcp_flags) ||
	    f->unclaimed == SFW_NO)
		return accept(SFW_R_LO);
	v = decide_local(f, p);
	if (v.ask == SFW_ASK_LISTED)
		return v;
	if (v.ask || (v.reason != SFW_R_CLOSED_TCP && v.reason != SFW_R_SCAN))
		return accept(SFW_R_LO);
	if (f->unclaimed == SFW_UNKNOWN)
		v.ask = SFW_ASK_UNCLAIMED;
	return v;
}

/**
 * sfw_decide_early - judge a packet before connection tracking sees it
 * @f: the packet; family, addresses, device, loopback, and protocol and ports
 *     where they can be read; new to connection tracking
 * @p: the policy
 *
 * Pure. Any context.
 *
 * Return: a verdict that refuses, or a question; otherwise (the action is to
 * accept) the packet is not judged yet and the reason means nothing. With
 * SFW_ASK_UNCLAIMED comes the verdict that the answer yes leads to.
 */
struct sfw_verdict sfw_decide_early(const struct sfw_facts *f,
				    const struct sfw_policy *p)
{
	struct sfw_verdict v;

	if (f->loopback)
		return accept(SFW_R_LO);
	v = decide_blocked(f, p);
	if (v.ask || v.action != SFW_ACT_ACCEPT)
		return v;
	v = decide_spoofed(f, p);
	if (v.ask || v.action != SFW_ACT_ACCEPT)
		return v;
	return decide_syn(f, p);
}

/**
 * sfw_decide - judge a packet
 * @f: the packet
 * @p: the policy
 *
 * The order of judgement of the design: the first step that matches decides.
 * Pure: the same arguments give the same verdict, nothing is written. Any
 * context.
 *
 * Return: the verdict, or the question to answer before there is one.
 */
struct sfw_verdict sfw_decide(const struct sfw_facts *f,
			      const struct sfw_policy *p)
{
	u8 reason;

	if (sfw_passes(f->loopback, f->ct, &reason))
		return accept(reason);
	return f->forwarded ? decide_forward(f, p) : decide_local(f, p);
}
