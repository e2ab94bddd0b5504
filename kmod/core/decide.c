// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/in6.h>

#include "decide.h"

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

/*
 * Answers to a DHCP client, which conntrack cannot match with the broadcast
 * that asked: RFC 2131, section 4.1, and RFC 8415, section 7.2.
 */
static bool is_dhcp(const struct sfw_facts *f)
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

static bool is_syn(const struct sfw_facts *f)
{
	return (f->tcp_flags & (SFW_TCP_FIN | SFW_TCP_SYN | SFW_TCP_RST |
				SFW_TCP_ACK)) == SFW_TCP_SYN;
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
		return f->ct == SFW_CT_INVALID || !is_syn(f);
	return f->proto == IPPROTO_UDP && f->ct != SFW_CT_INVALID;
}

static struct sfw_verdict decide_new(const struct sfw_facts *f,
				     const struct sfw_policy *p)
{
	u32 i = sfw_index_find(&p->index, p->entries, f);

	if (i == SFW_NO_ENTRY)
		return closed(f, p);
	return by(accept(sfw_entry_is_proto(p->entries[i]) ? SFW_R_PROTO :
							     SFW_R_PORT),
		  SFW_RULE_ENTRY, i);
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
	if (f->ct != SFW_CT_INVALID && p->setting[SFW_S_DHCP] && is_dhcp(f))
		return by(accept(SFW_R_DHCP), SFW_RULE_SETTING, SFW_S_DHCP);
	if (may_be_owned(f)) {
		if (f->owner == SFW_UNKNOWN)
			return (struct sfw_verdict){ .ask = SFW_ASK_OWNER };
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
	if (f->proto == IPPROTO_TCP && !is_syn(f))
		return as_closed(f, p, SFW_R_NOT_SYN);
	return decide_new(f, p);
}

static struct sfw_verdict decide_forward(const struct sfw_facts *f,
					 const struct sfw_policy *p)
{
	struct sfw_verdict v;

	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF)
		return by(accept(SFW_R_FORWARD), SFW_RULE_SETTING,
			  SFW_S_FORWARD);
	if (f->malformed)
		return refuse(SFW_ACT_DROP, SFW_R_MALFORMED);
	if (f->ct == SFW_CT_INVALID)
		return refuse(SFW_ACT_DROP, SFW_R_INVALID);
	v = by(refuse(SFW_ACT_DROP, SFW_R_NO_FORWARD), SFW_RULE_SETTING,
	       SFW_S_FORWARD);
	if (p->setting[SFW_S_FORWARD] == SFW_FORWARD_REJECT)
		v.action = f->family == SFW_AF_INET6 ? SFW_ACT_ADMIN_PROHIB :
						       SFW_ACT_HOST_UNREACH;
	return v;
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
