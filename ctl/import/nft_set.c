// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of addresses that are too large to be written out, or that some program fills: as
 * sets of ipset, for which a group stands.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/nft.h"

static bool is_of_rule(const struct jnode *rule, const char *name)
{
	const struct jnode *expr = json_get(rule, "expr");

	for (expr = expr ? expr->first : NULL; expr; expr = expr->next) {
		const char *filled = json_text(json_get(expr, "set"), "set");

		if (filled && *filled == '@' && !strcmp(filled + 1, name))
			return true;
	}
	return false;
}

/* Whether rules put sources into a set, or take them out. */
static bool is_filled(const struct nft *nft, const struct jnode *set)
{
	const char *name = json_text(set, "name");

	if (nft_has_flag(set, "dynamic"))
		return true;
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *rule = json_get(n, "rule");

		if (rule && is_of_rule(rule, name) && nft_same_table(set, "table", rule))
			return true;
	}
	return false;
}

/* Sets of other tables may have the name, or one of ipset. */
static bool is_only_one(const struct nft *nft, const struct jnode *set)
{
	const char *name = json_text(set, "name"), *other;
	const struct ipset *found = ipsets_find(&nft->src->set->sets, name);

	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		other = json_text(json_get(n, "set"), "name");
		if (other && !strcmp(other, name) && json_get(n, "set") != set)
			return false;
	}
	return !found || found->of_nft;
}

/* Returns false if it is too long. */
static bool group_name(const struct nft *nft, const struct jnode *set,
		       char name[IPSET_BYTES])
{
	const char *own = json_text(set, "name");
	int len;

	if (is_only_one(nft, set))
		len = snprintf(name, IPSET_BYTES, "%s", own);
	else
		len = snprintf(name, IPSET_BYTES, "%s.%s.%s", json_text(set, "family"),
			       json_text(set, "table"), own);
	return len < IPSET_BYTES;
}

/* A member as a word of ipset; "?", which is none, where no group has it. */
static void member_word(const struct jnode *value, char *buf, size_t size)
{
	const struct jnode *prefix = json_get(value, "prefix");
	const struct jnode *len = json_get(prefix, "len");
	const char *addr = json_text(prefix, "addr"), *first = nft_leaf(value), *last;

	if (addr && len && len->number > 0)
		snprintf(buf, size, "%s/%lld", addr, len->number);
	else if (nft_range(value, &first, &last))
		snprintf(buf, size, "%s-%s", first, last);
	else
		snprintf(buf, size, "%s", first ? first : "?");
}

static int add_member(const struct nft *nft, const char *name, const struct jnode *value)
{
	const struct jnode *elem = json_get(value, "elem");
	const struct jnode *left = json_get(elem, "expires");
	char word[128];

	if (!left)
		left = json_get(elem, "timeout");
	member_word(elem ? json_get(elem, "val") : value, word, sizeof(word));
	return source_add(nft->src, "add %s %s timeout %lld", name, word,
			  left ? left->number : 0);
}

static int add_set(const struct nft *nft, const char *name, const struct jnode *set)
{
	const struct jnode *elems = json_get(set, "elem");
	int ret = source_add(nft->src, "create %s hash:net family %s%s", name,
			     nft->family == AF_INET ? "inet" : "inet6",
			     nft_has_flag(set, "timeout") ? " timeout 0" : "");
	struct ipset *made = ipsets_find(&nft->src->set->sets, name);

	for (const struct jnode *n = elems ? elems->first : NULL; n && !ret; n = n->next)
		ret = add_member(nft, name, n);
	if (ret || !made)
		return -1;
	made->of_nft = true;
	return 0;
}

/**
 * nft_group() - sources of a set as words of iptables
 * @nft: the rules
 * @rule: the rule that names the set
 * @field: the field of a packet
 * @not: "! " or ""
 * @right: the other side of the comparison
 * @ways: the result
 *
 * Return: false if it is no set, or no group can stand for it.
 */
bool nft_group(const struct nft *nft, const struct jnode *rule,
	       const struct jnode *field, const char *not,
	       const struct jnode *right, struct nft_ways *ways)
{
	const char *text = right && right->kind == JSTRING ? right->string : "";
	const char *protocol = json_text(field, "protocol"), *at = json_text(field, "field");
	const struct jnode *set = *text == '@' ? nft_set(nft, rule, text + 1) : NULL;
	char name[IPSET_BYTES];

	if (!set || !protocol || strcmp(protocol, nft->family == AF_INET ? "ip" : "ip6") ||
	    !at || strcmp(at, "saddr") || json_get(set, "map") || is_filled(nft, set) ||
	    !group_name(nft, set, name))
		return false;
	if (!ipsets_find(&nft->src->set->sets, name) && add_set(nft, name, set))
		return false;
	nft_way(ways, " -m set %s--match-set %s src", not, name);
	return true;
}
