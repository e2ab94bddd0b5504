// SPDX-License-Identifier: GPL-2.0
/* The reverse path filter, and all that sfw has nothing for. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/draft.h"
#include "lang/protocol.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

/* Whether a stop is about nothing but the reverse path. */
static bool is_about_path(const struct stop *stop, enum match_path path)
{
	struct match rest = stop->match;

	rest.path = PATH_ANY;
	rest.loose = false;
	return stop->match.path == path && match_wide(&rest) && !stop->partly &&
	       rest.states == STATES_ALL &&
	       stop->rule->recent.kind == RECENT_NONE;
}

static bool is_drop(const struct stop *stop)
{
	return stop->rule->target == TARGET_REFUSE &&
	       stop->rule->reject == SFW_ACT_DROP;
}

/* Neighbour discovery has no route yet, and none is asked for in sfw either. */
static bool is_discovery(const struct stop *stop)
{
	return stop->rule->target == TARGET_ACCEPT &&
	       stop->match.proto == IPPROTO_ICMPV6 &&
	       stop->match.icmp_type >= 133 && stop->match.icmp_type <= 137;
}

/* "--invert -j DROP", or "-j ACCEPT" and then "-j DROP". */
static const struct stop *find_filter(const struct walk *walk)
{
	const struct stop *first = walk->stops, *second;
	const struct stop *end = walk->stops + walk->count;

	while (first < end && is_discovery(first))
		first++;
	if (first < end && is_about_path(first, PATH_BAD) && is_drop(first))
		return first;
	if (end - first < 2)
		return NULL;
	second = first + 1;
	if (is_about_path(first, PATH_GOOD) &&
	    first->rule->target == TARGET_ACCEPT &&
	    is_about_path(second, PATH_ANY) && is_drop(second)) {
		second->rule->carried = true;
		second->rule->rpfilter = true;
		return first;
	}
	return NULL;
}

static int find_spoofed(struct draft *draft, const char *table)
{
	const struct stop *found;
	struct walk walk;
	int ret;

	ret = walk_chain(&walk, ruleset_table(draft->set, draft->family, table),
			 "PREROUTING");
	found = ret ? NULL : find_filter(&walk);
	if (found) {
		draft_set(draft, SFW_S_RPFILTER, found->match.loose ?
			  SFW_RPFILTER_LOOSE : SFW_RPFILTER_STRICT,
			  found->rule);
		found->rule->rpfilter = true;
	}
	walk_free(&walk);
	return ret;
}

/**
 * import_spoofed() - translate the reverse path filter
 * @draft: the policy
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many rules.
 */
int import_spoofed(struct draft *draft)
{
	int ret = find_spoofed(draft, "mangle");

	return ret ? ret : find_spoofed(draft, "raw");
}

/* Marks the rules that packets get to: all others are dead. */
static int visit_chain(const struct table *table, const char *name)
{
	struct walk walk;
	int ret;

	ret = walk_chain(&walk, table, name);
	for (size_t i = 0; i < walk.count; i++)
		if (walk.stops[i].rule->target == TARGET_ACCEPT)
			walk.stops[i].rule->carried = true;
	walk_free(&walk);
	return ret;
}

static int visit_table(const struct table *table)
{
	static const char *const names[] = {
		"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING",
	};
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(names) && !ret; i++)
		ret = visit_chain(table, names[i]);
	return ret;
}

static bool is_output(const struct table *table, const struct rule *rule)
{
	const struct chain *output = table_chain(table, "OUTPUT");

	if (!output || strcmp(table->name, "filter"))
		return false;
	for (size_t i = 0; i < output->count; i++)
		if (output->rules[i] == rule)
			return true;
	return output->policy == rule;
}

/* Targets after which the next rule has its turn. */
static const struct {
	const char *targets;
	const char *why;
} others[] = {
	{ "LOG|NFLOG|ULOG|AUDIT|TRACE",
	  "sfw counts refused packets by reason (stats), and logs them ('set log')" },
	{ "TCPMSS", "'set mss-clamp on' takes the MTU of the route, no number of one's own" },
	{ "CT --helper",
	  "sfw gives no connection a helper: keep this rule in iptables or nft, or open the data ports",
	},
	{ "CT|NOTRACK", "sfw decides by itself which packets are tracked" },
	{ "REDIRECT|TPROXY|NETMAP",
	  "sfw translates no packets to this host: keep this rule in iptables or nft" },
};

static const char *why_not(const struct table *table, const struct rule *rule)
{
	if (is_output(table, rule))
		return "sfw does not judge packets that this host sends";
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (wordset_index(others[i].targets, rule->jump) >= 0)
			return others[i].why;
	if (rule->target == TARGET_NONE && rule->jump[0])
		return "sfw counts refused packets (stats), and marks nothing";
	if (rule->target == TARGET_NONE)
		return "sfw has no rules that only count or note";
	if (rule->recent.kind > RECENT_SET)
		return "sfw has a guard for a port, and scan; this is neither";
	return "sfw has nothing like it";
}

/* Whether packets get to another rule that stands for the same. */
static bool has_met_twin(const struct ruleset *set, const struct rule *rule)
{
	for (size_t i = 0; rule->origin && i < set->count; i++)
		if (set->rules[i]->origin == rule->origin &&
		    (set->rules[i]->met || set->rules[i]->carried))
			return true;
	return false;
}

/* A reason whose words fill a line. */
#define CUT "if nft has made it, iptables-save leaves out its ports and sets: see 'nft list ruleset'"

/* Rules that would open less if iptables-save had left out a part of them. */
static bool may_be_cut(const struct ruleset *set, const struct table *table,
		       const struct rule *rule)
{
	const struct match *m = &rule->match;

	if (!table->by_nft || set->of_nft || rule->target != TARGET_ACCEPT || m->in[0] ||
	    rule->lost || !rule->text || rule->text[0] == ':' || is_output(table, rule) ||
	    m->port_count || !(m->states & STATE(NEW)) || m->dst.addr.family)
		return false;
	return m->proto == MATCH_ANY ? !match_names_source(m) && !rule->src_count :
	       protocol_has_ports(m->proto);
}

static void explain(const struct ruleset *set, const struct table *table,
		    struct rule *rule)
{
	if (!strcmp(rule->jump, "TCPMSS") && rule->carried)
		rule_remark(rule, "'set mss-clamp on', the default, does this");
	if (rule->met && may_be_cut(set, table, rule))
		rule_remark(rule, CUT);
	if (rule->lost || rule->carried)
		return;
	if (rule->met)
		rule_lose(rule, "%s", why_not(table, rule));
	else if (!rule->implied && !has_met_twin(set, rule))
		snprintf(rule->reason, sizeof(rule->reason),
			 "no packet gets here");
}

static void explain_table(const struct ruleset *set, const struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct chain *chain = &table->chains[i];

		for (size_t j = 0; j < chain->count; j++)
			explain(set, table, chain->rules[j]);
		if (chain->policy && chain->policy->met)
			explain(set, table, chain->policy);
	}
}

/**
 * import_rest() - say of all rules that nothing has come of why that is so
 * @draft: the policy
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many rules.
 */
int import_rest(struct draft *draft)
{
	const struct ruleset *set = draft->set;
	int ret = 0;

	for (size_t i = 0; i < set->table_count && !ret; i++) {
		if (set->tables[i].family != draft->family)
			continue;
		ret = visit_table(&set->tables[i]);
		explain_table(set, &set->tables[i]);
	}
	return ret;
}
