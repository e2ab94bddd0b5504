// SPDX-License-Identifier: GPL-2.0
/*
 * One comparison of nft as words of iptables. A list of values is one rule for each,
 * or for as many as iptables has room for. Words that iptables has not stand for a
 * match that is not understood.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/nft.h"
#include "lib/compiler.h"

static void collect(const struct nft *nft, const struct jnode *rule,
		    const struct jnode *node, struct nft_values *values);

static void collect_named(const struct nft *nft, const struct jnode *rule,
			  const char *name, struct nft_values *values)
{
	const struct jnode *set = nft_set(nft, rule, name);
	const struct jnode *elems = json_get(set, "elem");

	values->unknown |= !set || nft_has_flag(set, "timeout") ||
			   nft_has_flag(set, "dynamic");
	values->in_set = true;
	for (const struct jnode *n = elems ? elems->first : NULL; n; n = n->next)
		collect(nft, rule, n, values);
}

static void collect(const struct nft *nft, const struct jnode *rule,
		    const struct jnode *node, struct nft_values *values)
{
	const struct jnode *set = json_get(node, "set");
	const struct jnode *elem = json_get(node, "elem");

	if (!node || node->kind == JNULL) {
		values->unknown = true;
	} else if (node->kind == JSTRING && node->string[0] == '@') {
		collect_named(nft, rule, node->string + 1, values);
	} else if (elem) {
		values->unknown |= !!json_get(elem, "timeout");
		collect(nft, rule, json_get(elem, "val"), values);
	} else if (set || node->kind == JARRAY) {
		values->in_set = true;
		node = set ? set->first : node->first;
		for (; node; node = node->next)
			collect(nft, rule, node, values);
	} else if (values->count == NFT_WAYS) {
		values->unknown = true;
	} else {
		values->at[values->count++] = node;
	}
}

/* Whether a field is one of other packets, of the other family or of none. */
static bool is_other_family(const struct nft *nft, const struct jnode *left)
{
	static const char *const four[] = { "ip", "icmp", "igmp", "arp" };
	static const char *const six[] = { "ip6", "icmpv6", "arp" };
	const bool is_four = nft->family == AF_INET;
	const char *const *others = is_four ? six : four;
	const size_t count = is_four ? ARRAY_SIZE(six) : ARRAY_SIZE(four);
	const struct jnode *and = json_get(left, "&");
	const char *protocol;

	if (and)
		left = and->first;
	if (json_get(left, is_four ? "exthdr" : "ip option"))
		return true;
	protocol = json_text(json_get(left, "payload"), "protocol");
	for (size_t i = 0; protocol && i < count; i++)
		if (!strcmp(protocol, others[i]))
			return true;
	return false;
}

/* The part of a left side that tells people most: a field, a key. */
static const char *name_of(const struct jnode *left)
{
	static const char *const keys[] = { "field", "key", "name", "result" };
	const struct jnode *one = left ? left->first : NULL;
	const char *name = NULL;

	while (one && one->key && one->kind == JARRAY && one->first &&
	       strcmp(one->key, "concat"))
		one = one->first->first;
	for (size_t i = 0; one && i < ARRAY_SIZE(keys) && !name; i++)
		name = json_text(one, keys[i]);
	return name ? name : one && one->key ? one->key : "nft";
}

/* The ways of one value of fields side by side. */
static bool each_field(const struct nft *nft, const struct jnode *rule,
		       const struct jnode *field, const struct jnode *value,
		       struct nft_ways room[3])
{
	struct nft_ways *all = &room[0];

	all->count = 1;
	all->words[0][0] = '\0';
	all->proto[0][0] = '\0';
	for (; field && value; field = field->next, value = value->next) {
		nft_match(nft, rule, field, "==", value, &room[1]);
		nft_product(all, &room[1], &room[2], NULL);
	}
	return !field && !value;
}

/* Fields side by side: each is a comparison of its own. */
static void concat(const struct nft *nft, const struct jnode *rule,
		   const struct jnode *fields, const struct nft_values *values,
		   struct nft_ways *ways)
{
	struct nft_ways *room = malloc(3 * sizeof(*room));

	for (unsigned int i = 0; i < values->count; i++) {
		const struct jnode *parts = json_get(values->at[i], "concat");

		if (!room || !parts ||
		    !each_field(nft, rule, fields->first, parts->first, room)) {
			nft_unknown(ways, "concat");
			continue;
		}
		for (unsigned int j = 0; j < room->count; j++)
			nft_way_of(ways, room->proto[j], room->words[j]);
	}
	free(room);
}

/**
 * nft_match() - a comparison as words of iptables
 * @nft: the rules
 * @rule: the rule with the comparison
 * @left: the left side
 * @op: the operator
 * @right: the right side
 * @ways: the result; none where the family has no such packets
 */
void nft_match(const struct nft *nft, const struct jnode *rule,
	       const struct jnode *left, const char *op,
	       const struct jnode *right, struct nft_ways *ways)
{
	struct nft_values values = { .count = 0 };
	const char *not = !strcmp(op, "!=") ? "! " : "";
	const struct jnode *one = left ? left->first : NULL;
	bool plain = *not || !strcmp(op, "==") || !strcmp(op, "in");

	ways->count = 0;
	if (is_other_family(nft, left) || nft_header(nft, left, op, right, ways))
		return;
	if (json_get(left, "ct") && !strcmp(op, "!")) {
		plain = true;
		not = "! ";
	}
	collect(nft, rule, right, &values);
	if (one && plain && (values.unknown || values.count > IPSET_FEW ||
			     (*not && values.count > 1)) &&
	    nft_group(nft, rule, one, not, right, ways))
		return;
	/* All packets differ from the members of an empty set. */
	if (!one || !one->key || !plain || values.unknown || (*not && !values.count))
		nft_unknown(ways, name_of(left));
	else if (!strcmp(one->key, "concat") && !*not)
		concat(nft, rule, one, &values, ways);
	else if (!nft_field(nft, one, not, &values, ways))
		nft_unknown(ways, name_of(left));
}
