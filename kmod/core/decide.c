// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/in6.h>

#include "closed.h"
#include "link.h"
#include "verdict.h"

static struct sfw_verdict as_closed(const struct sfw_facts *f,
				    const struct sfw_policy *p,
				    enum sfw_reason reason)
{
	return sfw_as_closed(p, f->family, f->proto, reason);
}

static u32 find_trust(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_trusts; i++)
		if (sfw_selector_has(&p->trusts[i], p->members, f))
			return i;
	return SFW_NO_ENTRY;
}

/*
 * Packets that a live socket may own although conntrack took them for new:
 * the table was lost, or the module came after the connection. A segment that
 * conntrack would not even begin a connection with (a FIN, or any when
 * tcp_loose is off) arrives as invalid. A container's socket is not ours to ask.
 */
static bool may_be_owned(const struct sfw_facts *f)
{
	if (f->forwarded)
		return false;
	if (f->proto == IPPROTO_TCP)
		return f->ct == SFW_CT_INVALID || !sfw_is_syn(f->tcp_flags);
	return f->proto == IPPROTO_UDP && f->ct != SFW_CT_INVALID;
}

/* Many a set is empty, and then this is less than a call. */
static const struct sfw_prefix_item *
prefix_of_source(const struct sfw_prefixes *t, const struct sfw_facts *f)
{
	return t->n ? sfw_prefixes_find(t, f->family, &f->src, f->now) : NULL;
}

static bool is_in_groups(const struct sfw_members *m, u32 n,
			 const struct sfw_facts *f)
{
	for (; n; n--, m++)
		if (sfw_members_have(m, f->family, &f->src, f->now))
			return true;
	return false;
}

/**
 * sfw_is_exempt - whether a source is never listed, guarded or blocked
 * @f: the packet
 * @p: the policy
 */
bool sfw_is_exempt(const struct sfw_facts *f, const struct sfw_policy *p)
{
	return prefix_of_source(p->exempts, f) ||
	       (p->n_exempt && is_in_groups(sfw_policy_exempt(p), p->n_exempt, f));
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

	for (i = 0; i < p->n_knocks; i++)
		if (sfw_sequence_has(&p->knocks[i].sequence, f->proto,
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
	if (p->guards[guard].then == SFW_THEN_BLOCK && !f->no_room)
		v.effects = SFW_EFFECT_BLOCK;
	return v;
}

/* By an open port, or one of echo requests, if its guard and knock let it. */
static struct sfw_verdict through_gate(const struct sfw_facts *f,
				       const struct sfw_policy *p, u32 i,
				       enum sfw_reason reason)
{
	const struct sfw_gate *gate;

	if (!p->gates)
		return by(accept(reason), SFW_RULE_ENTRY, i);
	gate = &p->gates[i];
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
	return by(accept(reason), SFW_RULE_ENTRY, i);
}

/* Those of both families are open at ICMP. */
static u32 find_ping(const struct sfw_facts *f, const struct sfw_policy *p)
{
	struct sfw_facts echo;
	u32 i;

	if (f->family == SFW_AF_INET6) {
		echo = *f;
		echo.proto = IPPROTO_ICMP;
		f = &echo;
	}
	i = sfw_index_find(&p->index, p->entries, f);
	return i != SFW_NO_ENTRY && sfw_entry_is_ping(p->entries[i]) ?
	       i : SFW_NO_ENTRY;
}

static struct sfw_verdict decide_ping(const struct sfw_facts *f,
				      const struct sfw_policy *p)
{
	u32 i = find_ping(f, p);

	if (i != SFW_NO_ENTRY)
		return through_gate(f, p, i, SFW_R_PING);
	return by(p->setting[SFW_S_PING] ? accept(SFW_R_PING) :
		  refuse(SFW_ACT_DROP, SFW_R_PING_OFF),
		  SFW_RULE_SETTING, SFW_S_PING);
}

/*
 * Multicast never lists its sender, nor does a segment that begins nothing. And the
 * unspecified source is everybody's who looks for duplicates of an address.
 */
static bool has_no_effects(const struct sfw_facts *f)
{
	return f->multicast ||
	       sfw_is_unspecified(&f->src) ||
	       (f->proto == IPPROTO_TCP && !sfw_is_syn(f->tcp_flags));
}

static struct sfw_verdict blaming(const struct sfw_facts *f, struct sfw_verdict v)
{
	if (v.effects && has_no_effects(f))
		v.effects = 0;
	return v;
}

/* To a port that may have asked everybody on the link; its socket may be gone. */
static bool may_answer(const struct sfw_facts *f)
{
	return f->proto == IPPROTO_UDP && !f->multicast && !f->published;
}

/* Nothing lets it in; an answer that comes late, or is not wanted, is no scan. */
static struct sfw_verdict decide_closed(const struct sfw_facts *f,
					const struct sfw_policy *p, bool watched)
{
	struct sfw_verdict v = sfw_closed(p, f->family, f->proto);

	if (!watched || f->bound || (may_answer(f) && f->answers == SFW_YES))
		return v;
	if (may_answer(f) && f->answers == SFW_UNKNOWN)
		return ask(SFW_ASK_ANSWERS, 0);
	v.effects = SFW_EFFECT_SCAN;
	return v;
}

static struct sfw_verdict decide_new(const struct sfw_facts *f,
				     const struct sfw_policy *p)
{
	bool knocking = p->n_knocks && is_knocking(f, p);
	bool scan = is_scan_on(f, p) && !sfw_is_exempt(f, p);
	struct sfw_verdict v;
	u32 i;

	if (scan && f->listed == SFW_UNKNOWN)
		return ask(SFW_ASK_LISTED, 0);
	i = sfw_index_find(&p->index, p->entries, f);
	if (i != SFW_NO_ENTRY &&
	    (sfw_is_to_loopback(f) || sfw_entry_is_ping(p->entries[i])))
		i = SFW_NO_ENTRY;
	if (scan && f->listed == SFW_YES) {
		v = by(as_closed(f, p, SFW_R_SCAN), SFW_RULE_SETTING, SFW_S_SCAN);
		v.effects = SFW_EFFECT_SCAN;
	} else if (i == SFW_NO_ENTRY) {
		v = decide_closed(f, p, scan && !knocking);
	} else if (sfw_entry_is_proto(p->entries[i])) {
		v = by(accept(SFW_R_PROTO), SFW_RULE_ENTRY, i);
	} else {
		v = through_gate(f, p, i, SFW_R_PORT);
	}
	if (knocking)
		v.effects |= SFW_EFFECT_KNOCK;
	return blaming(f, v);
}

/*
 * A segment of a published connection whose place in conntrack's table was lost:
 * no socket here can vouch for it, and a RST would end a live connection of a
 * container. So the port decides, as for a SYN.
 */
static bool is_not_syn(const struct sfw_facts *f)
{
	return f->proto == IPPROTO_TCP && !sfw_is_syn(f->tcp_flags) &&
	       !f->published;
}

static struct sfw_verdict not_syn(const struct sfw_facts *f,
				  const struct sfw_policy *p)
{
	struct sfw_verdict closed = as_closed(f, p, SFW_R_NOT_SYN);

	return p->n_masqs ? sfw_unless_fresh(f, closed, 0) : closed;
}

/* By an open port without a gate, and nothing is to be learned. */
static bool is_plainly_open(const struct sfw_policy *p, struct sfw_verdict v)
{
	return !v.ask && v.action == SFW_ACT_ACCEPT && v.reason == SFW_R_PORT &&
	       !v.effects && !sfw_policy_has_gate(p, v.index);
}

/* Whether a packet of UDP is let in by itself, and by no state of a connection. */
static bool ends_open(const struct sfw_facts *f, const struct sfw_policy *p,
		      struct sfw_verdict *v)
{
	if (!p->direct_udp || f->proto != IPPROTO_UDP ||
	    f->ct != SFW_CT_UNTRACKED || f->forwarded)
		return false;
	*v = decide_new(f, p);
	return is_plainly_open(p, *v);
}

static struct sfw_verdict decide_local(const struct sfw_facts *f,
				       const struct sfw_policy *p)
{
	u32 trust = find_trust(f, p);
	struct sfw_verdict v;

	if (trust != SFW_NO_ENTRY)
		return by(accept(SFW_R_TRUSTED), SFW_RULE_TRUST, trust);
	if (f->malformed)
		return refuse(SFW_ACT_DROP, SFW_R_MALFORMED);
	if (sfw_is_neighbour(f))
		return accept(SFW_R_NEIGHBOUR);
	if (f->ct != SFW_CT_INVALID && p->setting[SFW_S_DHCP] && sfw_is_dhcp(f))
		return by(accept(SFW_R_DHCP), SFW_RULE_SETTING, SFW_S_DHCP);
	if (ends_open(f, p, &v))
		return v;
	if (may_be_owned(f)) {
		if (f->owner == SFW_UNKNOWN)
			return ask(SFW_ASK_OWNER, 0);
		if (f->owner == SFW_YES)
			return accept(SFW_R_ADOPTED);
	}
	if (f->ct == SFW_CT_INVALID)
		return refuse(SFW_ACT_DROP, SFW_R_INVALID);
	if (p->setting[SFW_S_DISCOVERY] && f->bound && may_answer(f)) {
		if (f->answers == SFW_UNKNOWN)
			return ask(SFW_ASK_ANSWERS, 0);
		if (f->answers == SFW_YES)
			return by(accept(SFW_R_RELATED), SFW_RULE_SETTING,
				  SFW_S_DISCOVERY);
	}
	if (sfw_is_ping(f))
		return blaming(f, decide_ping(f, p));
	if (is_not_syn(f))
		return not_syn(f, p);
	return decide_new(f, p);
}

/* Mostly nothing is blocked, and then this is less than a call. */
static inline bool may_be_blocked(const struct sfw_facts *f,
				  const struct sfw_policy *p)
{
	return f->in_block || f->blocked != SFW_NO || p->blocks->n ||
	       p->n_blocked;
}

static bool is_of_link(const struct sfw_facts *f)
{
	return !f->malformed && sfw_is_neighbour(f);
}

/*
 * True ends the judgement: with a refusal or a question in @v. As ARP, which is no
 * IPv4, the discovery of neighbours goes on: a feed with fe80::/10 would cut off all
 * that comes by a router.
 */
static bool ends_if_blocked(const struct sfw_facts *f,
			    const struct sfw_policy *p, struct sfw_verdict *v)
{
	bool set = f->in_block || prefix_of_source(p->blocks, f) ||
		   (p->n_blocked && is_in_groups(sfw_policy_blocked(p), p->n_blocked, f));

	if (!set && f->blocked == SFW_UNKNOWN) {
		*v = ask(SFW_ASK_BLOCKED, 0);
		return true;
	}
	if ((!set && f->blocked == SFW_NO) || is_of_link(f) ||
	    sfw_is_exempt(f, p) || find_trust(f, p) != SFW_NO_ENTRY)
		return false;
	*v = refuse(SFW_ACT_DROP, SFW_R_BLOCKED);
	if (!set && f->blocker != SFW_NO_GATE)
		*v = by(*v, SFW_RULE_GUARD, f->blocker);
	else
		*v = by(*v, SFW_RULE_BLOCK, 0);
	return true;
}

static inline bool ends_blocked(const struct sfw_facts *f,
				const struct sfw_policy *p,
				struct sfw_verdict *v)
{
	return may_be_blocked(f, p) && ends_if_blocked(f, p, v);
}

/*
 * Neighbour discovery is answered on the link it came by, without a route, and
 * finds duplicates of our addresses (RFC 4862, section 5.4). The unspecified
 * source is that of a DHCP client, or of duplicate detection.
 */
static bool needs_no_route(const struct sfw_facts *f)
{
	return sfw_is_unspecified(&f->src) || is_of_link(f);
}

/* A server may be out of reach for a client that has no routes yet. */
static bool may_be_out_of_reach(const struct sfw_facts *f,
				const struct sfw_policy *p)
{
	return !f->ours && !f->malformed && p->setting[SFW_S_DHCP] &&
	       sfw_is_dhcp(f);
}

/* Whether the reverse path ends the judgement: by a refusal, or by a question. */
static bool ends_spoofed(const struct sfw_facts *f, const struct sfw_policy *p,
			 struct sfw_verdict *v)
{
	if (p->setting[SFW_S_RPFILTER] == SFW_RPFILTER_OFF ||
	    needs_no_route(f) || f->spoofed == SFW_NO ||
	    (f->spoofed == SFW_YES && may_be_out_of_reach(f, p)))
		return false;
	if (f->spoofed == SFW_UNKNOWN)
		*v = ask(SFW_ASK_SPOOFED, 0);
	else
		*v = by(refuse(SFW_ACT_DROP, SFW_R_RPFILTER),
			SFW_RULE_SETTING, SFW_S_RPFILTER);
	return true;
}

static struct sfw_early early(enum sfw_early_step step, struct sfw_verdict v)
{
	return (struct sfw_early){ .step = step, .v = v };
}

static struct sfw_early pass(void)
{
	return (struct sfw_early){ .step = SFW_EARLY_PASS };
}

/* One that begins a connection, or that comes by itself. */
static bool is_first(const struct sfw_facts *f, const struct sfw_policy *p)
{
	if (f->malformed || f->multicast)
		return false;
	return f->proto == IPPROTO_TCP ?
	       p->setting[SFW_S_EARLY] && sfw_is_syn(f->tcp_flags) :
	       f->proto == IPPROTO_UDP && p->direct_udp &&
	       f->ct == SFW_CT_UNTRACKED;
}

/* Of UDP a packet without a socket is nobody's answer: scans are not watched here. */
static bool ends_closed(const struct sfw_facts *f, struct sfw_verdict v)
{
	return v.reason == SFW_R_CLOSED_TCP || v.reason == SFW_R_SCAN ||
	       (v.reason == SFW_R_CLOSED_UDP && !f->bound);
}

/* The rest of a connection of TCP is its socket's, whatever is learned of its first segment. */
static bool needs_no_entry(const struct sfw_facts *f, const struct sfw_policy *p,
			   struct sfw_verdict v)
{
	if (f->proto != IPPROTO_TCP)
		return is_plainly_open(p, v);
	v.effects = 0;
	return v.reason == SFW_R_TRUSTED || is_plainly_open(p, v);
}

/*
 * A connection that nothing will let begin needs no entry in conntrack's table, nor
 * does one that needs no more than a socket.
 * Only packets with no other outcome: a guard, say, counts later.
 */
static struct sfw_early decide_first(const struct sfw_facts *f,
				     const struct sfw_policy *p)
{
	struct sfw_verdict v;

	if (!is_first(f, p))
		return pass();
	v = decide_local(f, p);
	if (v.ask == SFW_ASK_LISTED)
		return early(SFW_EARLY_ASK, v);
	if (p->direct && needs_no_entry(f, p, v))
		return early(SFW_EARLY_LET, v);
	if (v.ask || !ends_closed(f, v))
		return pass();
	return early(SFW_EARLY_UNCLAIMED, v);
}

/**
 * sfw_decide_early - judge a packet before connection tracking sees it
 * @f: the packet; family, addresses, device, loopback, and protocol and ports
 *     where they can be read; new to connection tracking, or UDP that may pass it by,
 *     as untracked
 * @p: the policy
 *
 * Pure. Any context.
 *
 * Return: a pass, a question, a verdict that refuses, or the one of sfw_decide() for
 * the packet, untracked, which lets it in.
 */
struct sfw_early sfw_decide_early(const struct sfw_facts *f,
				  const struct sfw_policy *p)
{
	struct sfw_verdict v;

	if (f->loopback)
		return pass();
	if (ends_blocked(f, p, &v) || ends_spoofed(f, p, &v))
		return early(v.ask ? SFW_EARLY_ASK : SFW_EARLY_REFUSE, v);
	return decide_first(f, p);
}

/**
 * sfw_decide - judge a packet
 * @f: the packet
 * @p: the policy
 *
 * The steps have a fixed order: the first that matches decides. Blocked sources
 * are refused here as well, since a packet may have waited in a queue since
 * sfw_decide_early() judged it by another policy; so are forged sources behind a
 * bridge, where it judges nothing.
 * Pure: the same arguments give the same verdict, nothing is written. Any
 * context.
 *
 * Return: the verdict, or the question to answer before there is one.
 */
struct sfw_verdict sfw_decide(const struct sfw_facts *f,
			      const struct sfw_policy *p)
{
	struct sfw_verdict v;
	u8 reason;

	if (sfw_passes(f->loopback, f->ct, &reason))
		return accept(reason);
	if (ends_blocked(f, p, &v) || (f->bridged && ends_spoofed(f, p, &v)))
		return v;
	return f->forwarded && !f->published ? sfw_decide_forward(f, p) :
					       decide_local(f, p);
}
