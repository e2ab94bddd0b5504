// SPDX-License-Identifier: GPL-2.0
/*
 * Packets of a rule that sfw may let in. Its entries have no order, so an
 * entry is right only for those that no rule before refuses.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/devs.h"
#include "import/dnat.h"
#include "import/order.h"
#include "lang/format_value.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

#define REFUSED_MAX	128	/* bytes of name_packets(), with the NUL */
#define TAKEN_MAX	288	/* of taking() */

/* Packets that a match which sfw has nothing for picks out. */
static const struct {
	const char *modules;
	const char *which;
} picked[] = {
	{ "bridge", "some that come by a bridge" },
	{ "xt", "some by a match that nft does not tell" },
	{ "limit|hashlimit|dstlimit", "those above a rate" },
	{ "connlimit", "those from sources with many connections" },
	{ "time", "those at some hours" },
	{ "ttl|hl", "those with some TTL" },
	{ "string|u32|bpf|cgroup", "those with some content" },
	{ "mac", "those from some hardware addresses" },
	{ "mark|connmark", "those with some mark" },
	{ "geoip", "those from some countries" },
	{ "length", "those of some length" },
	{ "statistic", "some at random" },
	{ "owner", "those of some users" },
	{ "policy", "those by some rules of IPsec" },
};

static const char *name_unknown(const char *unknown, char *buf, size_t size)
{
	if (!strncmp(unknown, "nft:", 4))
		unknown += 4;
	for (size_t i = 0; i < ARRAY_SIZE(picked); i++)
		if (wordset_index(picked[i].modules, unknown) >= 0)
			return picked[i].which;
	snprintf(buf, size, "some by '%s'", unknown);
	return buf;
}

/* Packets that only rules know; or NULL. */
static const char *name_by_rule(const struct stop *stop, char *buf, size_t size)
{
	bool lists = stop->rule->recent.kind > RECENT_SET;
	char rate[RATE_TEXT_MAX];

	if (lists || (stop->by && stop->by->recent.kind > RECENT_SET))
		snprintf(buf, size, "those on the recent list %s",
			 lists ? stop->rule->recent.name : stop->by->recent.name);
	else if (stop->limit)
		snprintf(buf, size, "those above %s",
			 rate_text(&stop->limit->rate, rate, sizeof(rate)));
	else if (stop->rule->untracks)
		return "those of no tracked connection, which they become there";
	else
		return stop->unknown[0] ? name_unknown(stop->unknown, buf, size) : NULL;
	return buf;
}

static const char *name_kind(const struct match *m)
{
	return m->sport.last ? "those from some ports" :
	       m->dst_types == TO_BROADCAST ? "broadcast" :
	       m->dst_types == TO_MULTICAST ? "multicast" :
	       !(m->dst_types & TO_LOCAL) ? "broadcast and multicast" :
	       m->port_count ? "those to some ports" :
	       match_is_echo(m) ? "echo requests" :
	       m->proto != MATCH_ANY ? "those of some protocol" : "some";
}

/* The packets that a stop takes away, in words for people. */
static const char *name_packets(const struct stop *stop, char *buf, size_t size)
{
	const char *name = name_by_rule(stop, buf, size);
	const struct match *m = &stop->match;
	char addr[PREFIX_TEXT_MAX];

	if (name)
		return name;
	if (m->dst.addr.family)
		snprintf(buf, size, "those to %s",
			 format_prefix(&m->dst, addr, sizeof(addr)));
	else if (m->states == STATE(INVALID))
		return "INVALID packets";
	else if (!(m->src_types & FROM_UNICAST))
		return "those from broadcast addresses, or from none";
	else if (m->in[0])
		snprintf(buf, size, "those that come by %s", m->in);
	else if (m->not_in[0] && strcmp(m->not_in, "lo"))
		snprintf(buf, size, "those that come by any interface but %s", m->not_in);
	else if (m->src.addr.family)
		snprintf(buf, size, "those from %s",
			 format_prefix(&m->src, addr, sizeof(addr)));
	else if (m->group)
		snprintf(buf, size, "those %s %s %s",
			 m->group_not ? "not in" : "in", ipset_kind(m->group),
			 m->group->name);
	else
		return name_kind(m);
	return buf;
}

/* Deeds of a stop that stands before an opening. */
static const char *taking(const struct stop *stop, char *buf, size_t size)
{
	char which[REFUSED_MAX];

	snprintf(buf, size, "%s comes first and %s %s%s", rule_place(stop->rule).text,
		 stop->leads ? "leads" : "refuses",
		 name_packets(stop, which, sizeof(which)),
		 stop->leads ? " to where they may be refused" : "");
	return buf;
}

/* NAT leads some to where they may be refused; behind it all of them are judged. */
static bool leads_astray(const struct walk *walk, const struct stop *stop,
			 const struct match *opened)
{
	return (walk->dst_types & TO_LOCAL) && match_meets(&stop->match, opened) &&
	       !dnat_passes(walk, stop, opened);
}

/* Whether a stop takes away packets that sfw would let in. */
static bool counts(const struct walk *walk, size_t i, size_t at,
		   const struct match *opened, enum reach reach)
{
	const struct stop *stop = &walk->stops[i];
	bool untracks = stop->rule->untracks &&
			!(walk->stops[at].match.states & STATE(UNTRACKED));

	if (stop->leads)
		return leads_astray(walk, stop, opened);
	if ((!stop_refuses(stop) && !untracks) ||
	    stop->match.src_types == FROM_NOBODY ||
	    !match_meets(&stop->match, opened))
		return false;
	/* An entry of ICMP leaves echo requests to those of ping. */
	if (reach == REACH_ENTRY && match_is_echo(&stop->match) &&
	    opened->icmp_type == MATCH_ANY)
		return false;
	return reach == REACH_TRUST ||
	       (stop->replaced_by == REPLACED_NOTHING &&
		!recent_spares(walk, i, at, opened));
}

/* Rules about packets that nobody sends, in the way of an opening. */
static bool is_odd(const struct stop *stop)
{
	if (!stop->match.odd)
		return false;
	rule_lose(stop->rule, "left out: %s", stop->match.odd);
	return true;
}

/*
 * A stop whose sources or destinations are of a type that no new connection of
 * these has: it need not be carried over.
 */
static void tell_redundant(const struct stop *stop, const struct match *opened)
{
	struct match any = *opened;

	any.src_types = FROM_ALL;
	any.dst_types = TO_ALL;
	if (!stop_refuses(stop) ||
	    ((stop->match.dst_types & opened->dst_types) &&
	     (stop->match.src_types & opened->src_types)) ||
	    match_meets(&stop->match, opened) ||
	    !match_meets(&stop->match, &any))
		return;
	if (stop->match.dst_types == TO_LOOPBACK)
		rule_remark(stop->rule,
			    "redundant: sfw opens nothing to loopback for other hosts");
	else if (!(stop->match.dst_types & opened->dst_types))
		rule_remark(stop->rule,
			    "redundant: no TCP connection begins with broadcast or multicast");
	else
		rule_remark(stop->rule, "redundant: the kernel answers no such source");
}

/* lan lets TCP begin with any segment, and so needs no rule to tell which. */
static bool is_no_syn(const struct stop *stop, const struct match *opened)
{
	struct match tcp = *opened;

	tcp.proto = IPPROTO_TCP;
	if (opened->proto != MATCH_ANY || opened->states != STATE(NEW) ||
	    stop->match.proto != IPPROTO_TCP || !match_new(&tcp) ||
	    match_meets(&stop->match, &tcp))
		return false;
	rule_lose(stop->rule, "left out: lan lets TCP begin without a SYN");
	return true;
}

static bool is_understood(struct stop *stop)
{
	if (stop->match.inexact || stop->match.odd)
		stop_lose(stop, "sfw has nothing like %s",
			  stop->unknown[0] ? stop->unknown : "this match");
	else if (stop->partly)
		stop_lose(stop, "a RETURN takes some of these packets away before");
	else if (stop->rule->recent.kind > RECENT_SET)
		stop_lose(stop, "sfw opens nothing for those on a recent list");
	else
		return true;
	return false;
}

/**
 * order_may_open() - whether a command opens no more than a rule does
 * @walk: the chain
 * @at: the stop with the rule; it is told why not
 * @opened: packets that the command lets in
 * @reach: how far it does
 *
 * Return: true if it does not.
 */
bool order_may_open(const struct walk *walk, size_t at,
		    const struct match *opened, enum reach reach)
{
	struct stop *stop = &walk->stops[at];
	char what[TAKEN_MAX];

	if (!is_understood(stop))
		return false;
	for (size_t i = 0; i < at; i++) {
		const struct stop *before = &walk->stops[i];

		tell_redundant(before, opened);
		if (!counts(walk, i, at, opened, reach) ||
		    (reach == REACH_ENTRY && is_odd(before)) ||
		    is_no_syn(before, opened))
			continue;
		stop_lose(stop, "it would open more: %s",
			  taking(before, what, sizeof(what)));
		return false;
	}
	return true;
}

/* An entry has no destinations. */
static bool is_entry(const struct match *m, const struct match *opened)
{
	return !m->inexact && !(opened->dst_types & ~m->dst_types) &&
	       !(opened->src_types & ~m->src_types) && (m->nat & NAT_NONE) &&
	       m->states == opened->states && !m->group_not &&
	       !(m->group && m->src.addr.family);
}

/* An entry has an interface or none. */
static bool is_by_all_but_one(const struct match *m, const struct match *opened)
{
	return m->not_in[0] && strcmp(m->not_in, "lo") &&
	       strcmp(m->not_in, opened->not_in);
}

static int add_named(const struct draft *draft, const struct match *m,
		     struct pieces *pieces)
{
	int ret = 0;

	for (unsigned int i = 0; i < draft->devs.count && !ret; i++) {
		struct match by = *m;

		if (devs_narrow(&by, draft->devs.names[i]))
			ret = pieces_add(pieces, &by);
	}
	return ret;
}

/* Drops pieces that no entry can express; @exact becomes false if there were any. */
static int keep_entries(const struct draft *draft, struct pieces *left,
			const struct match *opened, bool *exact)
{
	struct pieces all = *left;
	int ret = 0;

	memset(left, 0, sizeof(*left));
	for (size_t i = 0; i < all.count && !ret; i++) {
		const struct match *m = &all.at[i];

		if (is_entry(m, opened) && !is_by_all_but_one(m, opened)) {
			ret = pieces_add(left, m);
			continue;
		}
		*exact = false;
		if (is_entry(m, opened))
			ret = add_named(draft, m, left);
	}
	pieces_free(&all);
	return ret;
}

/* The end of the remark: how much is left. */
static const char *left_out(const struct pieces *left, const struct match *opened)
{
	if (!left->count)
		return "";
	for (size_t i = 0; i < left->count; i++)
		if (strcmp(left->at[i].in, opened->in))
			return ": of the other interfaces only those that are known are open";
	return ", for which sfw leaves out more";
}

static void tell_left(struct stop *stop, const struct match *opened,
		      const struct pieces *left, const struct stop *cut)
{
	char what[TAKEN_MAX];

	stop_lose(stop, "%s: %s%s", left->count ? "stricter" : "it would open more",
		  taking(cut, what, sizeof(what)), left_out(left, opened));
}

/* Takes the packets of a stop away, if that can be told. */
static int take_away(const struct draft *draft, const struct stop *stop,
		     const struct match *opened, struct pieces *left)
{
	struct pieces rest = { .count = 0 };
	bool exact = stop_certain(stop);
	int ret = 0;

	for (size_t i = 0; i < left->count && !ret; i++)
		ret = pieces_add(&rest, &left->at[i]);
	if (!ret)
		ret = pieces_subtract(&rest, &stop->match, &exact);
	if (!ret)
		ret = keep_entries(draft, &rest, opened, &exact);
	if (!ret && exact) {
		pieces_free(left);
		*left = rest;
		return 0;
	}
	pieces_free(&rest);
	return ret == -ENOMEM ? ret : 0;
}

/**
 * order_offered() - find the packets that may be offered beyond those of a rule
 * @draft: the policy
 * @walk: the chain
 * @at: the stop with the rule
 * @opened: packets that an entry would let in
 * @left: the result, to be freed in any case: without those that rules before refuse, as
 *	  far as it can be told which these are
 *
 * Return: 0 or -ENOMEM.
 */
int order_offered(const struct draft *draft, const struct walk *walk, size_t at,
		  const struct match *opened, struct pieces *left)
{
	int ret;

	memset(left, 0, sizeof(*left));
	ret = pieces_add(left, opened);
	for (size_t i = 0; i < at && !ret; i++)
		if (counts(walk, i, at, opened, REACH_ENTRY) &&
		    !walk->stops[i].match.odd)
			ret = take_away(draft, &walk->stops[i], opened, left);
	return ret;
}

/**
 * order_left() - find the packets of a rule that entries may open
 * @draft: the policy
 * @walk: the chain
 * @at: the stop with the rule; it is told which may not be opened, and why
 * @opened: packets that an entry would let in; of those for which there is one
 * @left: the result, to be freed in any case: packets that no rule before
 *	  refuses, each piece those of an entry
 * @cut: the first rule before that takes away more than can be told, or NULL
 *
 * Return: 0 or -ENOMEM.
 */
int order_left(const struct draft *draft, const struct walk *walk, size_t at,
	       const struct match *opened, struct pieces *left,
	       const struct stop **cut)
{
	struct stop *stop = &walk->stops[at];
	int ret;

	*cut = NULL;
	memset(left, 0, sizeof(*left));
	if (!is_understood(stop))
		return 0;
	ret = pieces_add(left, opened);
	for (size_t i = 0; i < at && !ret; i++) {
		const struct stop *before = &walk->stops[i];
		bool exact = stop_certain(before);

		tell_redundant(before, opened);
		if (!counts(walk, i, at, opened, REACH_ENTRY) || is_odd(before))
			continue;
		ret = pieces_subtract(left, &before->match, &exact);
		if (!ret)
			ret = keep_entries(draft, left, opened, &exact);
		if (!exact && !*cut)
			*cut = before;
	}
	if (ret == -E2BIG) {
		left->count = 0;
		stop_lose(stop, "the rules before refuse too many sources for one entry");
		return 0;
	}
	if (!ret && *cut)
		tell_left(stop, opened, left, *cut);
	else if (!ret && !left->count)
		stop->rule->carried = true;
	return ret;
}
