// SPDX-License-Identifier: GPL-2.0
/*
 * Rules that name sets of ipset. A set becomes a group, which stands for any number of
 * members; a few members that a block cannot refuse are written out
 * instead, so that the ports below can leave them out.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/ipset_rules.h"
#include "lang/parser.h"
#include "lib/compiler.h"

/* Reasons whose words fill a line. */
#define NOT_HERE "its members are not here: put the output of 'ipset save' in front of these rules"
#define FADES	"its members end by themselves, those of a group that lets them in would do so later"
#define NO_ROOM	"sfw has no room for so many groups or members"
#define NO_NAME	"no group can have its name: letters, digits, - _ and ., not . first"
#define FILL	"volatile: the program that fills %s %s has to fill the group: sfwctl group add %s ADDR"
#define CHANGE	"%s %s is a group with the members of now: from now on change that"
#define WRITTEN	"the members of %s %s are written out: later ones are not known"

static bool is_name(const char *name)
{
	struct parse_error err;
	struct parser p = { .error = &err };
	char copy[SFW_NAME_MAX + 1];

	return !parse_name_word(&p, name, copy);
}

static bool has_room(struct ipsets *sets, struct ipset *set)
{
	if (set->grouped)
		return true;
	if (sets->groups == SFW_GROUPS_MAX ||
	    sets->members + set->count > SFW_MEMBERS_MAX)
		return false;
	set->grouped = true;
	sets->groups++;
	sets->members += set->count;
	return true;
}

static bool is_refused(const struct rule *rule)
{
	return rule->target == TARGET_REFUSE && !rule->set_not;
}

/* The reason against a group in the place of a set, or NULL. */
static const char *beyond_group(struct ipsets *sets, struct ipset *set,
				const struct rule *rule, int family)
{
	if (set && set->wrong)
		return set->wrong;
	if (rule->set_other)
		return "a group has sources only (src)";
	if (!set)
		return NOT_HERE;
	if (set->count && set->family != family)
		return "its members are of the other family";
	if (set->fades && !is_refused(rule))
		return FADES;
	if (!is_name(set->name))
		return NO_NAME;
	return has_room(sets, set) ? NULL : NO_ROOM;
}

/* Whether no answers of live connections are let in before a rule. */
static bool is_early(const struct chain *chain, const struct rule *rule)
{
	for (size_t i = 0; chain->policy && i < chain->count; i++) {
		const struct rule *before = chain->rules[i];

		if (before == rule)
			return true;
		if (before->target != TARGET_NONE && before->target != TARGET_REFUSE &&
		    strcmp(before->match.in, "lo"))
			return false;
	}
	return false;
}

/* Whether a block would not do: it drops all, answers of private networks too. */
static bool is_written_out(const struct ipset *set, const struct chain *chain,
			   const struct rule *rule)
{
	bool wide = match_wide(&rule->match);

	if (!is_refused(rule) || rule->src_count || set->fed || !set->count ||
	    set->count > IPSET_FEW || (wide && is_early(chain, rule)))
		return false;
	return set->own_hosts || set->own_nets || (!set->hosts && !wide);
}

static int write_out(const struct ipset *set, struct rule *rule)
{
	rule->srcs = calloc(set->count, sizeof(*rule->srcs));
	if (!rule->srcs)
		return -ENOMEM;
	for (size_t i = 0; i < set->count; i++)
		rule->srcs[i] = set->members[i].prefix;
	rule->src_count = set->count;
	rule_remark(rule, WRITTEN, ipset_kind(set), set->name);
	return 0;
}

static void name_group(struct ipset *set, struct rule *rule)
{
	rule->match.group = set;
	rule->match.group_not = rule->set_not;
	if (set->told)
		return;
	set->told = true;
	if (set->fed)
		rule_lose(rule, FILL, ipset_kind(set), set->name, set->name);
	else
		rule_remark(rule, CHANGE, ipset_kind(set), set->name);
}

static int settle(struct ipsets *sets, const struct chain *chain, struct rule *rule,
		  int family)
{
	struct ipset *set = ipsets_find(sets, rule->set);
	const char *beyond = beyond_group(sets, set, rule, family);

	if (beyond) {
		rule->match.inexact = true;
		if (!rule->unknown[0])
			snprintf(rule->unknown, sizeof(rule->unknown), "%s %.30s",
				 ipset_kind(set), printable(rule->set).text);
		rule_remark(rule, "%s %s: %s", ipset_kind(set),
			    printable(rule->set).text, beyond);
		return 0;
	}
	if (is_written_out(set, chain, rule))
		return write_out(set, rule);
	name_group(set, rule);
	return 0;
}

static int settle_chain(struct ipsets *sets, const struct chain *chain, int family)
{
	int ret = 0;

	for (size_t i = 0; i < chain->count && !ret; i++)
		if (chain->rules[i]->set[0])
			ret = settle(sets, chain, chain->rules[i], family);
	return ret;
}

/**
 * ipset_rules_family() - find the family of a table by the sets that its rules name
 * @sets: the sets
 * @table: the table
 *
 * Return: AF_INET, AF_INET6, or 0 if no set tells.
 */
int ipset_rules_family(struct ipsets *sets, const struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct chain *chain = &table->chains[i];

		for (size_t j = 0; j < chain->count; j++) {
			const struct ipset *set = ipsets_find(sets, chain->rules[j]->set);

			if (set && set->family)
				return set->family;
		}
	}
	return 0;
}

static void find_filled(struct ruleset *set)
{
	for (size_t i = 0; i < set->count; i++) {
		for (size_t j = 0; j < ARRAY_SIZE(set->rules[i]->fills); j++) {
			struct ipset *filled = ipsets_find(&set->sets,
							   set->rules[i]->fills[j]);

			if (filled)
				filled->wrong = "rules put sources into it, or take them out";
		}
	}
}

/**
 * ipset_rules_settle() - find the members of the sets that rules name
 * @set: the file, of which all lines are read, with the families of its tables
 *
 * Return: 0 or -ENOMEM.
 */
int ipset_rules_settle(struct ruleset *set)
{
	int ret;

	find_filled(set);
	ret = ipsets_finish(&set->sets);
	for (size_t i = 0; i < set->table_count; i++) {
		const struct table *table = &set->tables[i];

		for (size_t j = 0; j < table->count && !ret; j++)
			ret = settle_chain(&set->sets, &table->chains[j], table->family);
	}
	return ret;
}

/**
 * ipset_rules_lack() - whether rules name a set that is not there
 * @set: the file, of which all lines are read
 */
bool ipset_rules_lack(struct ruleset *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i]->set[0] &&
		    !ipsets_find(&set->sets, set->rules[i]->set))
			return true;
	return false;
}
