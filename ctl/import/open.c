// SPDX-License-Identifier: GPL-2.0
/*
 * A rule that lets packets in to this host, and the commands that do. Trust opens all
 * from an interface or a source, INVALID packets too; where that would be more than
 * the rule does, each protocol with a name is opened for itself.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "import/devs.h"
#include "import/order.h"
#include "lang/protocol.h"

/* Packets of a stop that an entry can let in; false if none. */
static bool new_here(const struct walk *walk, struct match *m)
{
	return match_new(m) && (m->dst_types &= walk->dst_types);
}

/* The whole of the packets that an entry lets in, with the ports and sources of @m. */
static bool entry_has(const struct walk *walk, const struct match *m)
{
	struct match whole;

	if (match_is_echo(m)) {
		match_echo(&whole, m->proto);
	} else {
		match_all(&whole);
		whole.proto = m->proto;
	}
	if (!new_here(walk, &whole))
		return false;
	whole.port_count = m->port_count;
	memcpy(whole.ports, m->ports, sizeof(whole.ports));
	match_same_source(&whole, m);
	strcpy(whole.in, m->in);
	return match_within(&whole, m);
}

static const char *beyond_entry(const struct walk *walk, const struct match *m)
{
	const char *beyond = entry_beyond(m);

	if (beyond || m->inexact || m->odd)
		return beyond;
	return entry_has(walk, m) ? NULL :
	       m->proto == IPPROTO_TCP ?
	       "sfw opens TCP only to connections that begin with a SYN" :
	       "sfw opens a port for broadcast, multicast and unicast alike";
}

static int offer_commands(struct draft *draft, const struct walk *walk, size_t at,
			  const struct match *opened, const struct stop *cut)
{
	struct pieces left;
	int ret = order_offered(draft, walk, at, opened, &left);

	if (!ret)
		ret = entry_offer(draft, walk, &walk->stops[at], &left, cut);
	pieces_free(&left);
	return ret;
}

static int open_left(struct draft *draft, const struct walk *walk, size_t at,
		     const struct match *opened)
{
	struct stop *stop = &walk->stops[at];
	char guard[SFW_NAME_MAX + 1];
	const struct stop *cut = NULL;
	bool lost = stop->lost;
	struct pieces left;
	int ret;

	/* Other parts of its packets may be lost already. */
	stop->lost = false;
	ret = recent_guard(draft, walk, at, opened, guard);
	if (ret)
		return ret;
	if (guard[0] && !entry_takes_guard(opened)) {
		stop_lose(stop, "sfw guards only ports and echo requests");
		return 0;
	}
	/* A guard's checks are spared for an entry that is carried over. */
	stop->rule->carried = true;
	ret = order_left(draft, walk, at, opened, &left, &cut);
	if (!ret)
		ret = entry_add(draft, stop, &left, guard);
	if (!ret && stop->lost)
		ret = offer_commands(draft, walk, at, opened, cut);
	stop->lost |= lost;
	pieces_free(&left);
	return ret;
}

/* A part of a stop's packets, those of one protocol or the echo requests. */
static int open_part(struct draft *draft, const struct walk *walk, size_t at,
		     const struct match *part)
{
	struct stop *stop = &walk->stops[at];
	const char *beyond = beyond_entry(walk, part);
	struct match opened = *part;

	if (!beyond && new_here(walk, &opened))
		return open_left(draft, walk, at, &opened);
	stop_lose(stop, "%s", beyond ? beyond :
		  "sfw opens ports only to new connections");
	return new_here(walk, &opened) ? offer_commands(draft, walk, at, &opened, NULL) : 0;
}

/* Whether the same rule opens the same to the one interface that is left out here. */
static bool is_completed(const struct walk *walk, size_t at)
{
	const struct stop *stop = &walk->stops[at];
	struct match one = stop->match;

	strcpy(one.in, one.not_in);
	one.not_in[0] = '\0';
	for (size_t i = 0; one.in[0] && i < at; i++)
		if (walk->stops[i].rule == stop->rule && !walk->stops[i].lost &&
		    match_within(&walk->stops[i].match, &one) &&
		    match_within(&one, &walk->stops[i].match))
			return true;
	return false;
}

static void leave_out_dev(struct draft *draft, const struct rule *rule,
			  const char *dev)
{
	for (size_t i = 0; i < draft->count; i++)
		if (draft->items[i].rule == rule &&
		    !strcmp(draft->items[i].cmd.entry.dev, dev))
			draft->items[i].left_out = true;
}

/* By one interface, and by all others: that is by all of them. */
static int open_complete(struct draft *draft, const struct walk *walk,
			 size_t at)
{
	struct stop *stop = &walk->stops[at];
	struct match opened = stop->match;
	int ret;

	if (!new_here(walk, &opened))
		return 0;
	ret = open_left(draft, walk, at, &opened);
	if (!ret && !stop->lost)
		leave_out_dev(draft, stop->rule, stop->match.not_in);
	return ret;
}

/* Echo requests are opened by a setting, for all, or by entries of their own. */
static int open_echo(struct draft *draft, const struct walk *walk, size_t at)
{
	struct match echo, part = walk->stops[at].match;

	match_echo(&echo, draft->family == AF_INET ? IPPROTO_ICMP :
						     IPPROTO_ICMPV6);
	return match_and(&part, &echo) ? open_part(draft, walk, at, &part) : 0;
}

static int open_entry(struct draft *draft, const struct walk *walk, size_t at)
{
	const struct match *m = &walk->stops[at].match;
	int ret;

	if (is_completed(walk, at))
		return open_complete(draft, walk, at);
	ret = open_echo(draft, walk, at);
	return ret || match_is_echo(m) ? ret : open_part(draft, walk, at, m);
}

/* Why trust cannot express a match, or NULL. */
static const char *beyond_trust(const struct match *m)
{
	struct match opened, asked = *m;

	match_all(&opened);
	match_same_source(&opened, m);
	strcpy(opened.in, m->in);
	asked.states |= STATES_LIVE;
	if (m->in[0] && match_names_source(m))
		return "trust takes an interface or a source, not both";
	if (!m->inexact && !match_within(&opened, &asked))
		return "only trust opens all, INVALID packets too";
	return NULL;
}

static int add_trust(struct draft *draft, const struct stop *stop)
{
	const struct match *m = &stop->match;
	struct entry entry;
	struct item *item;

	memset(&entry, 0, sizeof(entry));
	if (m->in[0])
		strcpy(entry.dev, m->in);
	else
		draft_use_source(draft, m, &entry);
	stop->rule->carried = true;
	if (draft_has(draft, SFW_CMD_TRUST_ADD, &entry))
		return 0;
	item = draft_add(draft, SFW_CMD_TRUST_ADD, stop->rule);
	if (!item)
		return -ENOMEM;
	item->cmd.entry = entry;
	item->joint = m->in[0];
	return 0;
}

/**
 * is_of_family() - whether packets of a protocol are of a family
 * @draft: the policy of the family
 * @proto: the protocol
 */
bool is_of_family(const struct draft *draft, int proto)
{
	if (draft->family == AF_INET)
		return proto != IPPROTO_ICMPV6;
	return proto != IPPROTO_ICMP && proto != IPPROTO_IGMP;
}

/* Entries in place of a trust that would open more. */
static int open_protocols(struct draft *draft, const struct walk *walk,
			  size_t at)
{
	struct stop *stop = &walk->stops[at];
	int ret;

	stop_lose(stop, "so only protocols with a name in sfw are opened");
	ret = open_echo(draft, walk, at);
	for (unsigned int i = 0; protocol_at(i) && !ret; i++) {
		struct match part = stop->match, one;

		match_all(&one);
		one.proto = protocol_number(protocol_at(i));
		if (is_of_family(draft, one.proto) && match_and(&part, &one))
			ret = open_part(draft, walk, at, &part);
	}
	return ret;
}

static int open_trust(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	const char *beyond = beyond_trust(&stop->match);
	struct match opened;

	match_all(&opened);
	match_same_source(&opened, &stop->match);
	strcpy(opened.in, stop->match.in);
	if (beyond)
		stop_lose(stop, "%s", beyond);
	else if (order_may_open(walk, at, &opened, REACH_TRUST))
		return add_trust(draft, stop);
	return stop->match.inexact || stop->match.odd || stop->partly ? 0 :
	       open_protocols(draft, walk, at);
}

static int open_all(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	const char *beyond = entry_beyond(&stop->match);

	if (stop->match.proto != MATCH_ANY)
		return open_entry(draft, walk, at);
	if (!beyond)
		return open_trust(draft, walk, at);
	stop_lose(stop, "%s", beyond);
	return 0;
}

/* By all interfaces but one: by those that the rules name. */
static int open_named(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	const struct match all = stop->match;
	int ret = 0;

	stop_lose(stop,
		  "sfw opens by one interface or by all, not by all but %s: only those that are known are opened",
		  all.not_in);
	for (unsigned int i = 0; i < draft->devs.count && !ret; i++) {
		stop->match = all;
		if (devs_narrow(&stop->match, draft->devs.names[i]))
			ret = open_all(draft, walk, at);
	}
	stop->match = all;
	return ret;
}

/**
 * open_stop() - open all packets of a stop that accepts, or as many as sfw can
 * @draft: the policy
 * @walk: the chain
 * @at: the stop, which is told about the others
 *
 * Return: 0 or -ENOMEM.
 */
int open_stop(struct draft *draft, const struct walk *walk, size_t at)
{
	const char *not_in = walk->stops[at].match.not_in;

	if (*not_in && strcmp(not_in, "lo") && !is_completed(walk, at))
		return open_named(draft, walk, at);
	return open_all(draft, walk, at);
}
