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
#include "import/range.h"
#include "lang/prefix.h"

#define PRIVATE	"no block of %s %s: it has private networks, whose answers a block drops too"

/* A prefix or a group, not the overlap of both; and not all others. */
static bool is_positive(const struct stop *stop)
{
	const struct match *m = &stop->match;

	return !m->group == !!m->src.addr.family && !m->group_not &&
	       stop_certain(stop) && !stop->rule->src_not &&
	       stop->rule->recent.kind == RECENT_NONE && (m->states & STATE(NEW));
}

static bool is_host(const struct match *m)
{
	return m->group ? m->group->hosts : range_is_host(&m->src);
}

/* The future members of a group that others fill are unknown. */
static bool is_own_host(const struct match *m)
{
	return m->group ? m->group->own_hosts && !m->group->fed :
			  range_is_host(&m->src) && range_is_private(&m->src);
}

static bool is_own_net(const struct match *m)
{
	return m->group ? m->group->own_nets && !m->group->fed :
			  !range_is_host(&m->src) && range_is_private(&m->src);
}

/* Trust comes before blocks. */
static bool is_trusted(const struct draft *draft, const struct match *m)
{
	struct entry entry;

	if (!match_names_source(m))
		return false;
	memset(&entry, 0, sizeof(entry));
	draft_source(draft, m, &entry);
	return draft_has(draft, SFW_CMD_TRUST_ADD, &entry);
}

/* All that comes from there; @live tells if live connections are let in before. */
static bool is_wide(const struct draft *draft, const struct walk *walk, size_t at,
		    bool *live)
{
	const struct stop *stop = &walk->stops[at];
	struct match rest = stop->match;

	rest.src.addr.family = 0;
	rest.group = NULL;
	if (rest.src_types == FROM_UNSPEC)
		rest.src_types = FROM_ALL;
	if (!match_wide(&rest))
		return false;
	*live = (rest.states & STATES_LIVE) != STATES_LIVE;
	for (size_t i = 0; i < at; i++) {
		const struct match *before = &walk->stops[i].match;

		if (walk->stops[i].rule->target != TARGET_ACCEPT ||
		    !strcmp(before->in, "lo") ||
		    !match_meets(before, &stop->match) || is_trusted(draft, before))
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

static bool overlap(const struct prefix *a, const struct prefix *b)
{
	return prefix_within(a, b) || prefix_within(b, a);
}

/* Members of a set that others do not fill are in order. */
static bool groups_meet(const struct ipset *a, const struct ipset *b)
{
	size_t i = 0, j = 0;

	while (i < a->count && j < b->count) {
		const struct prefix *x = &a->members[i].prefix;
		const struct prefix *y = &b->members[j].prefix;

		if (overlap(x, y))
			return true;
		if (prefix_compare(x, y) < 0)
			i++;
		else
			j++;
	}
	return false;
}

static bool meets(const struct ipset *group, const struct prefix *prefix)
{
	for (size_t i = 0; i < group->count; i++)
		if (overlap(&group->members[i].prefix, prefix))
			return true;
	return false;
}

/* Whether a source that is let in is one that would be blocked, or holds one. */
static bool has_source(const struct match *blocked, const struct match *let)
{
	const struct ipset *a = blocked->group;
	const struct ipset *b = let->group_not ? NULL : let->group;

	if (b && a)
		return b->fed || groups_meet(a, b);
	if (b)
		return b->fed || meets(b, &blocked->src);
	if (!let->src.addr.family)
		return false;
	return a ? meets(a, &let->src) : overlap(&blocked->src, &let->src);
}

/* Whether a rule lets in a source by its name, or that of its network. */
static bool is_welcome(const struct walk *walk, const struct match *blocked)
{
	if (blocked->group && blocked->group->fed)
		return false;
	for (size_t i = 0; i < walk->count; i++)
		if (walk->stops[i].rule->target == TARGET_ACCEPT &&
		    has_source(blocked, &walk->stops[i].match))
			return true;
	return false;
}

/* Whether entries can leave out all private hosts: a prefix for each of their bits. */
static bool are_few(const struct walk *walk)
{
	unsigned int bits = 0;

	for (size_t i = 0; i < walk->count; i++) {
		const struct stop *stop = &walk->stops[i];

		if (stop_refuses(stop) && is_positive(stop) &&
		    range_is_host(&stop->match.src) && range_is_private(&stop->match.src))
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
	const struct match *m = &stop->match;
	bool live = true, wide = is_positive(stop) && is_wide(draft, walk, at, &live);
	struct entry entry;

	if (!is_positive(stop) || (!wide && !is_host(m)))
		return 0;
	if ((!wide || live) && is_own_net(m)) {
		if (m->group)
			rule_remark(stop->rule, PRIVATE, ipset_kind(m->group), m->group->name);
		return 0;
	}
	if (!wide && is_own_host(m) && (m->group || are_few(walk)))
		return 0;
	if (!wide && (!opens_later(walk, at) || is_welcome(walk, m)))
		return 0;
	memset(&entry, 0, sizeof(entry));
	draft_use_source(draft, m, &entry);
	if (!m->group)
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
	else if (stop->rule->reject != SFW_ACT_DROP)
		stop_lose(stop, "refused too, but a block answers nothing");
	return 0;
}
