// SPDX-License-Identifier: GPL-2.0
/* The way of packets through a chain and those that it jumps to. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "import_walk.h"

#define STOPS_MAX	32768	/* chains that jump to chains multiply */
#define VISITS_MAX	(64 * STOPS_MAX)
#define DEPTH_MAX	16
#define RETURNS_MAX	32

/* A chain that is being walked through. */
struct frame {
	const struct frame *up;
	const struct chain *chain;
	unsigned int depth;
	const char *odd;
	struct match returned[RETURNS_MAX];
	unsigned int count;
	bool more;		/* returned is full */
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
	       stop->rule->target != TARGET_UNKNOWN && !stop->match.some &&
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

/**
 * walk_decide() - what decides about packets that are all alike
 * @walk: the chain
 * @m: the packets
 *
 * Return: the first stop that certainly takes them all, or NULL.
 */
const struct stop *walk_decide(const struct walk *walk, const struct match *m)
{
	for (size_t i = 0; i < walk->count; i++)
		if (match_within(m, &walk->stops[i].match) &&
		    stop_certain(&walk->stops[i]))
			return &walk->stops[i];
	return NULL;
}

static int add_stop(struct walk *walk, struct rule *rule,
		    const struct match *match, const char *odd, bool partly)
{
	struct stop *stop;

	if (walk_decide(walk, match))
		return 0;
	if (walk->count == STOPS_MAX)
		return -E2BIG;
	if (walk->count == walk->size) {
		size_t size = walk->size * 2 + 64;

		stop = realloc(walk->stops, size * sizeof(*stop));
		if (!stop)
			return -ENOMEM;
		walk->stops = stop;
		walk->size = size;
	}
	rule->met = true;
	stop = &walk->stops[walk->count++];
	memset(stop, 0, sizeof(*stop));
	stop->rule = rule;
	stop->match = *match;
	stop->odd = odd;
	stop->partly = partly;
	return 0;
}

/* Whether none of the packets come here; or only some. */
static bool is_gone(const struct frame *frame, const struct match *m,
		    bool *partly)
{
	for (; frame; frame = frame->up) {
		*partly |= frame->more;
		for (unsigned int i = 0; i < frame->count; i++) {
			if (match_within(m, &frame->returned[i]))
				return true;
			*partly |= match_meets(m, &frame->returned[i]);
		}
	}
	return false;
}

static void add_return(struct frame *frame, struct match *m,
		       const struct rule *rule)
{
	m->some |= rule->recent.kind > RECENT_SET;
	if (frame->count == RETURNS_MAX)
		frame->more = true;
	else
		frame->returned[frame->count++] = *m;
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

static int jump(struct walk *walk, struct frame *frame, struct rule *rule,
		const struct match *match, const char *odd, bool partly)
{
	const struct chain *chain = table_chain(walk->table, rule->jump);
	struct frame *next;
	int ret;

	if (!chain || chain->policy || is_within(frame, chain) ||
	    frame->depth == DEPTH_MAX) {
		rule->target = TARGET_UNKNOWN;
		return add_stop(walk, rule, match, odd, partly);
	}
	next = calloc(1, sizeof(*next));
	if (!next)
		return -ENOMEM;
	next->up = frame;
	next->chain = chain;
	next->depth = frame->depth + 1;
	next->odd = odd;
	rule->met = true;
	rule->carried = true;
	ret = follow(walk, next, match);
	free(next);
	return ret;
}

static int visit(struct walk *walk, struct frame *frame, struct rule *rule,
		 const struct match *match)
{
	const char *odd = rule->odd[0] ? rule->odd : frame->odd;
	struct match m = *match;
	bool partly = false;

	if (++walk->visits > VISITS_MAX)
		return -E2BIG;
	if (!match_and(&m, &rule->match) || is_gone(frame, &m, &partly))
		return 0;
	if (rule->target == TARGET_JUMP) {
		m.some |= rule->recent.kind > RECENT_SET;
		return jump(walk, frame, rule, &m, odd, partly);
	}
	if (rule->target != TARGET_RETURN)
		return add_stop(walk, rule, &m, odd, partly);
	if (!frame->up && frame->chain->policy) {
		rule->target = frame->chain->policy->target;
		rule->answer = SFW_ACT_DROP;
		return add_stop(walk, rule, &m, odd, partly);
	}
	rule->met = true;
	rule->carried = true;
	add_return(frame, &m, rule);
	return 0;
}

static int follow(struct walk *walk, struct frame *frame,
		  const struct match *match)
{
	int ret = 0;

	for (size_t i = 0; i < frame->chain->count && !ret; i++)
		ret = visit(walk, frame, frame->chain->rules[i], match);
	return ret;
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
	struct frame frame = { .chain = table_chain(table, name), .odd = "" };
	struct match all;
	int ret = 0;

	memset(walk, 0, sizeof(*walk));
	walk->table = table;
	if (!frame.chain)
		return 0;
	match_all(&all);
	if (table->broken)
		ret = add_stop(walk, table->broken, &table->broken->match, "",
			       false);
	if (!ret)
		ret = follow(walk, &frame, &all);
	if (!ret && frame.chain->policy)
		ret = add_stop(walk, frame.chain->policy, &all, "", false);
	return ret;
}

/* Adds those steps of a chain of another table that may refuse packets. */
static int add_refusals(struct walk *walk, const struct walk *chain)
{
	bool partly = false;
	int ret = 0;

	for (size_t i = 0; i < chain->count && !ret; i++) {
		const struct stop *stop = &chain->stops[i];

		/* What it lets through comes to the next table. */
		partly |= stop->rule->target == TARGET_ACCEPT;
		if (stop_refuses(stop) && !stop->rule->carried)
			ret = add_stop(walk, stop->rule, &stop->match,
				       stop->odd, partly || stop->partly);
	}
	return ret;
}

static int add_chain(struct walk *walk, const struct table *table,
		     const char *name)
{
	struct walk chain;
	int ret;

	ret = walk_chain(&chain, table, name);
	if (!ret)
		ret = add_refusals(walk, &chain);
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
		ret = add_stop(walk, chain.stops[i].rule,
			       &chain.stops[i].match, chain.stops[i].odd,
			       chain.stops[i].partly);
	walk_free(&chain);
	return ret;
}

/**
 * walk_path() - walk through a chain of table filter, and what comes before it
 * @walk: the result; walk_free() is due in any case
 * @set: the file; the rules that are carried over already are left out of what
 *	 comes before
 * @family: AF_INET or AF_INET6
 * @hook: INPUT or FORWARD; where it is not in table filter, nothing is there
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many ways.
 */
int walk_path(struct walk *walk, const struct ruleset *set, int family,
	      const char *hook)
{
	const struct table *raw = ruleset_table(set, family, "raw");
	const struct table *mangle = ruleset_table(set, family, "mangle");
	const struct table *filter = ruleset_table(set, family, "filter");
	int ret = 0;

	memset(walk, 0, sizeof(*walk));
	if (!table_chain(filter, hook))
		return 0;
	ret = add_chain(walk, raw, "PREROUTING");
	if (!ret)
		ret = add_chain(walk, mangle, "PREROUTING");
	if (!ret)
		ret = add_chain(walk, mangle, hook);
	return ret ? ret : add_filter(walk, filter, hook);
}

/**
 * walk_free() - give a walk's memory back
 * @walk: the walk
 */
void walk_free(struct walk *walk)
{
	free(walk->stops);
	memset(walk, 0, sizeof(*walk));
}
