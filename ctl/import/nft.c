// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of nft, from "nft -j list ruleset". Tables of nft have chains of any
 * names; those that hooks call become the chains of iptables of the same places, and
 * of several at one hook the last decides, while those before may only refuse.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/nft.h"
#include "lib/subprocess.h"

/* Where a chain with a hook comes in: a table and a chain of iptables. */
struct post {
	const char *hook;
	const char *type;
	long long least;	/* priorities */
	long long most;
	const char *table;
	const char *chain;
};

static const struct post posts[] = {
	{ "prerouting", "nat", -500, 500, "nat", "PREROUTING" },
	{ "postrouting", "nat", -500, 500, "nat", "POSTROUTING" },
	{ "prerouting", "filter", -500, 500, "raw", "PREROUTING" },
	{ "prerouting", "filter", -500, 500, "mangle", "PREROUTING" },
	{ "input", "filter", -500, -100, "mangle", "INPUT" },
	{ "input", "filter", -99, 500, "filter", "INPUT" },
	{ "forward", "filter", -500, -100, "mangle", "FORWARD" },
	{ "forward", "filter", -99, 500, "filter", "FORWARD" },
	{ "output", "filter", -500, 500, "filter", "OUTPUT" },
	{ "output", "route", -500, 500, "mangle", "OUTPUT" },
	{ "output", "nat", -500, 500, "nat", "OUTPUT" },
	{ "input", "nat", -500, 500, "nat", "INPUT" },
};

static const struct post *find_post(const struct jnode *chain)
{
	const char *hook = json_text(chain, "hook");
	const char *type = json_text(chain, "type");
	const struct jnode *prio = json_get(chain, "prio");

	for (size_t i = 0; hook && type && i < ARRAY_SIZE(posts); i++)
		if (!strcmp(posts[i].hook, hook) && !strcmp(posts[i].type, type) &&
		    prio && prio->number >= posts[i].least &&
		    prio->number <= posts[i].most)
			return &posts[i];
	return NULL;
}

static bool in_family(const struct nft *nft, const struct jnode *object)
{
	const char *family = json_text(object, "family");

	if (!family)
		return false;
	return !strcmp(family, "inet") ||
	       !strcmp(family, nft->family == AF_INET ? "ip" : "ip6");
}

/* Dormant tables judge nothing. */
static bool is_dormant(const struct nft *nft, const struct jnode *chain)
{
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *table = json_get(n, "table");
		const struct jnode *flags = json_get(table, "flags");
		const struct jnode *flag;

		if (!table || !flags || !nft_same_table(table, "name", chain))
			continue;
		flag = flags->kind == JARRAY ? flags->first : flags;
		for (; flag; flag = flags->kind == JARRAY ? flag->next : NULL)
			if (flag->kind == JSTRING && !strcmp(flag->string, "dormant"))
				return true;
	}
	return false;
}

/* iptables-nft keeps its rules in such tables; nft does not tell all of them. */
static bool is_foreign(const struct nft *nft, const struct jnode *chain)
{
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *rule = json_get(n, "rule");
		const struct jnode *expr = json_get(rule, "expr");

		if (!expr || !nft_same_table(rule, "table", chain))
			continue;
		for (expr = expr->first; expr; expr = expr->next)
			if (json_get(expr, "xt"))
				return true;
	}
	return false;
}

/* And iptables-save has told them in full before. */
static bool is_told(const struct nft *nft, const struct jnode *chain)
{
	const struct ruleset *set = nft->src->set;

	for (size_t i = 0; i < nft->told; i++)
		if (set->tables[i].hint == nft->family &&
		    !strcmp(set->tables[i].name, json_text(chain, "table")) &&
		    table_chain(&set->tables[i], json_text(chain, "name")))
			return strcmp(json_text(chain, "family"), "inet");
	return false;
}

static int add_rules(struct nft *nft, const struct jnode *chain,
		     const char *name)
{
	int ret = 0;

	for (const struct jnode *n = nft->list->first; n && !ret; n = n->next) {
		const struct jnode *rule = json_get(n, "rule");
		const char *of = json_text(rule, "chain");

		if (of && !strcmp(of, json_text(chain, "name")) &&
		    nft_same_table(rule, "table", chain))
			ret = nft_rule(nft, rule, name);
	}
	return ret;
}

static const struct table *this_table(const struct nft *nft)
{
	const struct ruleset *set = nft->src->set;

	for (size_t i = 0; i < set->table_count; i++)
		if (set->tables[i].hint == nft->family &&
		    !strcmp(set->tables[i].name, nft->table))
			return &set->tables[i];
	return NULL;
}

static bool is_read(const struct nft *nft, const char *name)
{
	return table_chain(this_table(nft), name);
}

/* Chains that let everything by, and say nothing. */
static bool is_idle(const struct nft *nft, const struct jnode *chain)
{
	const char *policy = json_text(chain, "policy");

	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *rule = json_get(n, "rule");
		const char *of = json_text(rule, "chain");

		if (of && !strcmp(of, json_text(chain, "name")) &&
		    nft_same_table(rule, "table", chain))
			return false;
	}
	return !policy || !strcmp(policy, "accept");
}

static bool is_taken(const struct nft *nft, const struct post *post)
{
	const struct nft like = { .src = nft->src, .family = nft->family,
				  .table = post->table };
	const struct chain *chain = table_chain(this_table(&like), post->chain);

	return chain && chain->policy;
}

/* The first chain of iptables at the same hook that is free, or NULL. */
static const struct post *free_post(const struct nft *nft,
				    const struct post *wanted)
{
	for (size_t i = 0; wanted && i < ARRAY_SIZE(posts); i++)
		if (&posts[i] >= wanted && !strcmp(posts[i].hook, wanted->hook) &&
		    !strcmp(posts[i].type, wanted->type) &&
		    !is_taken(nft, &posts[i]))
			return &posts[i];
	return NULL;
}

static bool is_jump(const struct jnode *expr)
{
	return json_get(expr, "jump") || json_get(expr, "goto") ||
	       json_get(expr, "vmap");
}

/* Whether a chain leads to others. */
static bool leads_on(const struct nft *nft, const struct jnode *chain)
{
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *rule = json_get(n, "rule");
		const struct jnode *expr = json_get(rule, "expr");
		const char *of = json_text(rule, "chain");

		if (!expr || !of || strcmp(of, json_text(chain, "name")) ||
		    !nft_same_table(rule, "table", chain))
			continue;
		for (expr = expr->first; expr; expr = expr->next)
			if (is_jump(expr))
				return true;
	}
	return false;
}

/* All chains of a table that others jump to, in the table of iptables. */
static int add_users(struct nft *nft, const struct jnode *base)
{
	char name[CHAIN_BYTES];
	int ret = 0;

	for (const struct jnode *n = nft->list->first; n && !ret; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");

		if (!chain || json_get(chain, "hook") ||
		    !nft_same_table(chain, "table", base))
			continue;
		nft_chain_name(chain, name, sizeof(name));
		if (is_read(nft, name))
			continue;
		ret = source_add(nft->src, ":%s - [0:0]", name);
		if (!ret)
			ret = add_rules(nft, chain, name);
	}
	return ret;
}

static int add_base(struct nft *nft, const struct jnode *chain,
		    const struct post *post)
{
	const char *policy = json_text(chain, "policy");
	int ret = source_add(nft->src, "*%s", post->table);

	nft->table = post->table;
	if (!ret)
		ret = source_add(nft->src, ":%s %s [0:0]", post->chain,
				 policy && !strcmp(policy, "drop") ? "DROP" :
				 "ACCEPT");
	if (!ret && leads_on(nft, chain))
		ret = add_users(nft, chain);
	if (!ret)
		ret = add_rules(nft, chain, post->chain);
	return ret ? ret : source_add(nft->src, "COMMIT");
}

static int add_hooked(struct nft *nft, const struct jnode *chain, bool idle)
{
	const struct post *post = free_post(nft, find_post(chain));

	if ((!post && idle) || is_told(nft, chain))
		return 0;
	if (is_foreign(nft, chain)) {
		nft->foreign = true;
		return 0;
	}
	if (post)
		return add_base(nft, chain, post);
	fprintf(stderr,
		"sfwctl: nft: chain %s of table %s %s: too many chains at its hook, or a hook that sfw has nothing for\n",
		json_text(chain, "name"), json_text(chain, "family"),
		json_text(chain, "table"));
	return -EINVAL;
}

/* Chains of a hook come in the order of their priorities. */
static const struct jnode *next_hooked(const struct nft *nft,
				       const struct jnode *after)
{
	const struct jnode *found = NULL;
	const long long least = after ? json_get(after, "prio")->number : -1000;
	bool passed = !after;

	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");
		const struct jnode *prio = json_get(chain, "prio");

		passed |= chain && chain == after;
		if (!prio || chain == after || prio->number < least ||
		    (prio->number == least && !passed) ||
		    (found && json_get(found, "prio")->number <= prio->number))
			continue;
		found = chain;
	}
	return found;
}

static int add_family(struct nft *nft)
{
	const struct jnode *chain = NULL;
	int ret = 0;

	nft->src->set->hint = nft->family;
	for (int idle = 0; idle < 2; idle++)
		while (!ret && (chain = next_hooked(nft, chain)))
			if (in_family(nft, chain) && !is_dormant(nft, chain) &&
			    is_idle(nft, chain) == idle)
				ret = add_hooked(nft, chain, idle);
	return ret;
}

/**
 * source_nft_text() - read the output of "nft -j list ruleset"
 * @src: the source
 * @text: its output
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_nft_text(struct source *src, const char *text)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct jnode *root = json_read(text);
	struct nft nft = { .src = src, .list = json_get(root, "nftables"),
			   .told = src->set->table_count };
	int ret = 0;

	if (!nft.list || nft.list->kind != JARRAY) {
		fprintf(stderr, "sfwctl: nft: its output is no JSON of nft\n");
		json_free(root);
		return -EINVAL;
	}
	src->set->joins = true;
	for (size_t i = 0; i < ARRAY_SIZE(families) && !ret; i++) {
		nft.family = families[i];
		ret = add_family(&nft);
	}
	src->set->hint = 0;
	src->set->joins = false;
	if (!ret && nft.foreign)
		ret = source_remark(src, true,
				    "tables of iptables-nft are left out, which nft does not tell in full: iptables-save does");
	json_free(root);
	return ret;
}

/**
 * source_nft() - read the rules that nft has made
 * @src: the source
 *
 * Rules of iptables-nft are left out, which iptables-save tells in full.
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_nft(struct source *src)
{
	static const char *const argv[] = { "nft", "-j", "list", "ruleset", NULL };
	char *text = source_keep(src, process_output(argv));

	return text && *text ? source_nft_text(src, text) : 0;
}
