// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of packets: intersection, and whether they meet or hold each other.
 * Doubtful cases are decided on the safe side: they meet, none holds the
 * other.
 */
#include <netinet/in.h>
#include <string.h>

#include "core/ifname.h"
#include "import/match.h"
#include "lang/prefix.h"
#include "lib/compiler.h"

#define ECHO4	8
#define ECHO6	128
#define PORT_MAX	65535

/**
 * match_all() - the set of all packets
 * @m: the result
 */
void match_all(struct match *m)
{
	memset(m, 0, sizeof(*m));
	m->proto = MATCH_ANY;
	m->icmp_type = MATCH_ANY;
	m->states = STATES_ALL;
	m->src_types = FROM_ALL;
	m->dst_types = TO_ALL;
	m->nat = NAT_ALL;
}

static bool and_number(int *a, int b)
{
	if (*a == MATCH_ANY)
		*a = b;
	return b == MATCH_ANY || *a == b;
}

/**
 * match_has_proto() - whether packets of a protocol may be in a set
 * @m: the set
 * @proto: the protocol
 */
bool match_has_proto(const struct match *m, int proto)
{
	if (m->proto != MATCH_ANY)
		return m->proto == proto;
	return !(m->not_protos[proto / 64] >> proto % 64 & 1);
}

/**
 * match_not_proto() - leave the packets of other protocols
 * @m: the packets, of any protocol
 * @proto: the protocol
 */
void match_not_proto(struct match *m, int proto)
{
	m->not_protos[proto / 64] |= 1ULL << proto % 64;
}

static bool and_proto(struct match *m, const struct match *with)
{
	if (with->proto != MATCH_ANY) {
		bool both = match_has_proto(m, with->proto);

		m->proto = with->proto;
		memset(m->not_protos, 0, sizeof(m->not_protos));
		return both;
	}
	if (m->proto != MATCH_ANY)
		return match_has_proto(with, m->proto);
	for (int i = 0; i < PROTO_WORDS; i++)
		m->not_protos[i] |= with->not_protos[i];
	return true;
}

/* Whether every name that one pattern stands for is one of another's. */
static bool name_within(const char *a, const char *b)
{
	return !*b || (*a && sfw_ifname_matches(b, a));
}

static bool and_name(char *a, const char *b)
{
	if (!*b || (*a && name_within(a, b)))
		return true;
	if (*a && !name_within(b, a))
		return false;
	strcpy(a, b);
	return true;
}

/* Of two, the one that leaves fewer; where neither holds the other, only one. */
static void and_not_in(struct match *m, const struct match *with)
{
	if (!with->not_in[0] ||
	    (m->not_in[0] && name_within(with->not_in, m->not_in)))
		return;
	m->inexact |= m->not_in[0] && !name_within(m->not_in, with->not_in);
	strcpy(m->not_in, with->not_in);
}

/* Whether an interface is left. */
static bool trim_not_in(struct match *m)
{
	if (!m->in[0] || !m->not_in[0])
		return true;
	if (name_within(m->in, m->not_in))
		return false;
	if (!name_within(m->not_in, m->in))
		m->not_in[0] = '\0';
	return true;
}

static bool and_prefix(struct prefix *a, const struct prefix *b)
{
	if (!b->addr.family || (a->addr.family && prefix_within(a, b)))
		return true;
	if (a->addr.family && !prefix_within(b, a))
		return false;
	*a = *b;
	return true;
}

/* Members of two sets, or of none: nobody knows which. */
static bool and_group(struct match *m, const struct match *with)
{
	if (!m->group) {
		m->group = with->group;
		m->group_not = with->group_not;
	}
	if (!with->group || m->group != with->group) {
		m->inexact |= !!with->group;
		return true;
	}
	return m->group_not == with->group_not;
}

static bool and_range(struct port_range *a, const struct port_range *b)
{
	if (b->first > a->first)
		a->first = b->first;
	if (b->last < a->last)
		a->last = b->last;
	return a->first <= a->last;
}

/**
 * match_other_ports() - leave the packets to other ports
 * @m: the packets
 * @than: other packets, with ports in any order
 *
 * Return: false if there are none, or too many ranges; @m means nothing then.
 */
bool match_other_ports(struct match *m, const struct match *than)
{
	struct match gaps;
	int from = 0;

	match_all(&gaps);
	while (from <= PORT_MAX && gaps.port_count < MATCH_PORTS) {
		const struct port_range *next = NULL;

		for (unsigned int i = 0; i < than->port_count; i++)
			if (than->ports[i].last >= from &&
			    (!next || than->ports[i].first < next->first))
				next = &than->ports[i];
		if (!next || next->first > from) {
			gaps.ports[gaps.port_count].first = from;
			gaps.ports[gaps.port_count++].last =
				next ? next->first - 1 : PORT_MAX;
		}
		from = next ? next->last + 1 : PORT_MAX + 1;
	}
	return gaps.port_count && from > PORT_MAX && match_and(m, &gaps);
}

static bool and_sport(struct port_range *a, const struct port_range *b)
{
	if (!a->last)
		*a = *b;
	return !b->last || and_range(a, b);
}

static bool and_ports(struct match *m, const struct match *with)
{
	struct match both = { .port_count = 0 };

	if (!with->port_count)
		return true;
	for (unsigned int i = 0; i < with->port_count; i++) {
		for (unsigned int j = 0; j < m->port_count; j++) {
			struct port_range range = m->ports[j];

			if (!and_range(&range, &with->ports[i]))
				continue;
			if (both.port_count == MATCH_PORTS) {
				m->inexact = true;
				return true;
			}
			both.ports[both.port_count++] = range;
		}
	}
	if (m->port_count && !both.port_count)
		return false;
	if (!m->port_count)
		both = *with;
	m->port_count = both.port_count;
	memcpy(m->ports, both.ports, sizeof(m->ports));
	return true;
}

/* Whether every packet with the flags of a has those of b. */
static bool flags_within(const struct match *a, const struct match *b)
{
	bool agree = !((a->flags ^ b->flags) & a->flag_mask & b->flag_mask);

	if (!b->flag_mask)
		return true;
	if (!b->flags_not)
		return !a->flags_not && agree &&
		       (a->flag_mask & b->flag_mask) == b->flag_mask;
	if (!a->flags_not)
		return a->flag_mask && !agree;
	/* Of complements, the one of the larger set is the smaller. */
	return agree && (a->flag_mask & b->flag_mask) == a->flag_mask;
}

static bool flags_meet(const struct match *a, const struct match *b)
{
	struct match not_b = *b;

	if (!a->flag_mask || !b->flag_mask)
		return true;
	if (a->flags_not && b->flags_not)
		return true;
	not_b.flags_not = !b->flags_not;
	return !flags_within(a, &not_b);
}

static bool and_flags(struct match *m, const struct match *with)
{
	if (!flags_meet(m, with))
		return false;
	if (flags_within(m, with))
		return true;
	if (!m->flag_mask || flags_within(with, m)) {
		m->flag_mask = with->flag_mask;
		m->flags = with->flags;
		m->flags_not = with->flags_not;
	} else if (!m->flags_not && !with->flags_not) {
		m->flag_mask |= with->flag_mask;
		m->flags |= with->flags;
	} else {
		m->inexact = true;
	}
	return true;
}

static bool and_path(struct match *m, const struct match *with)
{
	if (m->path == PATH_ANY) {
		m->path = with->path;
		m->loose = with->loose;
		return true;
	}
	if (with->path != PATH_ANY)
		m->inexact = true;
	return true;
}

/**
 * match_and() - leave the packets that are in another set as well
 * @m: the set
 * @with: the other
 *
 * Return: false if nothing is left; @m means nothing then.
 */
bool match_and(struct match *m, const struct match *with)
{
	m->states &= with->states;
	m->src_types &= with->src_types;
	m->dst_types &= with->dst_types;
	m->nat &= with->nat;
	m->hop255 |= with->hop255;
	m->inexact |= with->inexact;
	if (with->never)
		m->never = with->never;
	if (with->odd)
		m->odd = with->odd;
	and_not_in(m, with);
	return m->states && m->src_types && m->dst_types && m->nat &&
	       and_proto(m, with) &&
	       and_number(&m->icmp_type, with->icmp_type) &&
	       and_ports(m, with) && and_sport(&m->sport, &with->sport) &&
	       and_prefix(&m->src, &with->src) && and_group(m, with) &&
	       and_prefix(&m->dst, &with->dst) &&
	       and_name(m->in, with->in) && and_name(m->out, with->out) &&
	       trim_not_in(m) && and_flags(m, with) && and_path(m, with);
}

/**
 * match_meets() - whether two sets may have a packet in common
 * @a: a set
 * @b: another
 *
 * Return: false if they certainly have none.
 */
bool match_meets(const struct match *a, const struct match *b)
{
	struct match both = *a;

	if (a->path != PATH_ANY && b->path != PATH_ANY && a->path != b->path &&
	    a->loose == b->loose)
		return false;
	return match_and(&both, b);
}

static bool number_within(int a, int b)
{
	return b == MATCH_ANY || a == b;
}

static bool proto_within(const struct match *a, const struct match *b)
{
	if (a->proto != MATCH_ANY)
		return match_has_proto(b, a->proto);
	for (int i = 0; i < PROTO_WORDS; i++)
		if (b->not_protos[i] & ~a->not_protos[i])
			return false;
	return b->proto == MATCH_ANY;
}

/* Loopback is let in by any rules, so "all but lo" is as good as all. */
static bool not_in_within(const struct match *a, const struct match *b)
{
	if (!b->not_in[0] || (a->not_in[0] && name_within(b->not_in, a->not_in)))
		return true;
	if (!strcmp(b->not_in, "lo"))
		return strcmp(a->in, "lo");
	return a->in[0] && !name_within(a->in, b->not_in) &&
	       !name_within(b->not_in, a->in);
}

static bool within(const struct prefix *a, const struct prefix *b)
{
	return !b->addr.family || prefix_within(a, b);
}

static bool group_within(const struct match *a, const struct match *b)
{
	return !b->group || (a->group == b->group && a->group_not == b->group_not);
}

static bool range_within(const struct port_range *a,
			 const struct port_range *b)
{
	return a->first >= b->first && a->last <= b->last;
}

static bool ports_within(const struct match *a, const struct match *b)
{
	if (!b->port_count)
		return true;
	for (unsigned int i = 0; i < a->port_count; i++) {
		bool found = false;

		for (unsigned int j = 0; j < b->port_count; j++)
			found |= range_within(&a->ports[i], &b->ports[j]);
		if (!found)
			return false;
	}
	return a->port_count;
}

static bool sport_within(const struct match *a, const struct match *b)
{
	return !b->sport.last ||
	       (a->sport.last && range_within(&a->sport, &b->sport));
}

/**
 * match_within() - whether one set holds another
 * @a: the one that may be held
 * @b: the one that may hold it
 *
 * Return: true if every packet of @a is certainly in @b.
 */
bool match_within(const struct match *a, const struct match *b)
{
	if (b->inexact || b->never || b->odd || (b->hop255 && !a->hop255))
		return false;
	if ((a->states & ~b->states) || (a->src_types & ~b->src_types) ||
	    (a->dst_types & ~b->dst_types) || (a->nat & ~b->nat) ||
	    !not_in_within(a, b))
		return false;
	if (b->path != PATH_ANY && (a->path != b->path || a->loose != b->loose))
		return false;
	return proto_within(a, b) &&
	       number_within(a->icmp_type, b->icmp_type) &&
	       ports_within(a, b) && sport_within(a, b) &&
	       within(&a->src, &b->src) && within(&a->dst, &b->dst) &&
	       group_within(a, b) &&
	       name_within(a->in, b->in) && name_within(a->out, b->out) &&
	       flags_within(a, b);
}

/**
 * match_wide() - whether a set is cut by nothing but connection states
 * @m: the set
 *
 * Return: true if it is.
 */
bool match_wide(const struct match *m)
{
	struct match all;

	match_all(&all);
	all.states = m->states;
	return !m->inexact && match_within(&all, m);
}

/**
 * match_source() - name the source of a set
 * @m: the set, of any source yet
 * @src: the source
 */
void match_source(struct match *m, const struct prefix *src)
{
	static const struct {
		struct prefix prefix;
		unsigned int types;
	} odd[] = {
		{ { { AF_INET, { 224 } }, 4 }, FROM_NOBODY },
		{ { { AF_INET, { 127 } }, 8 }, FROM_NOBODY },
		{ { { AF_INET, { 0 } }, 8 }, FROM_UNSPEC },
		{ { { AF_INET, { 255, 255, 255, 255 } }, 32 }, FROM_NOBODY },
		{ { { AF_INET6, { 0xff } }, 8 }, FROM_NOBODY },
		{ { { AF_INET6, { [15] = 1 } }, 128 }, FROM_NOBODY },
	};

	m->src = *src;
	for (size_t i = 0; i < ARRAY_SIZE(odd); i++)
		if (within(src, &odd[i].prefix))
			m->src_types &= odd[i].types;
}

/**
 * match_names_source() - whether a set is cut by sources
 * @m: the set
 *
 * Return: true if it has only those of a prefix, or of a set of them.
 */
bool match_names_source(const struct match *m)
{
	return m->src.addr.family || m->group;
}

/**
 * match_same_source() - name the source of a set
 * @m: the set, of any source yet
 * @like: another set, which has that source
 */
void match_same_source(struct match *m, const struct match *like)
{
	match_source(m, &like->src);
	m->group = like->group;
	m->group_not = like->group_not;
}

/**
 * match_destination() - name the destination of a set
 * @m: the set, of any destination yet
 * @dst: the destination
 */
void match_destination(struct match *m, const struct prefix *dst)
{
	static const struct {
		struct prefix prefix;
		unsigned int types;
	} groups[] = {
		{ { { AF_INET, { 224 } }, 4 }, TO_MULTICAST },
		{ { { AF_INET, { 255, 255, 255, 255 } }, 32 }, TO_BROADCAST },
		{ { { AF_INET6, { 0xff } }, 8 }, TO_MULTICAST },
		{ { { AF_INET, { 127 } }, 8 }, TO_LOOPBACK },
		{ { { AF_INET6, { [15] = 1 } }, 128 }, TO_LOOPBACK },
	};

	m->dst = *dst;
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		if (within(dst, &groups[i].prefix))
			m->dst_types &= groups[i].types;
}

/*
 * TCP has one host at either end: the kernel drops segments to many (RFC 9293,
 * section 3.9.2.3). Nobody answers a source of a type that no host has.
 */
static void only_answerable(struct match *new, int proto)
{
	new->src_types = FROM_UNICAST | FROM_UNSPEC | FROM_BROADCAST;
	new->dst_types = TO_ALL & ~TO_LOOPBACK;
	if (proto != IPPROTO_TCP)
		return;
	new->src_types = FROM_UNICAST;
	new->dst_types = TO_LOCAL | TO_OTHER;
	new->flag_mask = SYN_MASK;
	new->flags = SYN_ONLY;
}

/**
 * match_new() - leave those packets that an entry of sfw can let in
 * @m: the packets
 *
 * Return: false if there are none.
 */
bool match_new(struct match *m)
{
	struct match new;

	match_all(&new);
	new.states = STATE(NEW);
	only_answerable(&new, m->proto);
	return match_and(m, &new);
}

/**
 * match_echo() - the echo requests that begin a connection
 * @m: the result
 * @proto: ICMP or ICMPv6
 *
 * The kernel answers no broadcast of IPv4: icmp_echo_ignore_broadcasts.
 */
void match_echo(struct match *m, int proto)
{
	match_closed(m, proto);
	m->icmp_type = proto == IPPROTO_ICMP ? ECHO4 : ECHO6;
	m->dst_types = proto == IPPROTO_ICMP ? TO_LOCAL :
					       TO_LOCAL | TO_MULTICAST;
}

/**
 * match_is_echo() - whether a set has no packets but echo requests
 * @m: the set
 */
bool match_is_echo(const struct match *m)
{
	return (m->proto == IPPROTO_ICMP && m->icmp_type == ECHO4) ||
	       (m->proto == IPPROTO_ICMPV6 && m->icmp_type == ECHO6);
}

/**
 * match_closed() - the packets to the closed ports of a protocol
 * @m: the result
 * @proto: the protocol
 */
void match_closed(struct match *m, int proto)
{
	match_all(m);
	m->proto = proto;
	match_new(m);
}
