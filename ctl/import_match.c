// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of packets: intersection, and whether they meet or hold each other.
 * What cannot be told is answered on the safe side: they meet, none holds the
 * other.
 */
#include <string.h>

#include "import_match.h"
#include "prefix.h"

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
}

static bool and_number(int *a, int b)
{
	if (*a == MATCH_ANY)
		*a = b;
	return b == MATCH_ANY || *a == b;
}

static bool and_name(char *a, const char *b)
{
	if (!*a)
		strcpy(a, b);
	return !*b || !strcmp(a, b);
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

static bool and_range(struct port_range *a, const struct port_range *b)
{
	if (b->first > a->first)
		a->first = b->first;
	if (b->last < a->last)
		a->last = b->last;
	return a->first <= a->last;
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
			if (both.port_count == MATCH_PORTS)
				m->some = true;
			else
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
		m->some = true;
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
		m->some = true;
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
	m->hop255 |= with->hop255;
	m->not_lo |= with->not_lo;
	m->some |= with->some;
	if (m->not_lo && !strcmp(m->in, "lo"))
		return false;
	return m->states && and_number(&m->proto, with->proto) &&
	       and_number(&m->icmp_type, with->icmp_type) &&
	       and_ports(m, with) && and_sport(&m->sport, &with->sport) &&
	       and_prefix(&m->src, &with->src) &&
	       and_prefix(&m->dst, &with->dst) &&
	       and_name(m->in, with->in) && and_name(m->out, with->out) &&
	       and_flags(m, with) && and_path(m, with) &&
	       !(m->not_lo && !strcmp(m->in, "lo"));
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

static bool name_within(const char *a, const char *b)
{
	return !*b || !strcmp(a, b);
}

static bool within(const struct prefix *a, const struct prefix *b)
{
	return !b->addr.family || prefix_within(a, b);
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
	if (b->some || (a->states & ~b->states) || (b->hop255 && !a->hop255))
		return false;
	if (b->not_lo && !a->not_lo && !strcmp(a->in, "lo"))
		return false;
	if (b->path != PATH_ANY && (a->path != b->path || a->loose != b->loose))
		return false;
	return number_within(a->proto, b->proto) &&
	       number_within(a->icmp_type, b->icmp_type) &&
	       ports_within(a, b) && sport_within(a, b) &&
	       within(&a->src, &b->src) && within(&a->dst, &b->dst) &&
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
	return !m->some && match_within(&all, m);
}
