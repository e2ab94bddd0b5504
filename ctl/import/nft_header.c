// SPDX-License-Identifier: GPL-2.0
/* Parts of headers that are compared in ways of their own: flags, options. */
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/nft.h"
#include "lib/compiler.h"

/* Flags in a list, or joined by bars within bars. */
static void flag_names(const struct jnode *node, char *list, size_t size)
{
	const struct jnode *bar = json_get(node, "|");
	size_t len = strlen(list);

	if (bar || (node && node->kind == JARRAY)) {
		node = bar ? bar->first : node->first;
		for (; node; node = node->next)
			flag_names(node, list, size);
	} else if (nft_leaf(node)) {
		snprintf(list + len, size - len, "%s%s", len ? "," : "",
			 nft_leaf(node));
	}
}

static bool is_flags(const struct jnode *payload)
{
	const char *field = json_text(json_get(payload, "payload"), "field");

	return field && !strcmp(field, "flags");
}

/* "tcp flags & (fin|syn) == syn", "tcp flags syn" */
static void tcp_flags(const struct jnode *left, const char *op,
		      const struct jnode *right, struct nft_ways *ways)
{
	const struct jnode *and = json_get(left, "&");
	const char *not = !strcmp(op, "!=") ? "! " : "";
	char mask[64] = "", flags[64] = "";

	if (and && and->count > 1)
		for (const struct jnode *n = and->first->next; n; n = n->next)
			flag_names(n, mask, sizeof(mask));
	flag_names(right, flags, sizeof(flags));
	if (!and && !strcmp(op, "in") && !strchr(flags, ','))
		strcpy(mask, flags);
	else if (!and && !strcmp(op, "=="))
		strcpy(mask, "fin,syn,rst,psh,ack,urg");
	if (!strcmp(op, "!")) {
		strcpy(mask, flags);
		strcpy(flags, "none");
	}
	if (!*mask || !*flags) {
		nft_unknown(ways, "tcp-flags");
		return;
	}
	if (!strcmp(flags, "0") || !strcmp(flags, "0x0"))
		strcpy(flags, "none");
	for (char *c = mask; *c; c++)
		*c = toupper((unsigned char)*c);
	for (char *c = flags; *c; c++)
		*c = toupper((unsigned char)*c);
	nft_way(ways, " %s--tcp-flags %s %s", not, mask, flags);
	strcpy(ways->proto[ways->count - 1], "tcp");
}

/* "ip frag-off & 0x1fff != 0": fragments but the first one, which are whole by then */
static bool is_fragment(const struct nft *nft, const struct jnode *left, const char *op,
			const struct jnode *right)
{
	enum { OF_FRAGMENTS = 0x3fff };
	const struct jnode *and = json_get(left, "&");
	const struct jnode *mask = and && and->count == 2 ? and->first->next : NULL;
	const char *field = mask ? json_text(json_get(and->first, "payload"), "field") : NULL;

	return field && !strcmp(field, "frag-off") && !strcmp(op, "!=") && !nft->ingress &&
	       mask->kind == JNUMBER && !(mask->number & ~OF_FRAGMENTS) &&
	       right && right->kind == JNUMBER && !right->number;
}

/* "tcp option maxseg size 1-535", "rt type 0" */
static bool read_header(const struct jnode *one, const char *op, const struct jnode *right,
			struct nft_ways *ways)
{
	const char *name = json_text(one, "name"), *field = json_text(one, "field");
	const char *not = !strcmp(op, "!=") ? "! " : "";
	const char *first = nft_leaf(right), *last = first;

	if (!name || !field || (!*not && strcmp(op, "==")))
		return false;
	if (!strcmp(one->key, "tcp option") && !strcmp(name, "maxseg") &&
	    !strcmp(field, "size") && (first || nft_range(right, &first, &last))) {
		nft_way(ways, " -m tcpmss %s--mss %s:%s", not, first, last);
		strcpy(ways->proto[ways->count - 1], "tcp");
		return true;
	}
	if (strcmp(one->key, "exthdr") || strcmp(name, "rt") || strcmp(field, "type") ||
	    !first)
		return false;
	nft_way(ways, " -m rt %s--rt-type %s", not, first);
	return true;
}

/**
 * nft_header() - a comparison with a part of a header that is no plain field
 * @nft: the rules
 * @left: the left side
 * @op: the operator
 * @right: the right side
 * @ways: the result
 *
 * Return: false if it is none.
 */
bool nft_header(const struct nft *nft, const struct jnode *left, const char *op,
		const struct jnode *right, struct nft_ways *ways)
{
	const struct jnode *and = json_get(left, "&");

	if (is_flags(left) || (and && is_flags(and->first))) {
		tcp_flags(left, op, right, ways);
		return true;
	}
	if (is_fragment(nft, left, op, right)) {
		nft_way(ways, " -f");
		return true;
	}
	return left && left->first && left->first->key &&
	       read_header(left->first, op, right, ways);
}
