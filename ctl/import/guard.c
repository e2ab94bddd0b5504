// SPDX-License-Identifier: GPL-2.0
/* The recent lists of iptables: guards, and tricks against port scanners. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "import/order.h"
#include "lang/vocabulary.h"

#define REFUSED	"it counts refused attempts, a guard only admitted ones"
#define OTHERS	"it notes other packets in the list, a guard only those of its ports"

static bool is_check(const struct stop *stop, const char *name)
{
	return stop->rule->recent.kind > RECENT_SET && stop_refuses(stop) &&
	       !strcmp(stop->rule->recent.name, name);
}

static bool is_set(const struct stop *stop, const char *name)
{
	return stop->rule->recent.kind == RECENT_SET &&
	       !strcmp(stop->rule->recent.name, name);
}

/* The stop that notes those that this one lets in; NULL if none does. */
static const struct stop *find_set(const struct walk *walk, size_t at,
				   const struct match *opened)
{
	for (size_t i = at + 1; i--;) {
		const struct stop *stop = &walk->stops[i];

		if (stop->rule->recent.kind == RECENT_SET &&
		    (i == at || stop->rule->target == TARGET_NONE) &&
		    !stop->partly && match_within(opened, &stop->match))
			return stop;
	}
	return NULL;
}

/* A match with --update notes those that it finds once more. */
static bool notes(const struct rule *rule, const char *name)
{
	return (rule->recent.kind == RECENT_SET || rule->recent.kind == RECENT_UPDATE) &&
	       !strcmp(rule->recent.name, name);
}

/* Whether a stop notes just those that an entry with the guard of the list lets in. */
static bool is_guarded(const struct walk *walk, const struct stop *stop, const char *name)
{
	if (stop->rule->target != TARGET_ACCEPT || !is_set(stop, name) ||
	    stop->match.inexact || stop->partly || entry_beyond(&stop->match))
		return false;
	for (const struct stop *check = walk->stops; check < stop; check++)
		if (is_check(check, name) && match_within(&stop->match, &check->match))
			return true;
	return false;
}

static bool has_stop(const struct walk *walk, const struct rule *rule)
{
	for (size_t i = 0; i < walk->count; i++)
		if (walk->stops[i].rule == rule)
			return true;
	return false;
}

/* A rule of another chain that notes sources in the list, or NULL. */
static const struct rule *note_elsewhere(const struct draft *draft,
					 const struct walk *walk, const char *name)
{
	const struct ruleset *set = draft->set;

	for (size_t i = 0; i < set->table_count; i++) {
		const struct table *table = &set->tables[i];

		for (size_t j = 0; table->family == draft->family && j < table->count; j++) {
			const struct chain *chain = &table->chains[j];

			for (size_t k = 0; k < chain->count; k++)
				if (chain->rules[k]->met && notes(chain->rules[k], name) &&
				    !has_stop(walk, chain->rules[k]))
					return chain->rules[k];
		}
	}
	return NULL;
}

/* A rule that notes others in the list than those that the guard would, or NULL. */
static const struct rule *other_note(const struct draft *draft, const struct walk *walk,
				     const struct stop *set, const struct match *opened)
{
	const char *name = set->rule->recent.name;
	struct match noted = set->match;

	noted.dst_types &= walk->dst_types;
	if (match_new(&noted) && !match_within(&noted, opened))
		return set->rule;
	for (size_t i = 0; i < walk->count; i++)
		if (&walk->stops[i] != set && notes(walk->stops[i].rule, name) &&
		    !is_guarded(walk, &walk->stops[i], name))
			return walk->stops[i].rule;
	return note_elsewhere(draft, walk, name);
}

static bool add_window(struct guard *guard, const struct recent *recent)
{
	const struct window window = { recent->hits, recent->seconds };

	for (unsigned int i = 0; i < guard->window_count; i++)
		if (!memcmp(&guard->windows[i], &window, sizeof(window)))
			return true;
	if (guard->window_count == SFW_WINDOWS_MAX)
		return false;
	guard->windows[guard->window_count++] = window;
	return true;
}

/* Returns why a check is none of a guard's, or NULL. */
static const char *add_check(struct guard *guard, const struct stop *check,
			     const struct stop *first,
			     const struct match *opened)
{
	const struct recent *recent = &check->rule->recent;
	const struct recent *like = &first->rule->recent;

	if (recent->kind == RECENT_UPDATE)
		return REFUSED;
	if (!recent->hits || !recent->seconds)
		return "a guard needs --hitcount and --seconds";
	if (!match_within(opened, &check->match) || check->partly)
		return "it limits only some of these packets";
	if (recent->rttl != like->rttl || recent->mask != like->mask)
		return "a guard has one --rttl and one --mask";
	if (check->rule->reject != first->rule->reject)
		return "a guard refuses in one way";
	return add_window(guard, recent) ? NULL : "a guard has too few windows";
}

static void start_guard(struct guard *guard, int family,
			const struct recent *recent, int reject)
{
	memset(guard, 0, sizeof(*guard));
	strcpy(guard->name, recent->name);
	guard->rttl = recent->rttl;
	guard->mask4 = 32;
	guard->mask6 = 128;
	if (recent->mask && family == AF_INET)
		guard->mask4 = recent->mask;
	if (recent->mask && family == AF_INET6)
		guard->mask6 = recent->mask;
	guard->then = reject == SFW_ACT_DROP ? SFW_THEN_DROP : SFW_THEN_REJECT;
}

/* The checks that packets meet on their way; false after telling the rule. */
static bool find_guard(const struct draft *draft, const struct walk *walk,
		       size_t at, const struct match *opened,
		       const struct stop *set, struct guard *guard)
{
	const char *name = set->rule->recent.name;
	struct stop *stop = &walk->stops[at];
	const struct stop *first = NULL;
	const struct rule *other;
	const char *why;

	for (size_t i = 0; i < at; i++) {
		const struct stop *check = &walk->stops[i];

		if (!is_check(check, name) ||
		    !match_meets(&check->match, opened))
			continue;
		if (!first) {
			first = check;
			start_guard(guard, draft->family, &check->rule->recent,
				    check->rule->reject);
		}
		why = check < set ? add_check(guard, check, first, opened) :
				    REFUSED;
		if (why)
			stop_lose(stop, "%s: %s", rule_place(check->rule).text, why);
	}
	other = first ? other_note(draft, walk, set, opened) : NULL;
	if (other)
		stop_lose(stop, "%s: %s", rule_place(other).text, OTHERS);
	return !stop->lost;
}

static struct item *old_guard(const struct draft *draft, const char *name)
{
	for (size_t i = 0; i < draft->count; i++)
		if (draft->items[i].cmd.cmd == SFW_CMD_GUARD_ADD &&
		    !strcmp(draft->items[i].cmd.guard.name, name))
			return &draft->items[i];
	return NULL;
}

static void mark_carried(const struct walk *walk, size_t at, const char *name,
			 const struct match *opened)
{
	for (size_t i = 0; i <= at; i++)
		if ((is_check(&walk->stops[i], name) ||
		     is_set(&walk->stops[i], name)) &&
		    match_meets(&walk->stops[i].match, opened))
			walk->stops[i].rule->carried = true;
}

/**
 * recent_guard() - find the guard of an entry, and add it to the policy
 * @draft: the policy
 * @walk: the chain
 * @at: the stop that lets the packets in; it is told how a guard differs
 * @opened: the packets
 * @name: name of the guard, "" for none
 *
 * Return: 0 or -ENOMEM.
 */
int recent_guard(struct draft *draft, const struct walk *walk, size_t at,
		 const struct match *opened, char name[SFW_NAME_MAX + 1])
{
	const struct stop *set = find_set(walk, at, opened);
	struct guard guard = { .window_count = 0 };
	struct item *item;

	name[0] = '\0';
	if (!set || !find_guard(draft, walk, at, opened, set, &guard) ||
	    !guard.window_count)
		return 0;
	item = old_guard(draft, guard.name);
	if (item && memcmp(&item->cmd.guard, &guard, sizeof(guard))) {
		stop_lose(&walk->stops[at], "%s makes another guard of the list %s",
			  rule_place(item->rule).text, guard.name);
		return 0;
	}
	if (!item) {
		item = draft_add(draft, SFW_CMD_GUARD_ADD, set->rule);
		if (!item)
			return -ENOMEM;
		item->cmd.guard = guard;
	}
	mark_carried(walk, at, guard.name, opened);
	strcpy(name, guard.name);
	return 0;
}

/**
 * recent_spares() - whether a check is done by a guard
 * @walk: the chain
 * @check: a stop that may refuse
 * @at: a stop behind it
 * @opened: packets that the command of @at lets in
 *
 * The guard is that of the command itself, or that of an entry which is a part
 * of @opened, and decides there for being the more specific one.
 *
 * Return: true if it is.
 */
bool recent_spares(const struct walk *walk, size_t check, size_t at,
		   const struct match *opened)
{
	const struct stop *stop = &walk->stops[check];

	if (stop->rule->recent.kind != RECENT_RCHECK || !stop->rule->carried)
		return false;
	for (size_t i = check + 1; i <= at; i++) {
		const struct stop *entry = &walk->stops[i];
		struct match part = entry->match, checked = stop->match;

		part.dst_types &= walk->dst_types;
		checked.dst_types &= walk->dst_types;
		if (entry->rule->target != TARGET_ACCEPT ||
		    !entry->rule->carried || entry->lost ||
		    !match_new(&part) || !match_new(&checked))
			continue;
		if (match_within(&checked, &part) &&
		    match_within(&part, opened))
			return true;
	}
	return false;
}

static bool is_trick(const struct stop *stop, int proto)
{
	const struct recent *recent = &stop->rule->recent;
	struct match closed;

	match_closed(&closed, proto);
	return stop_refuses(stop) && stop->match.proto == proto &&
	       !stop->match.inexact && !stop->partly &&
	       recent->kind > RECENT_SET && recent->seconds &&
	       recent->hits <= 1 && !recent->rttl && !recent->mask &&
	       match_within(&closed, &stop->match);
}

/* Whether those that try a closed port get on the list. */
static bool is_listed(const struct walk *walk, int proto, const char *name)
{
	const struct stop *stop;
	struct match closed;

	match_closed(&closed, proto);
	stop = walk_decide(walk, &closed);
	return stop && stop_refuses(stop) && is_set(stop, name);
}

/**
 * recent_scan() - find a trick against port scanners
 * @draft: the policy
 * @walk: the chain
 * @at: a stop that refuses those on a recent list
 *
 * Return: true if it is one, which is part of the policy then.
 */
bool recent_scan(struct draft *draft, const struct walk *walk, size_t at)
{
	struct stop *stop = &walk->stops[at];
	struct rule *rule = stop->rule;
	int proto = stop->match.proto;
	int bit = proto == IPPROTO_TCP ? SFW_SCAN_TCP : SFW_SCAN_UDP;
	int window = draft->value[SFW_S_SCAN_WINDOW];
	const struct setting *setting = &settings[SFW_S_SCAN_WINDOW];
	int old = draft->value[SFW_S_SCAN];

	if ((proto != IPPROTO_TCP && proto != IPPROTO_UDP) ||
	    !is_trick(stop, proto) ||
	    !is_listed(walk, proto, rule->recent.name) ||
	    rule->recent.seconds > setting->most)
		return false;
	stop->replaced_by = REPLACED_SCAN;
	draft_set(draft, SFW_S_SCAN, (old > 0 ? old : 0) | bit, rule);
	if (window < 0 || (int)rule->recent.seconds > window)
		draft_set(draft, SFW_S_SCAN_WINDOW, rule->recent.seconds, rule);
	if (window > 0 && (int)rule->recent.seconds != window)
		rule_lose(rule, "stricter: one scan-window holds for TCP and UDP");
	else if (rule->recent.kind == RECENT_RCHECK)
		rule_lose(rule, "stricter: each further attempt of a scanner renews its time");
	else if (!reject_is_same(draft, walk, stop))
		rule_lose(rule, "refused too, but a scanner gets the answer of a closed port");
	return true;
}
