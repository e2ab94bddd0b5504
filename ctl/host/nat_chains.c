// SPDX-License-Identifier: GPL-2.0
/*
 * kube-proxy has a chain for each service, thousands of them: a look at all rules for
 * each rule would take minutes.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/nat_chains.h"

static const char *chain_of(const struct nat_rule *rule, enum nat_order by)
{
	return by == NAT_BY_JUMP ? rule->jump : rule->chain;
}

static bool has_place(const struct nat_rule *rule, enum nat_order by)
{
	switch (by) {
	case NAT_BY_JUMP:
		return rule->jump[0];
	case NAT_BY_RETURN:
		return rule->in[0] && !strcmp(rule->jump, "RETURN");
	default:
		return true;
	}
}

static int compare(const struct nat_rule *rule, enum nat_order by,
		   unsigned int scope, const char *chain)
{
	if (rule->scope != scope)
		return rule->scope < scope ? -1 : 1;
	return strcmp(chain_of(rule, by), chain);
}

/* Those of one chain as they were read. */
static int compare_rules(const void *a, const void *b, enum nat_order by)
{
	const struct nat_rule *left = *(const struct nat_rule *const *)a;
	const struct nat_rule *right = *(const struct nat_rule *const *)b;
	int order = compare(left, by, right->scope, chain_of(right, by));

	return order ? order : left < right ? -1 : left > right;
}

static int compare_chains(const void *a, const void *b)
{
	return compare_rules(a, b, NAT_BY_CHAIN);
}

static int compare_jumps(const void *a, const void *b)
{
	return compare_rules(a, b, NAT_BY_JUMP);
}

static void sort(struct nat_rules *rules, enum nat_order by)
{
	struct nat_sorted *to = &rules->sorted[by];

	free(to->at);
	to->at = calloc(rules->count, sizeof(*to->at));
	to->count = 0;
	for (size_t i = 0; to->at && i < rules->count; i++)
		if (has_place(&rules->at[i], by))
			to->at[to->count++] = &rules->at[i];
	if (to->count)
		qsort(to->at, to->count, sizeof(*to->at),
		      by == NAT_BY_JUMP ? compare_jumps : compare_chains);
}

/* Once behind the last rule that was read. */
static void sort_all(struct nat_rules *rules)
{
	for (enum nat_order by = 0; by < NAT_ORDERS; by++)
		sort(rules, by);
	rules->sorted_count = rules->count;
}

/**
 * nat_walk() - begin a walk
 * @rules: all rules
 * @by: the order that puts those of the walk together
 * @scope: number of their table
 * @chain: the chain, which stays the caller's
 */
struct nat_walk nat_walk(struct nat_rules *rules, enum nat_order by,
			 unsigned int scope, const char *chain)
{
	struct nat_walk walk = { rules, by, scope, chain, 0 };
	const struct nat_sorted *sorted = &rules->sorted[by];
	size_t end;

	if (rules->sorted_count != rules->count)
		sort_all(rules);
	end = sorted->count;
	while (walk.at < end) {
		size_t middle = walk.at + (end - walk.at) / 2;

		rules->looks++;
		if (compare(sorted->at[middle], by, scope, chain) < 0)
			walk.at = middle + 1;
		else
			end = middle;
	}
	return walk;
}

/**
 * nat_walk_next() - the next rule, in the order of the rules
 * @walk: the walk
 *
 * Return: NULL behind the last one.
 */
const struct nat_rule *nat_walk_next(struct nat_walk *walk)
{
	const struct nat_sorted *sorted = &walk->rules->sorted[walk->by];
	const struct nat_rule *rule;

	if (walk->at == sorted->count)
		return NULL;
	walk->rules->looks++;
	rule = sorted->at[walk->at++];
	return compare(rule, walk->by, walk->scope, walk->chain) ? NULL : rule;
}
