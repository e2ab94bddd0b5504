// SPDX-License-Identifier: GPL-2.0
/*
 * Direct rules: those of iptables that firewalld takes as they are. Where it makes
 * rules of nft itself, a packet that they accept still has to pass its own, and one
 * that they refuse is refused: as by table mangle, which comes before.
 */
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/firewalld.h"
#include "lib/wordset.h"

#define RULES_MAX	1024
#define BASE		"INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING"

static bool is_ours(const struct firewalld *fw, const struct xnode *n)
{
	const char *family = xml_attr(n, "ipv");

	return family && !strcmp(family, fw->family == AF_INET ? "ipv4" : "ipv6");
}

static const char *table_of(const struct firewalld *fw, const char *table)
{
	return !fw->iptables && !strcmp(table, "filter") ? "mangle" : table;
}

/* Chains of two tables may have one name. */
static void name_chain(const char *table, const char *chain, char *buf,
		       size_t size)
{
	if (wordset_index(BASE, chain) >= 0)
		snprintf(buf, size, "%s", chain);
	else
		snprintf(buf, size, "%c_%s", *table, chain);
}

/* Words of a rule, with the names of its chains as they are here. */
static void put_args(const struct fw_part *part, const char *table,
		     const char *text, struct fw_line *line)
{
	const struct xnode *root = part->doc->root;
	char copy[FW_WORDS], *rest = copy, *word;
	bool target = false;

	line->full |= (size_t)snprintf(copy, sizeof(copy), "%s", text) >= sizeof(copy);
	while ((word = strsep(&rest, " \t\r\n"))) {
		bool own = false;

		if (!*word)
			continue;
		for (const struct xnode *n = root->first; n && target && !own; n = n->next)
			own = !strcmp(n->name, "chain") && xml_attr(n, "chain") &&
			      !strcmp(xml_attr(n, "chain"), word);
		if (own)
			fw_put(line, " %c_%s", *table, word);
		else
			fw_put(line, " %s", word);
		target = wordset_index("-j|--jump|-g|--goto", word) >= 0;
	}
}

static int names(const struct fw_part *part, const struct xnode *n,
		 const char **table, char chain[CHAIN_BYTES])
{
	const char *name;
	int ret = fw_word(part->doc, n, "table", table);

	if (!ret)
		ret = fw_word(part->doc, n, "chain", &name);
	if (ret)
		return ret;
	if (wordset_index("filter|nat|mangle|raw|security", *table) < 0)
		return fw_fail(part->doc, n, "there is no table \"%s\"", *table);
	if (strlen(name) > CHAIN_BYTES - 3)
		return fw_fail(part->doc, n, "the chain's name is too long");
	name_chain(*table, name, chain, CHAIN_BYTES);
	return 0;
}

static int add_chain(const struct fw_part *part, const struct xnode *n)
{
	char chain[CHAIN_BYTES];
	const char *table;
	int ret = names(part, n, &table, chain);

	return ret ? ret : fw_add(part->fw, table_of(part->fw, table), ":%s - [0:0]",
				  chain);
}

static int add_rule(const struct fw_part *part, const struct xnode *n)
{
	struct fw_line line = { .full = false };
	char chain[CHAIN_BYTES];
	const char *table;
	int ret = names(part, n, &table, chain);

	if (ret)
		return ret;
	put_args(part, table, n->text ? n->text : "", &line);
	return fw_rule(part, n, table_of(part->fw, table), chain, &line);
}

/* "-t filter -A INPUT ..."; all else may be anything, and refuse anything. */
static int add_passthrough(const struct fw_part *part, const struct xnode *n)
{
	struct fw_line line = { .full = false };
	const char *text = n->text ? n->text : "";
	char table[16] = "filter", chain[CHAIN_BYTES - 2], name[CHAIN_BYTES];
	int used = 0;

	text += strspn(text, " \t\r\n");
	if (sscanf(text, "-t %15s %n", table, &used) == 1)
		text += used;
	used = 0;
	if (sscanf(text, "-A %29s %n", chain, &used) == 1 && used) {
		name_chain(table, chain, name, sizeof(name));
		put_args(part, table, text + used, &line);
	} else {
		strcpy(name, "INPUT");
		fw_put(&line, " -m passthrough -j DROP");
	}
	return fw_rule(part, n, table_of(part->fw, table), name, &line);
}

static long priority(const struct xnode *n)
{
	const char *text = xml_attr(n, "priority");

	return strcmp(n->name, "rule") ? LONG_MAX : text ? strtol(text, NULL, 10) : 0;
}

static int by_priority(const void *a, const void *b)
{
	const struct xnode *const *x = a, *const *y = b;

	if (priority(*x) != priority(*y))
		return priority(*x) < priority(*y) ? -1 : 1;
	return (*x)->start < (*y)->start ? -1 : 1;
}

static int add_all(const struct fw_part *part, const struct xnode **rules)
{
	size_t count = 0;
	int ret = 0;

	for (const struct xnode *n = part->doc->root->first; n && !ret; n = n->next) {
		if (!is_ours(part->fw, n))
			continue;
		if (!strcmp(n->name, "chain"))
			ret = add_chain(part, n);
		else if (count == RULES_MAX)
			ret = fw_fail(part->doc, n, "too many rules: %d at most",
				      RULES_MAX);
		else
			rules[count++] = n;
	}
	if (!ret)
		qsort(rules, count, sizeof(*rules), by_priority);
	for (size_t i = 0; i < count && !ret; i++)
		ret = strcmp(rules[i]->name, "rule") ?
		      add_passthrough(part, rules[i]) : add_rule(part, rules[i]);
	return ret;
}

/**
 * fw_direct() - add the direct rules
 * @fw: all files
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_direct(struct firewalld *fw)
{
	const struct xnode **rules;
	struct fw_part part = { .fw = fw };
	int ret = fw_load(fw, ".", "direct", &part.doc);

	if (ret || !part.doc)
		return ret;
	rules = calloc(RULES_MAX, sizeof(*rules));
	ret = rules ? add_all(&part, rules) : -ENOMEM;
	free(rules);
	return ret;
}
