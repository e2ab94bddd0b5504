// SPDX-License-Identifier: GPL-2.0
/* One rule of nft as rules of iptables. */
#define _GNU_SOURCE	/* for asprintf() */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/nft.h"
#include "lib/compiler.h"

/* A rule that is being put together. */
struct work {
	const struct nft *nft;
	const struct jnode *rule;
	struct nft_ways ways;	/* so far */
	struct nft_ways next;	/* words that follow */
	struct nft_ways product;
	struct nft_ways before;	/* a map, and of all its elements */
	struct nft_ways all;
	char verdict[NFT_WAYS][64];
	char before_verdict[NFT_WAYS][64];
	bool logs;
	bool other;		/* a part of it is not understood, and may refuse */
	bool xt;		/* a part of it is one of iptables */
	size_t from;		/* elements of its map that have become lines before */
	size_t until;		/* and with this turn, 0 for all */
};

/* Each way so far with each that follows, and its verdict. */
static void multiply(struct work *w)
{
	unsigned int from[NFT_WAYS];

	for (unsigned int i = 0; i < w->ways.count; i++)
		strcpy(w->before_verdict[i], w->verdict[i]);
	nft_product(&w->ways, &w->next, &w->product, from);
	for (unsigned int i = 0; i < w->ways.count; i++)
		strcpy(w->verdict[i], w->before_verdict[from[i]]);
}

static void append(struct work *w, const char *words)
{
	w->next.count = 1;
	w->next.proto[0][0] = '\0';
	snprintf(w->next.words[0], NFT_WORDS, "%s", words);
	multiply(w);
}

static void set_verdict(struct work *w, const char *words)
{
	for (unsigned int i = 0; i < w->ways.count; i++)
		if (!w->verdict[i][0])
			snprintf(w->verdict[i], sizeof(w->verdict[i]), "%s", words);
}

static void reject_words(const struct work *w, const struct jnode *reject,
			 char *buf, size_t size)
{
	static const char *const names[][3] = {
		{ "port-unreachable", "icmp-port-unreachable", "icmp6-port-unreachable" },
		{ "admin-prohibited", "icmp-admin-prohibited", "icmp6-adm-prohibited" },
		{ "host-unreachable", "icmp-host-unreachable", "icmp6-addr-unreachable" },
		{ "addr-unreachable", "icmp-host-unreachable", "icmp6-addr-unreachable" },
		{ "prot-unreachable", "icmp-proto-unreachable", "icmp6-port-unreachable" },
		{ "no-route", "icmp-net-unreachable", "icmp6-no-route" },
		{ "net-unreachable", "icmp-net-unreachable", "icmp6-no-route" },
		{ "host-prohibited", "icmp-host-prohibited", "icmp6-adm-prohibited" },
	};
	const char *type = json_text(reject, "type");
	const char *expr = json_text(reject, "expr");
	int family = w->nft->family == AF_INET ? 1 : 2;
	const char *with = names[0][family];

	if (type && !strcmp(type, "tcp reset"))
		with = "tcp-reset";
	for (size_t i = 0; expr && i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i][0], expr))
			with = names[i][family];
	snprintf(buf, size, " -j REJECT --reject-with %s", with);
}

static void jump_words(const struct work *w, const struct jnode *jump,
		       const char *option, char *buf, size_t size)
{
	const char *target = json_text(jump, "target");
	char name[CHAIN_BYTES];

	if (target && nft_chain(w->nft, w->rule, target, name, sizeof(name)))
		snprintf(buf, size, " %s %s", option, name);
	else
		snprintf(buf, size, " -j nft:jump");
}

/* The new ports behind a word; false if these are neither one nor a range of them. */
static bool new_ports(const struct jnode *nat, const char *before, char *buf, size_t size)
{
	const struct jnode *port = json_get(nat, "port");
	const struct jnode *range = json_get(port, "range");

	*buf = '\0';
	if (range && range->count == 2)
		snprintf(buf, size, "%s%lld-%lld", before, range->first->number,
			 range->first->next->number);
	else if (port && port->kind == JNUMBER)
		snprintf(buf, size, "%s%lld", before, port->number);
	return *buf || !port;
}

static void redirect_words(const struct jnode *redirect, char *buf, size_t size)
{
	char ports[40];

	snprintf(buf, size, " -j %s%s",
		 new_ports(redirect, " --to-ports ", ports, sizeof(ports)) ?
		 "REDIRECT" : "nft:redirect", ports);
}

/* An address behind this host, or a new source. */
static void nat_words(const struct jnode *nat, const char *target,
		      const char *option, char *buf, size_t size)
{
	const char *addr = json_text(nat, "addr");
	char ports[32];

	if (!new_ports(nat, ":", ports, sizeof(ports)) || !addr)
		snprintf(buf, size, " -j nft:%s", target);
	else if (*ports && strchr(addr, ':'))
		snprintf(buf, size, " -j %s %s [%s]%s", target, option, addr, ports);
	else
		snprintf(buf, size, " -j %s %s %s%s", target, option, addr, ports);
}

/* A verdict, or anything else that ends a rule; false if this is none. */
static bool verdict_words(const struct work *w, const struct jnode *expr,
			  char *buf, size_t size)
{
	static const char *const plain[][2] = {
		{ "accept", " -j ACCEPT" }, { "drop", " -j DROP" },
		{ "return", " -j RETURN" }, { "continue", "" },
		{ "masquerade", " -j MASQUERADE" },
		{ "notrack", " -j NOTRACK" }, { "queue", " -j nft:queue" },
		{ "tproxy", " -j nft:tproxy" }, { "synproxy", " -j nft:synproxy" },
	};

	if (json_get(expr, "accept") && w->nft->next) {
		snprintf(buf, size, " -j %s", w->nft->next);
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
		if (json_get(expr, plain[i][0])) {
			snprintf(buf, size, "%s", plain[i][1]);
			return true;
		}
	}
	if (json_get(expr, "redirect"))
		redirect_words(json_get(expr, "redirect"), buf, size);
	else if (json_get(expr, "reject"))
		reject_words(w, json_get(expr, "reject"), buf, size);
	else if (json_get(expr, "jump"))
		jump_words(w, json_get(expr, "jump"), "-j", buf, size);
	else if (json_get(expr, "goto"))
		jump_words(w, json_get(expr, "goto"), "-g", buf, size);
	else if (json_get(expr, "dnat"))
		nat_words(json_get(expr, "dnat"), "DNAT", "--to-destination", buf,
			  size);
	else if (json_get(expr, "snat"))
		nat_words(json_get(expr, "snat"), "SNAT", "--to-source", buf, size);
	else if (json_get(expr, "fwd"))
		snprintf(buf, size, " -j nft:fwd");
	else
		return false;
	return true;
}

/* Verdicts of the other family are for none of the packets of this one. */
static bool is_other_verdict(const struct nft *nft, const struct jnode *expr)
{
	static const char *const names[] = { "dnat", "snat", "tproxy" };
	const char *six = nft->family == AF_INET ? "ip6" : "ip";
	const char *type = json_text(json_get(expr, "reject"), "type");

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *family = json_text(json_get(expr, names[i]), "family");

		if (family && !strcmp(family, six))
			return true;
	}
	return type && !strcmp(type, nft->family == AF_INET ? "icmpv6" : "icmp");
}

/* Elements of a map of verdicts, NULL where others come and go. */
static const struct jnode *find_elems(const struct work *w, const struct jnode *data)
{
	static const struct jnode none = { .kind = JARRAY };
	const struct jnode *map, *elems;

	if (!data || data->kind != JSTRING || data->string[0] != '@')
		return json_get(data, "set");
	map = nft_set(w->nft, w->rule, data->string + 1);
	elems = json_get(map, "elem");
	if (!map || nft_has_flag(map, "timeout") || nft_has_flag(map, "dynamic"))
		return NULL;
	return elems ? elems : &none;
}

/*
 * Values of a map and their verdicts: elements are apart, so any order is right. Those for
 * which there is no room have a turn of their own.
 */
static void read_vmap(struct work *w, const struct jnode *map)
{
	const struct jnode *elems = find_elems(w, json_get(map, "data"));
	struct nft_ways *before = &w->before, *all = &w->all;
	char verdicts[NFT_WAYS][64] = { "" };
	size_t at = 0;

	if (!elems || !json_get(map, "key")) {
		append(w, " -m nft:vmap");
		set_verdict(w, " -j nft:vmap");
		return;
	}
	nft_copy(before, &w->ways);
	all->count = 0;
	for (const struct jnode *n = elems->first; n; n = n->next, at++) {
		const struct jnode *verdict = n->first ? n->first->next : NULL;
		char words[64] = " -j nft:vmap";

		if (at < w->from)
			continue;
		nft_match(w->nft, w->rule, json_get(map, "key"), "==", n->first,
			  &w->next);
		if (verdict)
			verdict_words(w, verdict, words, sizeof(words));
		nft_copy(&w->ways, before);
		multiply(w);
		if (all->count + w->ways.count > NFT_WAYS) {
			w->until = at;
			break;
		}
		for (unsigned int i = 0; i < w->ways.count; i++) {
			strcpy(all->words[all->count], w->ways.words[i]);
			strcpy(all->proto[all->count], w->ways.proto[i]);
			strcpy(verdicts[all->count++], words);
		}
	}
	nft_copy(&w->ways, all);
	memcpy(w->verdict, verdicts, sizeof(w->verdict));
}

static void read_limit(struct work *w, const struct jnode *l)
{
	const struct jnode *rate = json_get(l, "rate"), *burst = json_get(l, "burst");
	const char *per = json_text(l, "per");
	char words[96];

	if (!rate || !per || json_text(l, "rate_unit")) {
		append(w, " -m limit");
		return;
	}
	snprintf(words, sizeof(words), " -m limit --limit %lld/%s --limit-burst %lld",
		 rate->number, per, burst ? burst->number : 5);
	append(w, words);
}

static void live(struct work *w, const struct jnode *count)
{
	const struct jnode *val = json_get(count, "val"), *inv = json_get(count, "inv");
	char words[64];

	snprintf(words, sizeof(words), " -m connlimit --%s %lld",
		 inv && inv->truth ? "connlimit-above" : "connlimit-upto",
		 val ? val->number : 0);
	append(w, words);
}

/* A match or a target of iptables: nft has no more of it than its name. */
static void read_xt(struct work *w, const struct jnode *xt)
{
	const char *type = json_text(xt, "type"), *name = json_text(xt, "name");
	bool match = type && !strcmp(type, "match");
	char words[48];

	w->xt = true;
	if (match && name && !strcmp(name, "comment"))
		return;
	if (match || !name || strcmp(name, "REJECT"))
		append(w, " -m nft:xt");
	if (match)
		return;
	/* One that leaves packets untracked, perhaps. */
	snprintf(words, sizeof(words), " -j %.32s%s", name ? name : "nft:xt",
		 name && !strcmp(name, "CT") ? " --notrack" : "");
	set_verdict(w, words);
}

/* Statements that change or note something, and let the next one have its turn. */
static bool is_aside(const struct jnode *expr)
{
	static const char *const names[] = {
		"counter", "mangle", "flow", "ct helper", "ct timeout", "secmark", "last",
	};
	const struct jnode *set = json_get(expr, "set");

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (json_get(expr, names[i]))
			return true;
	return set && !json_get(set, "stmt");
}

static void statement(struct work *w, const struct jnode *expr)
{
	const struct jnode *match = json_get(expr, "match");
	const char *op = json_text(match, "op");
	char words[64];

	if (match) {
		nft_match(w->nft, w->rule, json_get(match, "left"), op ? op : "",
			  json_get(match, "right"), &w->next);
		multiply(w);
	} else if (json_get(expr, "vmap")) {
		read_vmap(w, json_get(expr, "vmap"));
	} else if (json_get(expr, "limit")) {
		read_limit(w, json_get(expr, "limit"));
	} else if (json_get(expr, "ct count")) {
		live(w, json_get(expr, "ct count"));
	} else if (json_get(expr, "log")) {
		w->logs = true;
	} else if (json_get(expr, "xt")) {
		read_xt(w, json_get(expr, "xt"));
	} else if (is_other_verdict(w->nft, expr)) {
		w->ways.count = 0;
	} else if (verdict_words(w, expr, words, sizeof(words))) {
		set_verdict(w, words);
	} else if (json_get(expr, "set") && !is_aside(expr)) {
		append(w, " -m hashlimit");
	} else if (!is_aside(expr)) {
		/* A block of rules is a text, not even an object. */
		append(w, " -m nft:other");
		w->other = true;
	}
}

/* A comment as one word of iptables-save. */
static void add_comment(struct work *w, const char *comment)
{
	char words[256] = " -m comment --comment \"";
	size_t len = strlen(words);

	for (; *comment && len < sizeof(words) - 4; comment++) {
		if (*comment == '"' || *comment == '\\')
			words[len++] = '\\';
		words[len++] = *comment;
	}
	strcpy(words + len, "\"");
	append(w, words);
}

/* A verdict for people: chains have the names that they have in nft. */
static const char *show_verdict(const struct nft *nft, const char *verdict, char *buf,
				size_t size)
{
	const char *target = verdict + (*verdict ? strlen(" -j ") : 0);
	const size_t number = strspn(target, "0123456789.");

	if (!number || nft->own_names)
		return verdict;
	if (nft->next && !strcmp(target, nft->next))
		return " -j ACCEPT";
	snprintf(buf, size, "%.4s%s", verdict, target + number);
	return buf;
}

static int add_line(struct nft *nft, const char *chain, const char *words,
		    const char *verdict)
{
	char *line, *shown, buf[64];
	int ret;

	if (asprintf(&shown, "%s%s", words,
		     show_verdict(nft, verdict, buf, sizeof(buf))) < 0)
		return -ENOMEM;
	if (nft->at)
		ret = asprintf(&line, "-I %s %zu %s%s", chain, nft->at++, words, verdict);
	else
		ret = asprintf(&line, "-A %s %s%s", chain, words, verdict);
	if (ret >= 0) {
		ret = source_rule(nft->src, shown + strspn(shown, " "), 0, line);
		free(line);
	}
	free(shown);
	return ret;
}

static int emit(struct nft *nft, const struct work *w, const char *chain)
{
	int ret = 0;

	for (unsigned int i = 0; i < w->ways.count && !ret; i++) {
		const char *proto = w->ways.proto[i];
		const char *verdict = w->verdict[i][0] ? w->verdict[i] :
				      w->other ? " -j nft:other" :
				      w->logs ? " -j LOG" : "";
		char *words;

		if (asprintf(&words, "%s%s%s", *proto ? "-p " : "", proto,
			     w->ways.words[i]) < 0)
			return -ENOMEM;
		ret = add_line(nft, chain, words, verdict);
		free(words);
	}
	return ret;
}

/* A turn, in which as many elements of a map as there is room for become lines. */
static int take_turn(struct nft *nft, struct work *w, const char *chain)
{
	const struct jnode *expr = json_get(w->rule, "expr");

	w->ways.count = 1;
	w->ways.words[0][0] = '\0';
	w->ways.proto[0][0] = '\0';
	memset(w->verdict, 0, sizeof(w->verdict));
	w->until = 0;
	for (expr = expr ? expr->first : NULL; expr; expr = expr->next)
		statement(w, expr);
	if (json_text(w->rule, "comment"))
		add_comment(w, json_text(w->rule, "comment"));
	nft->xt |= w->xt;
	return emit(nft, w, chain);
}

/**
 * nft_rule() - add a rule
 * @nft: the rules
 * @rule: the rule
 * @chain: name of the chain among the lines
 *
 * Return: 0 or -ENOMEM.
 */
int nft_rule(struct nft *nft, const struct jnode *rule, const char *chain)
{
	const struct jnode *handle = json_get(rule, "handle");
	struct ruleset *set = nft->src->set;
	struct work *w = calloc(1, sizeof(*w));
	char place[128];
	int ret = 0;

	if (!w)
		return -ENOMEM;
	w->nft = nft;
	w->rule = rule;
	snprintf(place, sizeof(place), "%s %s %s, handle %lld",
		 json_text(rule, "family"), json_text(rule, "table"),
		 json_text(rule, "chain"), handle ? handle->number : 0);
	set->file = source_keep(nft->src, strdup(place));
	set->origin = rule;
	if (!set->file)
		ret = -ENOMEM;
	do {
		if (!ret)
			ret = take_turn(nft, w, chain);
		w->from = w->until;
	} while (!ret && w->from);
	set->file = NULL;
	set->origin = NULL;
	free(w);
	return ret;
}
