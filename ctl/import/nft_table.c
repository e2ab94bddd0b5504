// SPDX-License-Identifier: GPL-2.0
/* Chains and sets of the tables of nft, by their names. */
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
 * nft_chain_name() - the name that a chain has among the lines
 * @chain: the chain
 * @buf: room for it
 * @size: bytes of @buf, CHAIN_BYTES are enough
 *
 * Chains of tables have the same names: the handle of the chain tells them apart.
 *
 * Return: @buf.
 */
const char *nft_chain_name(const struct jnode *chain, char *buf, size_t size)
{
	const struct jnode *handle = json_get(chain, "handle");
	const char *family = json_text(chain, "family");
	const char *table = json_text(chain, "table");

	snprintf(buf, size, "%.4s-%.10s-%lld", family ? family : "",
		 table ? table : "", handle ? handle->number : 0);
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

	return chain ? nft_chain_name(chain, buf, size) : NULL;
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
