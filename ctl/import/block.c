// SPDX-License-Identifier: GPL-2.0
/*
 * Sources that rules refuse. A block drops packets of live connections as well, so
 * it is the same as a rule only before those are let in, and must not be before
 * other openings. Behind live connections it is stricter, which does no harm to
 * strangers and to banned hosts; from private networks come the answers of name
 * servers and gateways, so these are left out of the ports that are opened, and so are
 * private hosts that a rule refuses only something, as long as they are few.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "import/order.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lib/compiler.h"

/* One host, or the network that is one of IPv6. */
static bool is_host(const struct prefix *prefix)
{
	return prefix->addr.family == AF_INET6 ? prefix->len >= 64 :
						 prefix->len == 32;
}

static bool is_positive(const struct stop *stop)
{
	return stop->match.src.addr.family && stop_certain(stop) &&
	       !stop->rule->src_not && stop->rule->recent.kind == RECENT_NONE &&
	       (stop->match.states & STATE(NEW));
}

/* RFC 1918, RFC 3927, RFC 6598, RFC 4193, RFC 4291. */
static bool is_private(const struct prefix *src)
{
	static const struct prefix own[] = {
		{ { AF_INET, { 10 } }, 8 }, { { AF_INET, { 172, 16 } }, 12 },
		{ { AF_INET, { 192, 168 } }, 16 }, { { AF_INET, { 169, 254 } }, 16 },
		{ { AF_INET, { 100, 64 } }, 10 }, { { AF_INET6, { 0xfc } }, 7 },
		{ { AF_INET6, { 0xfe, 0x80 } }, 10 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		if (prefix_within(src, &own[i]) || prefix_within(&own[i], src))
			return true;
	return false;
}

/* All that comes from there; @live tells if live connections are let in before. */
static bool is_wide(const struct walk *walk, size_t at, bool *live)
{
	const struct stop *stop = &walk->stops[at];
	struct match rest = stop->match;

	rest.src.addr.family = 0;
	if (rest.src_types == FROM_UNSPEC)
		rest.src_types = FROM_ALL;
	if (!match_wide(&rest))
		return false;
	*live = (rest.states & STATES_LIVE) != STATES_LIVE;
	for (size_t i = 0; i < at; i++) {
		const struct match *before = &walk->stops[i].match;

		if (walk->stops[i].rule->target != TARGET_ACCEPT ||
		    !strcmp(before->in, "lo") ||
		    !match_meets(before, &stop->match))
			continue;
		if (before->states & ~STATES_LIVE)
			return false;
		*live = true;
	}
	return true;
}

/* Whether a rule behind would open something for the source of a stop. */
static bool opens_later(const struct walk *walk, size_t at)
{
	for (size_t i = at + 1; i < walk->count; i++)
		if (walk->stops[i].rule->target == TARGET_ACCEPT &&
		    match_meets(&walk->stops[i].match, &walk->stops[at].match))
			return true;
	return false;
}

/* Whether a rule lets in a source by its name, or that of its network. */
static bool is_welcome(const struct walk *walk, const struct prefix *src)
{
	for (size_t i = 0; i < walk->count; i++) {
		const struct prefix *let = &walk->stops[i].match.src;

		if (walk->stops[i].rule->target == TARGET_ACCEPT &&
		    let->addr.family &&
		    (prefix_within(src, let) || prefix_within(let, src)))
			return true;
	}
	return false;
}

/* Whether entries can leave out all private hosts: a prefix for each of their bits. */
static bool are_few(const struct walk *walk)
{
	unsigned int bits = 0;

	for (size_t i = 0; i < walk->count; i++) {
		const struct stop *stop = &walk->stops[i];

		if (stop_refuses(stop) && is_positive(stop) &&
		    is_host(&stop->match.src) && is_private(&stop->match.src))
			bits += stop->match.src.len;
	}
	return bits <= PIECES_MAX / 2;
}

/**
 * block_add() - block the source of a stop that refuses
 * @draft: the policy
 * @walk: the chain
 * @at: the stop; it is told if a block does more
 *
 * Return: 0, or -ENOMEM; the stop says whether it is replaced.
 */
int block_add(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	const struct prefix *src = &stop->match.src;
	bool live = true, wide = is_positive(stop) && is_wide(walk, at, &live);
	struct entry entry;

	if (!is_positive(stop) || (!wide && !is_host(src)))
		return 0;
	if ((!wide || live) && is_private(src) && !is_host(src))
		return 0;
	if (!wide && is_private(src) && are_few(walk))
		return 0;
	if (!wide && (!opens_later(walk, at) || is_welcome(walk, src)))
		return 0;
	memset(&entry, 0, sizeof(entry));
	draft_source(draft, &stop->match, &entry);
	strcpy(entry.comment, stop->rule->comment);
	if (!draft_has(draft, SFW_CMD_BLOCK_ADD, &entry)) {
		struct item *item = draft_add(draft, SFW_CMD_BLOCK_ADD, stop->rule);

		if (!item)
			return -ENOMEM;
		item->cmd.entry = entry;
	}
	stop->replaced_by = REPLACED_BLOCK;
	if (!wide || live)
		stop_lose(stop, "stricter: a block drops all that comes from there, answers too");
	else if (stop->rule->refusal != SFW_ACT_DROP)
		stop_lose(stop, "refused too, but a block answers nothing");
	return 0;
}
