// SPDX-License-Identifier: GPL-2.0
/* Chains, rules and sets of the tables of nft. */
#include <stdio.h>
#include <string.h>

#include "import/nft.h"

/**
 * nft_same_table() - whether two objects of a ruleset are in one table
 * @a: an object
 * @name_a: "table", or "name" if it is the table itself
 * @b: an object in a table
 */
bool nft_same_table(const struct jnode *a, const char *name_a,
		    const struct jnode *b)
{
	const char *fa = json_text(a, "family"), *fb = json_text(b, "family");
	const char *na = json_text(a, name_a), *nb = json_text(b, "table");

	return fa && fb && na && nb && !strcmp(fa, fb) && !strcmp(na, nb);
}

/**
 * nft_has_flag() - whether an object has a flag
 * @object: a table, a set, a map, or a question to the routing table
 * @wanted: the flag
 */
bool nft_has_flag(const struct jnode *object, const char *wanted)
{
	const struct jnode *flags = json_get(object, "flags");

	if (!flags || flags->kind != JARRAY)
		return flags && flags->kind == JSTRING &&
		       !strcmp(flags->string, wanted);
	for (const struct jnode *n = flags->first; n; n = n->next)
		if (n->kind == JSTRING && !strcmp(n->string, wanted))
			return true;
	return false;
}

/**
 * nft_rule_node() - find the rules of a chain, one after the other
 * @nft: the rules
 * @chain: the chain
 * @after: the one found before, NULL for none
 *
 * Return: a node of the list with the next "rule" of the chain, or NULL.
 */
const struct jnode *nft_rule_node(const struct nft *nft, const struct jnode *chain,
				  const struct jnode *after)
{
	const char *name = json_text(chain, "name");
	const struct jnode *n = after ? after->next : nft->list->first;

	for (; n; n = n->next) {
		const struct jnode *rule = json_get(n, "rule");
		const char *of = json_text(rule, "chain");

		if (of && name && !strcmp(of, name) &&
		    nft_same_table(rule, "table", chain))
			return n;
	}
	return NULL;
}

/**
 * nft_is_xt() - whether nft does not tell all of a rule
 * @rule: a rule
 *
 * Return: true if a part of it is one of iptables, of which nft has only the name.
 */
bool nft_is_xt(const struct jnode *rule)
{
	const struct jnode *expr = json_get(rule, "expr");

	for (expr = expr ? expr->first : NULL; expr; expr = expr->next)
		if (json_get(expr, "xt"))
			return true;
	return false;
}

/* The place of a chain among all objects, which no other chain has. */
static unsigned int place_of(const struct nft *nft, const struct jnode *chain)
{
	unsigned int place = 0;

	for (const struct jnode *n = nft->list->first; n; n = n->next, place++)
		if (json_get(n, "chain") == chain)
			break;
	return place;
}

/**
 * nft_chain_name() - the name that a chain has among the lines
 * @nft: the rules
 * @chain: the chain
 * @buf: room for it
 * @size: bytes of @buf, CHAIN_BYTES are enough
 *
 * Chains of several tables have the same names, and a chain becomes lines anew for
 * each chain with a hook that leads to it.
 *
 * Return: @buf.
 */
const char *nft_chain_name(const struct nft *nft, const struct jnode *chain,
			   char *buf, size_t size)
{
	const char *name = json_text(chain, "name");

	if (nft->own_names)
		snprintf(buf, size, "%s", name ? name : "");
	else
		snprintf(buf, size, "%u.%u.%.18s", nft->copies,
			 place_of(nft, chain), name ? name : "");
	return buf;
}

static const struct jnode *find_chain(const struct nft *nft,
				      const struct jnode *from, const char *name)
{
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");
		const char *other = json_text(chain, "name");

		if (other && !strcmp(other, name) && nft_same_table(chain, "table", from))
			return chain;
	}
	return NULL;
}

/**
 * nft_chain() - the name that a chain has among the lines
 * @nft: the rules
 * @rule: a rule of the same table
 * @name: name of the chain in nft
 * @buf: room for it
 * @size: bytes of @buf, CHAIN_BYTES are enough
 *
 * Return: @buf, or NULL if there is no such chain.
 */
const char *nft_chain(const struct nft *nft, const struct jnode *rule,
		      const char *name, char *buf, size_t size)
{
	const struct jnode *chain = find_chain(nft, rule, name);

	return chain ? nft_chain_name(nft, chain, buf, size) : NULL;
}

/**
 * nft_set() - find a set or a map
 * @nft: the rules
 * @rule: a rule of the same table
 * @name: its name
 *
 * Return: the set, or NULL.
 */
const struct jnode *nft_set(const struct nft *nft, const struct jnode *rule,
			    const char *name)
{
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *set = json_get(n, "set");
		const char *other;

		if (!set)
			set = json_get(n, "map");
		other = json_text(set, "name");
		if (other && !strcmp(other, name) && nft_same_table(set, "table", rule))
			return set;
	}
	return NULL;
}
