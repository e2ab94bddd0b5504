// SPDX-License-Identifier: GPL-2.0
/* The way of packets through a chain and those that it jumps to. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/pieces.h"
#include "import/walk.h"
#include "lib/compiler.h"
#include "lib/grow.h"

#define STOPS_MAX	32768	/* chains that jump to chains multiply */
#define VISITS_MAX	(64 * STOPS_MAX)
#define DEPTH_MAX	16

/* A chain that is being walked through. */
struct frame {
	const struct frame *up;
	const struct chain *chain;
	unsigned int depth;
	const struct rule *by;	/* the jump to it */
	const char *unknown;
	struct pieces returned;	/* packets that have left it again */
	bool more;		/* and others, for which there was no room */
	const struct rule *limit;	/* those below this rate, or NULL */
};

/**
 * stop_certain() - whether a stop takes all of its packets
 * @stop: the stop
 *
 * Return: false if some of them may go on.
 */
bool stop_certain(const struct stop *stop)
{
	return stop->rule->target != TARGET_NONE &&
	       stop->rule->target != TARGET_UNKNOWN && !stop->match.inexact &&
	       !stop->partly && stop->rule->recent.kind <= RECENT_SET;
}

/**
 * stop_refuses() - whether a stop may refuse packets
 * @stop: the stop
 *
 * Return: true if it may.
 */
bool stop_refuses(const struct stop *stop)
{
	return stop->rule->target == TARGET_REFUSE ||
	       stop->rule->target == TARGET_UNKNOWN;
}

static bool takes(const struct stop *stop, const struct match *m, bool late)
{
	return !stop->leads && !(late && stop->early) && stop_certain(stop) &&
	       match_within(m, &stop->match);
}

/* With @late, stops before NAT are left out. */
static const struct stop *decide(const struct walk *walk, const struct match *m, bool late)
{
	size_t found = walk->count, at;

	for (unsigned int len = 0; len <= m->src.len; len++) {
		at = source_index_first(&walk->sources, &m->src, len);
		for (; at && at <= found; at = walk->sources.next[at - 1])
			if (takes(&walk->stops[at - 1], m, late))
				found = at - 1;
	}
	return found < walk->count ? &walk->stops[found] : NULL;
}

/**
 * walk_decide() - the stop that decides about packets that are all alike
 * @walk: the chain
 * @m: the packets, which NAT gives no other destination
 *
 * Return: the first stop that certainly takes them all, or NULL.
 */
const struct stop *walk_decide(const struct walk *walk, const struct match *m)
{
	return decide(walk, m, false);
}

/**
 * walk_led() - the stop that lets in packets to which NAT gives another destination
 * @walk: the chain, and those before it
 * @before: the packets as they come
 * @behind: as they are then
 *
 * Return: the stop, or NULL if some of them may be refused.
 */
const struct stop *walk_led(const struct walk *walk, const struct match *before,
			    const struct match *behind)
{
	for (size_t i = 0; i < walk->count; i++) {
		const struct stop *stop = &walk->stops[i];
		const struct match *m = stop->early ? before : behind;

		if (stop->leads || stop->replaced_by != REPLACED_NOTHING)
			continue;
		if ((stop_refuses(stop) || stop->rule->untracks) &&
		    match_meets(&stop->match, m))
			return NULL;
		if (stop->rule->target == TARGET_ACCEPT && stop_certain(stop) &&
		    match_within(m, &stop->match))
			return stop;
	}
	return NULL;
}

/**
 * stop_lose() - tell a loss of a rule for the packets of a stop
 * @stop: the stop
 * @format: as of printf
 */
void stop_lose(struct stop *stop, const char *format, ...)
{
	char text[REASON_LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	stop->lost = true;
	if (stop->by && stop->by != stop->rule && stop->by->line)
		rule_lose(stop->rule, "from %s: %s", rule_place(stop->by).text, text);
	else
		rule_lose(stop->rule, "%s", text);
}

static int add_stop(struct walk *walk, const struct stop *new)
{
	struct stop *stop;

	/* Those that NAT leads here were others before. */
	if (decide(walk, &new->match, walk->led && !new->early))
		return 0;
	if (walk->count == STOPS_MAX)
		return -E2BIG;
	stop = grow(&walk->stops, &walk->count, sizeof(*stop));
	if (!stop || source_index_add(&walk->sources, &new->match.src))
		return -ENOMEM;
	new->rule->met = true;
	*stop = *new;
	return 0;
}

/* Takes away packets that left the chain before, where that can be told. */
static int leave_out(struct pieces *left, const struct match *returned,
		     bool *partly)
{
	struct pieces before = *left;
	bool exact = true;
	int ret = 0;

	memset(left, 0, sizeof(*left));
	for (size_t i = 0; i < before.count && !ret; i++)
		ret = pieces_add(left, &before.at[i]);
	if (!ret)
		ret = pieces_subtract(left, returned, &exact);
	if (ret == -ENOMEM || (!ret && exact)) {
		pieces_free(&before);
		return ret;
	}
	pieces_free(left);
	*left = before;
	*partly = true;
	return 0;
}

static bool meets_any(const struct pieces *pieces, const struct match *m)
{
	for (size_t i = 0; i < pieces->count; i++)
		if (match_meets(&pieces->at[i], m))
			return true;
	return false;
}

/* Those of some packets that come here. */
static int still_here(const struct frame *frame, struct pieces *left,
		      bool *partly)
{
	int ret = 0;

	for (; frame && !ret; frame = frame->up) {
		*partly |= frame->more;
		for (size_t i = 0; i < frame->returned.count && !ret; i++)
			if (meets_any(left, &frame->returned.at[i]))
				ret = leave_out(left, &frame->returned.at[i],
						partly);
	}
	return ret;
}

static int add_return(struct frame *frame, const struct match *m,
		      const struct rule *rule)
{
	struct match returned = *m;
	int ret;

	returned.inexact |= rule->recent.kind > RECENT_SET;
	if (rule->rate.hits)
		frame->limit = rule;
	ret = pieces_add(&frame->returned, &returned);
	frame->more |= ret == -E2BIG;
	return ret == -ENOMEM ? ret : 0;
}

static bool is_within(const struct frame *frame, const struct chain *chain)
{
	for (; frame; frame = frame->up)
		if (frame->chain == chain)
			return true;
	return false;
}

static int follow(struct walk *walk, struct frame *frame,
		  const struct match *match);

static int jump(struct walk *walk, struct frame *frame, const struct stop *stop)
{
	struct rule *rule = stop->rule;
	const struct chain *chain = table_chain(walk->table, rule->jump);
	struct frame *next;
	int ret;

	if (!chain || chain->policy || is_within(frame, chain) ||
	    frame->depth == DEPTH_MAX) {
		rule->target = TARGET_UNKNOWN;
		return add_stop(walk, stop);
	}
	next = calloc(1, sizeof(*next));
	if (!next)
		return -ENOMEM;
	next->up = frame;
	next->chain = chain;
	next->depth = frame->depth + 1;
	next->by = rule;
	next->unknown = stop->unknown;
	rule->met = true;
	rule->carried = true;
	ret = follow(walk, next, &stop->match);
	pieces_free(&next->returned);
	free(next);
	return ret;
}

/* Packets that a --goto brings back do not come back here, but to the caller. */
static int leave(struct walk *walk, struct frame *frame,
		 const struct stop *stop)
{
	struct stop end = *stop;
	int ret = add_return(frame, &stop->match, stop->rule);

	end.rule = frame->chain->policy;
	return ret || frame->up || !end.rule ? ret : add_stop(walk, &end);
}

/* Packets that are here, and all alike for the rules before. */
static int meet(struct walk *walk, struct frame *frame, struct stop *stop)
{
	struct rule *rule = stop->rule;
	int ret;

	if (rule->target == TARGET_JUMP) {
		stop->match.inexact |= rule->recent.kind > RECENT_SET;
		ret = jump(walk, frame, stop);
		if (ret || rule->target != TARGET_JUMP || !rule->is_goto)
			return ret;
		return leave(walk, frame, stop);
	}
	if (rule->target != TARGET_RETURN)
		return add_stop(walk, stop);
	if (!frame->up && frame->chain->policy) {
		rule->target = frame->chain->policy->target;
		rule->reject = SFW_ACT_DROP;
		return add_stop(walk, stop);
	}
	rule->met = true;
	rule->carried = true;
	return add_return(frame, &stop->match, rule);
}

static const struct rule *find_limit(const struct frame *frame)
{
	while (frame && !frame->limit)
		frame = frame->up;
	return frame ? frame->limit : NULL;
}

static int visit_from(struct walk *walk, struct frame *frame, struct rule *rule,
		      const struct match *match)
{
	struct stop stop = {
		.rule = rule, .by = frame->by,
		.unknown = rule->unknown[0] ? rule->unknown : frame->unknown,
	};
	struct pieces left = { .count = 0 };
	int ret;

	ret = pieces_add(&left, match);
	if (!ret)
		ret = still_here(frame, &left, &stop.partly);
	if (stop.partly)
		stop.limit = find_limit(frame);
	for (size_t i = 0; i < left.count && !ret; i++) {
		stop.match = left.at[i];
		if (stop.match.dst_types & walk->dst_types)
			ret = meet(walk, frame, &stop);
	}
	pieces_free(&left);
	return ret;
}

static int visit(struct walk *walk, struct frame *frame, struct rule *rule,
		 const struct match *match)
{
	struct match here = *match;
	int ret = 0;

	if (++walk->visits > VISITS_MAX)
		return -E2BIG;
	if (!match_and(&here, &rule->match))
		return 0;
	if (here.never) {
		rule->carried = true;
		rule_remark(rule, "redundant: %s", here.never);
		return 0;
	}
	if (!rule->src_count)
		return visit_from(walk, frame, rule, &here);
	for (unsigned int i = 0; i < rule->src_count && !ret; i++) {
		struct match from = here, source;

		match_all(&source);
		match_source(&source, &rule->srcs[i]);
		if (match_and(&from, &source))
			ret = visit_from(walk, frame, rule, &from);
	}
	return ret;
}

static int follow(struct walk *walk, struct frame *frame,
		  const struct match *match)
{
	int ret = 0;

	for (size_t i = 0; i < frame->chain->count && !ret; i++)
		ret = visit(walk, frame, frame->chain->rules[i], match);
	return ret;
}

/* No packet to this host has another destination; none through it has its own. */
static unsigned int types_at(const char *chain)
{
	if (!strcmp(chain, "INPUT"))
		return TO_ALL & ~TO_OTHER;
	return strcmp(chain, "FORWARD") ? TO_ALL : TO_OTHER | TO_MULTICAST;
}

/**
 * walk_chain() - walk through a chain of the kernel
 * @walk: the result; walk_free() is due in any case
 * @table: its table, or NULL
 * @name: its name; there need be none
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many ways.
 */
int walk_chain(struct walk *walk, const struct table *table, const char *name)
{
	struct frame frame = { .chain = table_chain(table, name), .unknown = "" };
	struct stop stop = { .unknown = "" };
	int ret = 0;

	memset(walk, 0, sizeof(*walk));
	walk->table = table;
	if (!frame.chain)
		return 0;
	match_all(&stop.match);
	walk->dst_types = types_at(name);
	if (table->broken) {
		stop.rule = table->broken;
		stop.match.inexact = true;
		ret = add_stop(walk, &stop);
		stop.match.inexact = false;
	}
	if (!ret)
		ret = follow(walk, &frame, &stop.match);
	pieces_free(&frame.returned);
	stop.rule = frame.chain->policy;
	if (!ret && stop.rule)
		ret = add_stop(walk, &stop);
	return ret;
}

/* Rules of NAT after which packets have another destination. */
static bool leads(const struct stop *stop)
{
	return stop->rule->target == TARGET_DNAT ||
	       stop->rule->target == TARGET_REDIRECT;
}

/* Adds those steps of a chain of another table that may refuse packets, or lead away. */
static int add_refusals(struct walk *walk, struct walk *chain, bool early)
{
	bool partly = false;
	int ret = 0;

	for (size_t i = 0; i < chain->count && !ret; i++) {
		struct stop *stop = &chain->stops[i];

		/* Packets that it lets through come to the next table. */
		partly |= stop->rule->target == TARGET_ACCEPT;
		stop->partly |= partly;
		stop->early = early;
		stop->leads = early && leads(stop);
		partly |= stop->leads;
		walk->led |= stop->leads;
		if ((walk->dst_types & TO_LOCAL) && !(stop->match.dst_types & walk->dst_types))
			continue;
		if ((stop_refuses(stop) && !stop->rule->rpfilter) ||
		    stop->rule->untracks || stop->leads)
			ret = add_stop(walk, stop);
	}
	return ret;
}

static int add_chain(struct walk *walk, const struct table *table,
		     const char *name, bool early)
{
	struct walk chain;
	int ret;

	ret = walk_chain(&chain, table, name);
	if (!ret)
		ret = add_refusals(walk, &chain, early);
	walk_free(&chain);
	return ret;
}

static int add_filter(struct walk *walk, const struct table *table,
		      const char *name)
{
	struct walk chain;
	int ret;

	ret = walk_chain(&chain, table, name);
	for (size_t i = 0; i < chain.count && !ret; i++)
		ret = add_stop(walk, &chain.stops[i]);
	walk_free(&chain);
	return ret;
}

/**
 * walk_path() - walk through a chain of table filter, and the other tables around it
 * @walk: the result; walk_free() is due in any case
 * @set: the file; of the others' rules those that refuse, but for the reverse path
 *	 filter, and those of NAT
 * @family: AF_INET or AF_INET6
 * @hook: INPUT or FORWARD; where it is not in table filter, nothing is there
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many ways.
 */
int walk_path(struct walk *walk, const struct ruleset *set, int family,
	      const char *hook)
{
	static const struct {
		const char *table;
		const char *chain;	/* NULL: the hook's */
		const char *hook;	/* NULL: either */
		bool early;
	} others[] = {
		{ "raw", "PREROUTING", NULL, true }, { "mangle", "PREROUTING", NULL, true },
		{ "nat", "PREROUTING", NULL, true }, { "mangle", NULL, NULL, false },
		{ "security", NULL, NULL, false }, { "nat", "INPUT", "INPUT", false },
		{ "mangle", "POSTROUTING", "FORWARD", false },
	};
	const struct table *filter = ruleset_table(set, family, "filter");
	int ret = 0;

	memset(walk, 0, sizeof(*walk));
	walk->dst_types = types_at(hook);
	if (!table_chain(filter, hook))
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(others) && !ret; i++)
		if (!others[i].hook || !strcmp(others[i].hook, hook))
			ret = add_chain(walk, ruleset_table(set, family, others[i].table),
					others[i].chain ? others[i].chain : hook,
					others[i].early);
	return ret ? ret : add_filter(walk, filter, hook);
}

/**
 * walk_free() - give a walk's memory back
 * @walk: the walk
 */
void walk_free(struct walk *walk)
{
	free(walk->stops);
	free(walk->sources.next);
	memset(walk, 0, sizeof(*walk));
}
