// SPDX-License-Identifier: GPL-2.0
/*
 * Chains of nft with a hook. Packets have to get through all of those at their hook,
 * one after the other, and through that of iptables-save. Where there are several each
 * is a chain that the hook jumps to, and a packet that one accepts goes on to the next.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "import/nft.h"
#include "lib/compiler.h"

#define STAGES_MAX	64

/* Chains of iptables that those of nft become. */
struct post {
	const char *table;
	const char *chain;
};

static const struct post posts[] = {
	{ "raw", "PREROUTING" }, { "nat", "PREROUTING" }, { "nat", "INPUT" },
	{ "filter", "INPUT" }, { "filter", "FORWARD" }, { "filter", "OUTPUT" },
	{ "nat", "OUTPUT" }, { "nat", "POSTROUTING" },
};

/* Hooks in the order of a packet's way; "input" stands for "forward" and "output" too. */
static const char *const hooks[] = {
	"ingress", "prerouting", "input", "postrouting", "egress",
};

/* The chains of one hook, in their order. */
struct stages {
	unsigned int count;
	const struct jnode *chain[STAGES_MAX];
	bool more;
};

static bool has_text(const struct jnode *object, const char *key, const char *text)
{
	const char *found = json_text(object, key);

	return found && !strcmp(found, text);
}

static bool is_hooked(const struct jnode *chain, const char *hook)
{
	return has_text(chain, "hook", hook);
}

static bool drops(const struct jnode *chain)
{
	return has_text(chain, "policy", "drop");
}

/* Frames of a bridge may be for this host; they are no packets that rules can judge. */
static bool is_bridge(const struct jnode *chain)
{
	return has_text(chain, "family", "bridge");
}

static bool in_family(const struct nft *nft, const struct jnode *chain)
{
	return has_text(chain, "family", "inet") || has_text(chain, "family", "netdev") ||
	       (is_bridge(chain) && !is_hooked(chain, "forward") &&
		!is_hooked(chain, "output") && !is_hooked(chain, "postrouting")) ||
	       has_text(chain, "family", nft->family == AF_INET ? "ip" : "ip6");
}

/* Dormant tables judge nothing. */
static bool is_dormant(const struct nft *nft, const struct jnode *chain)
{
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *table = json_get(n, "table");

		if (table && nft_same_table(table, "name", chain))
			return nft_has_flag(table, "dormant");
	}
	return false;
}

static bool is_early(const struct jnode *chain)
{
	return !has_text(chain, "type", "nat") &&
	       (is_hooked(chain, "ingress") || is_hooked(chain, "prerouting"));
}

/* Early chains with an end that refuses are in front of both ways, to here and through. */
static bool stands_at(const struct post *post, const struct jnode *chain)
{
	const bool nat = has_text(chain, "type", "nat");
	const bool early = is_early(chain);
	const char *hook = json_text(chain, "hook");

	if (!hook || nat != !strcmp(post->table, "nat"))
		return false;
	if (!strcmp(post->table, "raw"))
		return early && !drops(chain);
	if (!strcasecmp(post->chain, hook))
		return true;
	if (!strcmp(post->chain, "FORWARD") &&
	    (is_hooked(chain, "postrouting") || is_hooked(chain, "egress")))
		return !nat;
	return early && drops(chain) && strcmp(post->chain, "OUTPUT");
}

static long long order_of(const struct jnode *chain)
{
	const struct jnode *prio = json_get(chain, "prio");
	long long at = 2;

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		if (is_hooked(chain, hooks[i]))
			at = i;
	return at * (1LL << 40) + (prio ? prio->number : 0);
}

static void add_sorted(struct stages *stages, const struct jnode *chain)
{
	unsigned int at = stages->count;

	stages->more |= at == STAGES_MAX;
	if (stages->more)
		return;
	for (; at && order_of(stages->chain[at - 1]) > order_of(chain); at--)
		stages->chain[at] = stages->chain[at - 1];
	stages->chain[at] = chain;
	stages->count++;
}

/* Verdicts after which a packet goes on, or is let through. */
static bool lets_by(const struct jnode *verdict)
{
	static const char *const names[] = {
		"accept", "return", "continue", "jump", "goto",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (json_get(verdict, names[i]))
			return true;
	return false;
}

static bool map_lets_by(const struct nft *nft, const struct jnode *rule,
			const struct jnode *vmap)
{
	const struct jnode *data = json_get(vmap, "data"), *map = NULL;
	const struct jnode *elems = json_get(data, "set");

	if (data && data->kind == JSTRING && data->string[0] == '@') {
		map = nft_set(nft, rule, data->string + 1);
		elems = json_get(map, "elem");
		if (!map || nft_has_flag(map, "dynamic") || nft_has_flag(map, "timeout"))
			return false;
	}
	for (const struct jnode *n = elems ? elems->first : NULL; n; n = n->next)
		if (!n->first || !lets_by(n->first->next))
			return false;
	return elems || map;
}

static bool is_harmless(const struct nft *nft, const struct jnode *rule,
			const struct jnode *expr)
{
	static const char *const names[] = {
		"match", "counter", "log", "limit", "mangle", "flow", "set", "quota",
		"ct count", "last",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (json_get(expr, names[i]))
			return true;
	if (json_get(expr, "vmap"))
		return map_lets_by(nft, rule, json_get(expr, "vmap"));
	return lets_by(expr) || has_text(json_get(expr, "xt"), "type", "match");
}

static bool refuses_nothing(const struct nft *nft, const struct jnode *chain)
{
	const struct jnode *at = NULL;

	while ((at = nft_rule_node(nft, chain, at))) {
		const struct jnode *rule = json_get(at, "rule");
		const struct jnode *expr = json_get(rule, "expr");

		for (expr = expr ? expr->first : NULL; expr; expr = expr->next)
			if (!is_harmless(nft, rule, expr))
				return false;
	}
	return true;
}

/* Whether a chain leads to others. */
static bool leads_on(const struct nft *nft, const struct jnode *chain)
{
	const struct jnode *at = NULL;

	while ((at = nft_rule_node(nft, chain, at))) {
		const struct jnode *expr = json_get(json_get(at, "rule"), "expr");

		for (expr = expr ? expr->first : NULL; expr; expr = expr->next)
			if (json_get(expr, "jump") || json_get(expr, "goto") ||
			    json_get(expr, "vmap"))
				return true;
	}
	return false;
}

/* Whether a chain refuses nothing, nor any that rules of its table jump to. */
static bool is_idle(const struct nft *nft, const struct jnode *base)
{
	const bool alone = !leads_on(nft, base);

	if (drops(base) || !refuses_nothing(nft, base))
		return false;
	for (const struct jnode *n = nft->list->first; n && !alone; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");

		if (chain && !json_get(chain, "hook") &&
		    nft_same_table(chain, "table", base) && !refuses_nothing(nft, chain))
			return false;
	}
	return true;
}

/* Idle ones are needed only where nothing else says that all is let by. */
static void collect(const struct nft *nft, const struct post *post, bool told,
		    struct stages *stages)
{
	const struct jnode *idle = NULL;
	const bool ends = !strcmp(post->table, "filter") && !told;

	memset(stages, 0, sizeof(*stages));
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");

		if (!chain || !in_family(nft, chain) || !stands_at(post, chain) ||
		    is_dormant(nft, chain) || nft_is_told(nft, chain))
			continue;
		if (is_idle(nft, chain))
			idle = strcasecmp(post->chain, json_text(chain, "hook")) ? idle : chain;
		else
			add_sorted(stages, chain);
	}
	if (idle && ends && !stages->count)
		add_sorted(stages, idle);
}

static int add_rules(struct nft *nft, const struct jnode *chain, const char *name)
{
	const struct jnode *at = NULL;
	int ret = 0;

	while (!ret && (at = nft_rule_node(nft, chain, at)))
		ret = nft_rule(nft, json_get(at, "rule"), name);
	return ret;
}

/* All chains of a table that others jump to. */
static int add_users(struct nft *nft, const struct jnode *base)
{
	char name[CHAIN_BYTES];
	int ret = 0;

	for (const struct jnode *n = nft->list->first; n && !ret; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");

		if (!chain || json_get(chain, "hook") ||
		    !nft_same_table(chain, "table", base))
			continue;
		nft_chain_name(nft, chain, name, sizeof(name));
		ret = source_add(nft->src, ":%s - [0:0]", name);
		if (!ret)
			ret = add_rules(nft, chain, name);
	}
	return ret;
}

/* Connection tracking comes at priority -200, the end of fragments at -400. */
static int add_chains(struct nft *nft, const struct jnode *chain, const char *name)
{
	const struct jnode *prio = json_get(chain, "prio");
	int ret = 0;

	nft->ingress = is_hooked(chain, "ingress") ||
		       (is_hooked(chain, "prerouting") && prio && prio->number <= -400);
	nft->early = nft->ingress ||
		     (is_hooked(chain, "prerouting") && prio && prio->number <= -200);
	if (leads_on(nft, chain))
		ret = add_users(nft, chain);
	return ret ? ret : add_rules(nft, chain, name);
}

/* A line that stands for the end of a chain, or for the way from one to the next. */
static int add_implied(struct nft *nft, const struct jnode *chain, const char *shown,
		       const char *line)
{
	struct ruleset *set = nft->src->set;
	char place[128] = "";
	int ret;

	if (chain)
		snprintf(place, sizeof(place), "%s %s %s", json_text(chain, "family"),
			 json_text(chain, "table"), json_text(chain, "name"));
	set->file = chain ? source_keep(nft->src, strdup(place)) : NULL;
	if (chain && !set->file)
		return -ENOMEM;
	ret = source_rule(nft->src, shown, 0, line);
	set->file = NULL;
	if (!ret)
		set->rules[set->count - 1]->implied = true;
	return ret;
}

static int add_way(struct nft *nft, const struct jnode *chain, const char *from,
		   const char *words, const char *target)
{
	char line[160];

	snprintf(line, sizeof(line), "-A %s%s -j %s", from, words, target);
	return add_implied(nft, chain, is_bridge(chain) ? "a chain of bridges" :
			   drops(chain) ? "policy drop" : "policy accept", line);
}

/* The devices of a chain, each as words; none where nft does not tell them. */
static int add_by_devs(struct nft *nft, const struct jnode *chain, const char *from,
		       const char *target)
{
	const struct jnode *dev = json_get(chain, "dev");
	const char option = is_hooked(chain, "egress") ? 'o' : 'i';
	char words[32];
	int ret = 0;

	if (!dev || is_bridge(chain))
		return add_way(nft, chain, from, "", target);
	for (const struct jnode *n = dev->kind == JARRAY ? dev->first : dev; n && !ret;
	     n = dev->kind == JARRAY ? n->next : NULL) {
		snprintf(words, sizeof(words), " -%c %.15s", option,
			 n->kind == JSTRING ? n->string : "?");
		ret = add_way(nft, chain, from, words, target);
	}
	return ret;
}

/* A chain that the chain @from jumps to; packets that it lets by go on to @next. */
static int add_stage(struct nft *nft, const struct jnode *chain, const char *from,
		     const char *next)
{
	char name[CHAIN_BYTES];
	int ret;

	nft->copies++;
	nft->next = *next ? next : NULL;
	nft_chain_name(nft, chain, name, sizeof(name));
	if (is_bridge(chain))
		return add_way(nft, chain, from, " -m nft:bridge", "nft:bridge");
	ret = source_add(nft->src, ":%s - [0:0]", name);
	if (!ret)
		ret = add_chains(nft, chain, name);
	if (!ret)
		ret = add_by_devs(nft, chain, from, name);
	if (!ret && drops(chain))
		ret = add_by_devs(nft, chain, from, "DROP");
	return ret;
}

/* The chain of iptables-save at a hook, or NULL. */
static struct chain *told_chain(const struct nft *nft, const struct post *post)
{
	struct ruleset *set = nft->src->set;

	for (size_t i = 0; i < nft->told; i++) {
		struct table *table = &set->tables[i];

		if (table->hint != nft->family || strcmp(table->name, post->table))
			continue;
		for (size_t j = 0; j < table->count; j++)
			if (table->chains[j].policy &&
			    !strcmp(table->chains[j].name, post->chain))
				return &table->chains[j];
	}
	return NULL;
}

/* It comes last, and its policy behind it. */
static int add_told(struct nft *nft, const char *name, const struct rule *policy,
		    const char *from)
{
	char line[96];
	int ret;

	snprintf(line, sizeof(line), "-A %s -j %s", from, name);
	ret = add_implied(nft, NULL, policy->text, line);
	snprintf(line, sizeof(line), "-A %s -j %s", from,
		 policy->target == TARGET_REFUSE ? "DROP" : "ACCEPT");
	return ret ? ret : add_implied(nft, NULL, policy->text, line);
}

/* Rules that translate destinations, of nft or of iptables. */
static bool has_translations(const struct nft *nft)
{
	static const struct post nat = { "nat", "PREROUTING" };
	struct stages stages;

	collect(nft, &nat, false, &stages);
	return stages.count || told_chain(nft, &nat);
}

/*
 * Whether some chain looks at destinations otherwise than its place among the lines
 * says: in front of their translation or, in table raw, behind it.
 */
static bool is_blind(const struct nft *nft)
{
	for (const struct jnode *n = nft->list->first; n; n = n->next) {
		const struct jnode *chain = json_get(n, "chain");
		const struct jnode *prio = json_get(chain, "prio");

		if (chain && in_family(nft, chain) && !nft_is_told(nft, chain) &&
		    !is_dormant(nft, chain) && is_early(chain) && !is_idle(nft, chain) &&
		    (drops(chain) || (is_hooked(chain, "prerouting") && prio &&
				      prio->number > -100)))
			return true;
	}
	return false;
}

/* Then packets with another destination count as refused. */
static int add_guard(struct nft *nft, const struct post *post)
{
	char line[96];

	if (strcmp(post->table, "filter") || !has_translations(nft) || !is_blind(nft))
		return 0;
	snprintf(line, sizeof(line), "-A %s -m conntrack --ctstate DNAT -j DROP",
		 post->chain);
	return add_implied(nft, NULL, "translated packets", line);
}

/* All but the last chain lead to a chain with the rest. */
static int add_row(struct nft *nft, const struct post *post,
		   const struct stages *stages)
{
	char from[CHAIN_BYTES], next[CHAIN_BYTES], name[CHAIN_BYTES];
	struct chain *told = told_chain(nft, post);
	const struct rule *policy = told ? told->policy : NULL;
	int ret;

	snprintf(name, sizeof(name), "%u.told", ++nft->copies);
	if (told) {
		strcpy(told->name, name);
		told->policy = NULL;
	}
	snprintf(from, sizeof(from), "%s", post->chain);
	ret = source_add(nft->src, ":%s ACCEPT [0:0]", from);
	if (!ret)
		ret = add_guard(nft, post);
	for (unsigned int i = 0; i < stages->count && !ret; i++) {
		bool last = i + 1 == stages->count && !policy;

		snprintf(next, sizeof(next), "%u.next", nft->copies);
		ret = add_stage(nft, stages->chain[i], from, last ? "" : next);
		if (!ret)
			ret = add_way(nft, stages->chain[i], from, "", last ? "ACCEPT" : next);
		if (!ret && !last)
			ret = source_add(nft->src, ":%s - [0:0]", next);
		strcpy(from, next);
	}
	return ret || !policy ? ret : add_told(nft, name, policy, from);
}

/* Packets that this host sends are judged by no rule of the policy. */
static int add_sent(struct nft *nft, const struct post *post,
		    const struct stages *stages)
{
	int ret = source_add(nft->src, ":%s ACCEPT [0:0]", post->chain);

	nft->next = NULL;
	for (unsigned int i = 0; i < stages->count && !ret; i++) {
		nft->copies++;
		ret = add_chains(nft, stages->chain[i], post->chain);
	}
	return ret;
}

/* A chain that is alone is the chain of iptables itself. */
static int add_alone(struct nft *nft, const struct jnode *chain, const struct post *post)
{
	int ret = source_add(nft->src, ":%s %s [0:0]", post->chain,
			     drops(chain) ? "DROP" : "ACCEPT");

	nft->copies++;
	nft->next = NULL;
	if (!ret)
		ret = add_guard(nft, post);
	return ret ? ret : add_chains(nft, chain, post->chain);
}

static int add_post(struct nft *nft, const struct post *post)
{
	const bool told = told_chain(nft, post);
	struct stages stages;
	int ret;

	collect(nft, post, told, &stages);
	if (stages.more)
		return -E2BIG;
	if (!stages.count)
		return 0;
	ret = source_add(nft->src, "*%s", post->table);
	if (ret)
		return ret;
	if (!strcmp(post->chain, "OUTPUT") && !told)
		ret = add_sent(nft, post, &stages);
	else if (stages.count == 1 && !told && !json_get(stages.chain[0], "dev") &&
		 !is_bridge(stages.chain[0]))
		ret = add_alone(nft, stages.chain[0], post);
	else
		ret = add_row(nft, post, &stages);
	return ret ? ret : source_add(nft->src, "COMMIT");
}

static bool has_chain(const struct nft *nft, const char *name)
{
	const struct ruleset *set = nft->src->set;

	for (size_t i = 0; i < set->table_count; i++)
		if (set->tables[i].hint == nft->family &&
		    !strcmp(set->tables[i].name, "filter") &&
		    (!name || table_chain(&set->tables[i], name)))
			return true;
	return false;
}

/**
 * nft_hooks() - add the chains of a family that hooks call
 * @nft: the rules
 *
 * Return: 0 or a negative errno.
 */
int nft_hooks(struct nft *nft)
{
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(posts) && !ret; i++)
		ret = add_post(nft, &posts[i]);
	if (ret || !has_chain(nft, NULL) || has_chain(nft, "FORWARD"))
		return ret;
	/* Where nft has no chain all is forwarded; iptables-save would say so. */
	ret = source_add(nft->src, "*filter");
	if (!ret)
		ret = source_add(nft->src, ":FORWARD ACCEPT [0:0]");
	if (!ret)
		ret = add_guard(nft, &(struct post){ "filter", "FORWARD" });
	return ret ? ret : source_add(nft->src, "COMMIT");
}
