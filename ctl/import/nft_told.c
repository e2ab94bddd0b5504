// SPDX-License-Identifier: GPL-2.0
/*
 * Tables that iptables-save has told before. It leaves out parts for which it has no words,
 * such as the set of ports of a rule that nft has put there. nft has no words for matches
 * and targets of iptables, and names each. So every rule is told in full by one of them.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/nft.h"
#include "lib/compiler.h"

static const struct chain *find_told(const struct nft *nft, const struct jnode *chain)
{
	const struct ruleset *set = nft->src->set;
	const char *table = json_text(chain, "table"), *name = json_text(chain, "name");
	const struct chain *found = NULL;

	for (size_t i = 0; table && name && i < nft->told && !found; i++)
		if (set->tables[i].hint == nft->family && set->tables[i].by_nft &&
		    !strcmp(set->tables[i].name, table))
			found = table_chain(&set->tables[i], name);
	return found;
}

/**
 * nft_is_told() - whether iptables-save has told a chain
 * @nft: the rules
 * @chain: the chain
 */
bool nft_is_told(const struct nft *nft, const struct jnode *chain)
{
	const char *family = json_text(chain, "family");

	return family && !strcmp(family, nft->family == AF_INET ? "ip" : "ip6") &&
	       find_told(nft, chain);
}

/* A comparison with one value, for which iptables has words. */
static bool is_plain_match(const struct jnode *match)
{
	const struct jnode *left = json_get(match, "left");
	const struct jnode *right = json_get(match, "right");
	const char *key = json_text(json_get(left, "meta"), "key");

	if (!right || (!json_get(left, "payload") &&
		       (!key || (strcmp(key, "iifname") && strcmp(key, "oifname") &&
				 strcmp(key, "l4proto")))))
		return false;
	return right->kind == JNUMBER ||
	       (right->kind == JSTRING && right->string[0] != '@') ||
	       json_get(right, "prefix") || json_get(right, "range");
}

static bool is_plain(const struct jnode *expr)
{
	static const char *const names[] = {
		"counter", "accept", "drop", "return", "jump", "goto", "limit", "log",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (json_get(expr, names[i]))
			return true;
	return json_get(expr, "match") && is_plain_match(json_get(expr, "match"));
}

/* Whether iptables-save may have left out a part of a rule, which nft tells. */
static bool is_cut(const struct jnode *rule)
{
	const struct jnode *expr = json_get(rule, "expr");

	if (nft_is_xt(rule))
		return false;
	for (expr = expr ? expr->first : NULL; expr; expr = expr->next)
		if (!is_plain(expr))
			return true;
	return false;
}

/* The rule as nft tells it, in place of the rest that iptables-save has left of it. */
static int replace(struct nft *nft, struct chain *chain, const struct jnode *rule,
		   size_t *place)
{
	const size_t count = --chain->count;
	int ret;

	memmove(chain->rules + *place - 1, chain->rules + *place,
		(count - (*place - 1)) * sizeof(*chain->rules));
	ret = source_add(nft->src, "*%s", json_text(rule, "table"));
	if (ret)
		return ret;
	nft->at = *place;
	ret = nft_rule(nft, rule, json_text(rule, "chain"));
	nft->at = 0;
	*place += chain->count - count;
	return ret ? ret : source_add(nft->src, "COMMIT");
}

/* Rules that came or went between the two: none of the chain is sure. */
static int doubt(struct nft *nft, const struct jnode *chain)
{
	int ret = source_add(nft->src, "*%s", json_text(chain, "table"));

	if (!ret)
		ret = source_add(nft->src, "-I %s 1 -m nft:xt -j nft:xt",
				 json_text(chain, "name"));
	return ret ? ret : source_add(nft->src, "COMMIT");
}

static int mend(struct nft *nft, const struct jnode *told)
{
	struct chain *chain = (struct chain *)find_told(nft, told);
	const struct jnode *at = NULL;
	size_t count = 0, place = 1;
	int ret = 0;

	while ((at = nft_rule_node(nft, told, at)))
		count++;
	if (count != chain->count)
		return doubt(nft, told);
	while (!ret && (at = nft_rule_node(nft, told, at))) {
		const struct jnode *rule = json_get(at, "rule");

		if (is_cut(rule))
			ret = replace(nft, chain, rule, &place);
		else
			place++;
	}
	return ret;
}

/**
 * nft_mend_told() - put in the parts that iptables-save has left out
 * @nft: the rules
 *
 * Return: 0 or a negative errno.
 */
int nft_mend_told(struct nft *nft)
{
	int ret = 0;

	nft->own_names = true;
	nft->next = NULL;
	nft->early = false;
	nft->ingress = false;
	for (const struct jnode *n = nft->list->first; n && !ret; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");

		if (chain && nft_is_told(nft, chain))
			ret = mend(nft, chain);
	}
	nft->own_names = false;
	return ret;
}
