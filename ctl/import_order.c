// SPDX-License-Identifier: GPL-2.0
/*
 * Whether sfw may let in what a rule lets in. Its entries have no order, so an
 * entry is right only if no rule before refuses a packet that it is about.
 */
#include <netinet/in.h>

#include "import_order.h"

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
	if (m->proto == IPPROTO_TCP) {
		new.flag_mask = SYN_MASK;
		new.flags = SYN_ONLY;
	}
	return match_and(m, &new);
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

static const struct stop *refused(const struct walk *walk, size_t at,
				  const struct match *opened, enum reach reach)
{
	for (size_t i = 0; i < at; i++) {
		const struct stop *stop = &walk->stops[i];

		if (!stop_refuses(stop) || !match_meets(&stop->match, opened))
			continue;
		if (reach == REACH_ENTRY &&
		    (stop->instead != INSTEAD_NOTHING ||
		     recent_spares(walk, i, at, opened)))
			continue;
		return stop;
	}
	return NULL;
}

/**
 * order_may_open() - whether a command opens no more than a rule does
 * @walk: the chain
 * @at: the stop with the rule; it is told why not
 * @opened: what the command opens
 * @reach: how far it does
 *
 * Return: true if it does not.
 */
bool order_may_open(const struct walk *walk, size_t at,
		    const struct match *opened, enum reach reach)
{
	const struct stop *stop = &walk->stops[at], *before;

	if (stop->match.some)
		rule_lose(stop->rule, "sfw has nothing like %s",
			  stop->odd[0] ? stop->odd : "this match");
	else if (stop->partly)
		rule_lose(stop->rule, "a RETURN takes some of these packets away before");
	else if (stop->rule->recent.kind > RECENT_SET)
		rule_lose(stop->rule, "sfw opens nothing for those on a recent list");
	before = refused(walk, at, opened, reach);
	if (before)
		rule_lose(stop->rule, "it would open more: line %u comes first and refuses some",
			  before->rule->line);
	return !stop->rule->lost;
}
