// SPDX-License-Identifier: GPL-2.0
/*
 * Rules of other firewalls as a graph: chains, and jumps between them. A chain
 * refuses packets if a rule of its own does, or a chain that it leads to. A map of
 * verdicts decides as a chain does, and rules lead to it: it is one, called @NAME.
 */
#define _GNU_SOURCE	/* for qsort_r() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/rulesets.h"
#include "lib/compiler.h"
#include "lib/grow.h"

static void set_name(char *to, const char *name)
{
	snprintf(to, RULES_NAME_MAX, "%s", name);
}

/* Of several owners of a chain, the first to be named. */
static void take_owner(struct rules_chain *chain,
		       const struct rules_program *owner)
{
	if (!chain->owner)
		chain->owner = owner;
}

/**
 * rules_add_table() - add a table of nf_tables
 * @rules: gets it
 * @family: its family, a constant
 * @name: its name
 *
 * Return: the table, until the next one is added; NULL if there is no memory.
 */
struct rules_table *rules_add_table(struct rules *rules, const char *family,
				    const char *name)
{
	struct rules_table *table = grow(&rules->tables, &rules->table_count,
					 sizeof(*table));

	if (!table) {
		rules->full = true;
		return NULL;
	}
	table->family = family;
	set_name(table->name, name);
	return table;
}

/**
 * rules_find_table() - a table of nf_tables by its name
 * @rules: the tables
 * @family: its family
 * @name: its name
 *
 * Return: the table, or NULL.
 */
const struct rules_table *rules_find_table(const struct rules *rules,
					   const char *family,
					   const char *name)
{
	for (size_t i = 0; i < rules->table_count; i++)
		if (!strcmp(rules->tables[i].family, family) &&
		    !strcmp(rules->tables[i].name, name))
			return &rules->tables[i];
	return NULL;
}

/**
 * rules_add_chain() - add a chain
 * @rules: gets it
 * @tool: the program that changes it, a constant
 * @family: its family, a constant
 * @table: its table
 * @name: its name
 *
 * Return: the chain, until the next one is added; NULL if there is no memory.
 */
struct rules_chain *rules_add_chain(struct rules *rules, const char *tool,
				    const char *family, const char *table,
				    const char *name)
{
	struct rules_chain *chain = grow(&rules->chains, &rules->count,
					 sizeof(*chain));

	if (!chain) {
		rules->full = true;
		return NULL;
	}
	chain->tool = tool;
	chain->family = family;
	set_name(chain->table, table);
	set_name(chain->name, name);
	take_owner(chain, rules_program_of(name));
	take_owner(chain, rules_program_of(table));
	return chain;
}

/**
 * rules_add_jump() - note that one chain leads to another
 * @rules: gets the jump
 * @from: one of its chains
 * @to: name of one in the same table
 */
void rules_add_jump(struct rules *rules, const struct rules_chain *from,
		    const char *to)
{
	struct rules_jump *jump = grow(&rules->jumps, &rules->jump_count,
				       sizeof(*jump));

	if (!jump) {
		rules->full = true;
		return;
	}
	jump->from = from - rules->chains;
	set_name(jump->to, to);
}

/**
 * rules_is_refusal() - whether a target of iptables keeps packets
 * @target: its name
 *
 * Return: true if a packet that comes to it may get no further.
 */
bool rules_is_refusal(const char *target)
{
	static const char *const targets[] = {
		"DROP", "REJECT", "QUEUE", "NFQUEUE", "TARPIT",
	};

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++)
		if (!strcmp(target, targets[i]))
			return true;
	return false;
}

static int compare(const struct rules_chain *a, const struct rules_chain *b)
{
	int ret = strcmp(a->tool, b->tool);

	ret = ret ? ret : strcmp(a->family, b->family);
	ret = ret ? ret : strcmp(a->table, b->table);
	return ret ? ret : strcmp(a->name, b->name);
}

static int compare_numbers(const void *a, const void *b, void *ctx)
{
	const struct rules *rules = ctx;

	return compare(&rules->chains[*(const size_t *)a],
		       &rules->chains[*(const size_t *)b]);
}

static bool sort(struct rules *rules)
{
	size_t *order = reallocarray(rules->order, rules->count,
				     sizeof(*order));

	if (!order) {
		rules->full = true;
		return false;
	}
	rules->order = order;
	for (size_t i = 0; i < rules->count; i++)
		order[i] = i;
	qsort_r(order, rules->count, sizeof(*order), compare_numbers, rules);
	rules->ordered = rules->count;
	return true;
}

/**
 * rules_find() - a chain by its name
 * @rules: the chains
 * @tool: the program that changes it
 * @family: its family
 * @table: its table
 * @name: its name
 *
 * Return: the chain, until the next one is added, or NULL.
 */
struct rules_chain *rules_find(struct rules *rules, const char *tool,
			       const char *family, const char *table,
			       const char *name)
{
	struct rules_chain wanted = { .tool = tool, .family = family };
	size_t low = 0, high = rules->count;

	set_name(wanted.table, table);
	set_name(wanted.name, name);
	if (!rules->count || (rules->ordered != rules->count && !sort(rules)))
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct rules_chain *chain =
			&rules->chains[rules->order[middle]];
		int ret = compare(&wanted, chain);

		if (!ret)
			return chain;
		if (ret < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* Returns whether the chain where a jump begins changed. */
static bool follow(struct rules *rules, const struct rules_jump *jump)
{
	struct rules_chain *from = &rules->chains[jump->from];
	const struct rules_program *owner = from->owner;
	bool refuses = from->refuses;
	const struct rules_chain *to = rules_find(rules, from->tool,
						  from->family, from->table,
						  jump->to);

	if (!to)
		return false;
	from->refuses |= to->refuses;
	take_owner(from, to->owner);
	return from->refuses != refuses || from->owner != owner;
}

/**
 * rules_resolve() - find out where the chains lead to, when all are read
 * @rules: the chains
 */
void rules_resolve(struct rules *rules)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < rules->jump_count; i++)
			changed |= follow(rules, &rules->jumps[i]);
	}
}

/**
 * rules_free() - give their memory back
 * @rules: the chains
 */
void rules_free(struct rules *rules)
{
	free(rules->tables);
	free(rules->chains);
	free(rules->jumps);
	free(rules->order);
	memset(rules, 0, sizeof(*rules));
}
