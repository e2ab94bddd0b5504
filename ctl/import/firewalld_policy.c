// SPDX-License-Identifier: GPL-2.0
/*
 * The policies of firewalld: rules for packets from some zones to others, before those
 * of the zones, or behind them.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/firewalld.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

#define POLICIES_MAX	256
#define ENDS_MAX	64	/* interfaces and sources of a side */

/* One side of a policy. */
struct side {
	bool any;
	bool host;
	bool active;		/* packets have it */
	bool by_name;		/* interfaces are named */
	unsigned int count;
	struct fw_line ends[ENDS_MAX];
};

static const char *const base_chains[][2] = {
	{ "filter", "INPUT" }, { "filter", "FORWARD" }, { "filter", "OUTPUT" },
	{ "nat", "PREROUTING" }, { "nat", "POSTROUTING" },
};

static int add_end(const struct fw_part *zone, const struct xnode *n,
		   bool out, struct side *side)
{
	struct fw_line *end = &side->ends[side->count];
	const char *name;
	int ret;

	if (wordset_index("interface|source", n->name) < 0)
		return 0;
	side->active = true;
	if (side->count == ENDS_MAX)
		return fw_fail(zone->doc, n, "a policy has too many of these");
	memset(end, 0, sizeof(*end));
	if (strcmp(n->name, "interface")) {
		ret = fw_source(zone, n, out ? "-d" : "-s", end);
	} else {
		side->by_name = true;
		ret = fw_word(zone->doc, n, "name", &name);
		if (!ret)
			fw_put(end, " %s %s", out ? "-o" : "-i", name);
	}
	if (!ret)
		side->count++;
	else
		free(end->srcs);
	return ret < 0 ? ret : 0;
}

/*
 * Whether policies hold for a default zone without interfaces of its own hangs on the
 * version of firewalld: perhaps they do.
 */
static int add_zone(const struct fw_part *part, const struct xnode *at,
		    const char *name, bool out, struct side *side)
{
	struct fw_part zone = { .fw = part->fw };
	int ret = fw_load(part->fw, "zones", name, &zone.doc);

	if (!ret && !zone.doc)
		ret = fw_fail(part->doc, at, "there is no zone \"%s\"", name);
	for (const struct xnode *n = ret ? NULL : zone.doc->root->first; n && !ret; n = n->next)
		ret = add_end(&zone, n, out, side);
	if (ret || strcmp(name, part->fw->zone) || side->count == ENDS_MAX)
		return ret;
	side->active = true;
	memset(&side->ends[side->count], 0, sizeof(side->ends[0]));
	fw_put(&side->ends[side->count++], " -m default-zone");
	return 0;
}

static int read_side(const struct fw_part *part, const char *element, bool out,
		     struct side *side)
{
	const char *name;
	int ret = 0;

	for (const struct xnode *n = part->doc->root->first; n && !ret; n = n->next) {
		if (strcmp(n->name, element))
			continue;
		ret = fw_word(part->doc, n, "name", &name);
		if (ret)
			break;
		side->any |= !strcmp(name, "ANY");
		side->host |= !strcmp(name, "HOST");
		if (!side->any && !side->host)
			ret = add_zone(part, n, name, out, side);
	}
	side->active |= side->any || side->host;
	return ret;
}

static void free_side(struct side *side)
{
	for (unsigned int i = 0; side && i < side->count; i++)
		free(side->ends[i].srcs);
	free(side);
}

static int priority(const struct fw_doc *doc)
{
	const char *text = xml_attr(doc->root, "priority");

	return text ? (int)strtol(text, NULL, 10) : -1;
}

/* A jump from the policies of a hook, for each pair of ends. */
static int add_jumps(const struct fw_part *part, const char *table,
		     const char *hook, const char *chain,
		     const struct side *from, const struct side *to)
{
	static const struct side all = { .count = 0 };
	unsigned int froms = from->any || from->host ? 0 : from->count;
	unsigned int tos = to->any || to->host ? 0 : to->count;
	char base[40];
	int ret = 0;

	if ((!froms && !from->any && !from->host) || (!tos && !to->any && !to->host))
		return 0;
	snprintf(base, sizeof(base), "%s_POLICIES_%s", hook,
		 priority(part->doc) < 0 ? "pre" : "post");
	for (unsigned int i = 0; i < (froms ? froms : 1) && !ret; i++) {
		for (unsigned int j = 0; j < (tos ? tos : 1) && !ret; j++) {
			struct fw_line line = froms ? from->ends[i] : all.ends[0];

			fw_put(&line, "%s -j %s", tos ? to->ends[j].text : "",
			       chain);
			ret = fw_rule(part, part->doc->root, table, base, &line);
		}
	}
	return ret;
}

static int add_hook(const struct fw_part *part, const char *table,
		    const char *hook, const char *chain,
		    const struct side *from, const struct side *to)
{
	int ret = fw_chain(part, table, chain, NULL);

	return ret ? ret : add_jumps(part, table, hook, chain, from, to);
}

static int add_hooks(struct fw_part *part, const struct side *from,
		     const struct side *to)
{
	const char *name = part->doc->name;
	bool before = to->host ? from->any : to->any || !to->by_name;
	int ret;

	snprintf(part->in, sizeof(part->in), "%s_%s", to->host ? "IN" :
		 from->host ? "OUT" : "FWD", name);
	strcpy(part->through, part->in);
	if (from->host)
		return add_hook(part, "filter", "OUTPUT", part->in, from, to);
	ret = add_hook(part, "filter", to->host ? "INPUT" : "FORWARD", part->in,
		       from, to);
	if (!ret && before) {
		snprintf(part->before, sizeof(part->before), "PRE_%s", name);
		ret = add_hook(part, "nat", "PREROUTING", part->before, from, to);
	}
	if (!ret && !to->host) {
		snprintf(part->after, sizeof(part->after), "POST_%s", name);
		ret = add_hook(part, "nat", "POSTROUTING", part->after, from, to);
	}
	return ret;
}

static int add_target(const struct fw_part *part)
{
	const char *target = xml_attr(part->doc->root, "target");
	struct fw_line line = { .full = false };

	if (!target || !strcmp(target, "CONTINUE"))
		return 0;
	fw_put(&line, " -j %s", !strcmp(target, "ACCEPT") ||
	       !strcmp(target, "DROP") ? target : fw_reject(part->fw));
	return fw_rule(part, part->doc->root, "filter", part->in, &line);
}

static int add_policy(struct firewalld *fw, struct fw_doc *doc)
{
	struct fw_part part = { .fw = fw, .doc = doc };
	struct side *from = calloc(1, sizeof(*from)), *to = calloc(1, sizeof(*to));
	int ret = from && to ? 0 : -ENOMEM;

	if (!ret && strlen(doc->name) >= FW_NAME)
		ret = fw_fail(doc, doc->root, "its name is too long for a policy");
	if (!ret)
		ret = read_side(&part, "ingress-zone", false, from);
	if (!ret)
		ret = read_side(&part, "egress-zone", true, to);
	if (!ret && from->active && to->active) {
		ret = add_hooks(&part, from, to);
		if (!ret)
			ret = fw_elements(&part);
		if (!ret)
			ret = add_target(&part);
	}
	free_side(from);
	free_side(to);
	return ret;
}

static int by_priority(const void *a, const void *b)
{
	const struct fw_doc *x = *(struct fw_doc *const *)a;
	const struct fw_doc *y = *(struct fw_doc *const *)b;

	if (priority(x) != priority(y))
		return priority(x) < priority(y) ? -1 : 1;
	return strcmp(x->name, y->name);
}

/**
 * fw_policies() - add the chains of all policies that packets have, and the ways there
 * @fw: all files
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_policies(struct firewalld *fw)
{
	struct fw_doc *list[POLICIES_MAX];
	size_t count = 0;
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(base_chains) && !ret; i++) {
		const char *table = base_chains[i][0], *hook = base_chains[i][1];

		ret = fw_add(fw, table, ":%s_POLICIES_pre - [0:0]", hook);
		if (!ret)
			ret = fw_add(fw, table, ":%s_POLICIES_post - [0:0]", hook);
	}
	for (size_t i = 0; i < fw->count && !ret; i++) {
		if (strcmp(fw->docs[i]->kind, "policies"))
			continue;
		if (count == POLICIES_MAX)
			ret = fw_fail(fw->docs[i], fw->docs[i]->root,
				      "too many policies: %d at most", POLICIES_MAX);
		else
			list[count++] = fw->docs[i];
	}
	if (!ret)
		qsort(list, count, sizeof(list[0]), by_priority);
	for (size_t i = 0; i < count && !ret; i++)
		ret = add_policy(fw, list[i]);
	return ret;
}
