// SPDX-License-Identifier: GPL-2.0
/*
 * The zones of firewalld: chains of iptables, to which the base chains lead by source
 * and interface, and at last to those of the default zone.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/firewalld.h"
#include "lib/compiler.h"

static const char *const endings[] = { "pre", "deny", "allow", "post" };

/* A base chain, the table, and where the names of zones' chains are in a part. */
static const struct hook {
	const char *name;
	const char *table;
	size_t chain;
	const char *from;	/* option of a source */
	const char *by;		/* option of an interface */
} hooks[] = {
	{ "INPUT", "filter", offsetof(struct fw_part, in), "-s", "-i" },
	{ "FORWARD", "filter", offsetof(struct fw_part, through), "-s", "-i" },
	{ "PREROUTING", "nat", offsetof(struct fw_part, before), "-s", "-i" },
	{ "POSTROUTING", "nat", offsetof(struct fw_part, after), "-d", "-o" },
};

static const char *chain_of(const struct fw_part *part, const struct hook *hook)
{
	return (const char *)part + hook->chain;
}

/**
 * fw_zone_names() - whether a zone has an element
 * @zone: its file
 * @what: name of the element
 */
bool fw_zone_names(const struct fw_doc *zone, const char *what)
{
	for (const struct xnode *n = zone->root->first; n; n = n->next)
		if (!strcmp(n->name, what))
			return true;
	return false;
}

static bool is_zone(const struct fw_doc *doc)
{
	return !strcmp(doc->kind, "zones");
}

static bool is_used(const struct firewalld *fw, const struct fw_doc *doc)
{
	return is_zone(doc) && (!strcmp(doc->name, fw->zone) ||
				fw_zone_names(doc, "interface") ||
				fw_zone_names(doc, "source"));
}

static int open_part(struct firewalld *fw, struct fw_doc *doc,
		     struct fw_part *part)
{
	memset(part, 0, sizeof(*part));
	part->fw = fw;
	part->doc = doc;
	if (strlen(doc->name) >= FW_NAME)
		return fw_fail(doc, doc->root, "its name is too long for a zone");
	snprintf(part->in, sizeof(part->in), "IN_%s", doc->name);
	snprintf(part->through, sizeof(part->through), "FWD_%s", doc->name);
	snprintf(part->before, sizeof(part->before), "PRE_%s", doc->name);
	snprintf(part->after, sizeof(part->after), "POST_%s", doc->name);
	return 0;
}

/**
 * fw_chain() - add the chain of a zone or a policy at a hook
 * @part: the zone or policy
 * @table: its table
 * @chain: its name
 * @hook: base chain whose policies come before and behind the rules of a zone,
 *	  NULL for a policy
 *
 * Return: 0 or -ENOMEM.
 */
int fw_chain(const struct fw_part *part, const char *table, const char *chain,
	     const char *hook)
{
	struct firewalld *fw = part->fw;
	int ret = fw_add(fw, table, ":%s - [0:0]", chain);

	if (!ret && hook)
		ret = fw_add(fw, table, "-A %s -j %s_POLICIES_pre", chain, hook);
	for (size_t i = 0; i < ARRAY_SIZE(endings) && !ret; i++) {
		ret = fw_add(fw, table, ":%s_%s - [0:0]", chain, endings[i]);
		if (!ret)
			ret = fw_add(fw, table, "-A %s -j %s_%s", chain, chain,
				     endings[i]);
	}
	if (!ret && hook)
		ret = fw_add(fw, table, "-A %s -j %s_POLICIES_post", chain, hook);
	return ret;
}

/* All ICMP is let in, but the types that the zone blocks; with icmp-block-inversion none. */
static int add_icmp(const struct fw_part *part, const char *target)
{
	bool inverted = fw_zone_names(part->doc, "icmp-block-inversion");

	if (target && (strcmp(target, "ACCEPT") || !inverted) &&
	    strcmp(target, "default"))
		return 0;
	return fw_add(part->fw, "filter", "-A %s -p %s -j %s", part->in,
		      part->fw->family == AF_INET ? "icmp" : "ipv6-icmp",
		      inverted ? fw_reject(part->fw) : "ACCEPT");
}

static int add_target(const struct fw_part *part, const char *chain,
		      const char *target)
{
	struct fw_line line = { .full = false };

	if (target && !strcmp(target, "CONTINUE"))
		return 0;
	fw_put(&line, " -j %s", target && (!strcmp(target, "ACCEPT") ||
					   !strcmp(target, "DROP")) ?
	       target : fw_reject(part->fw));
	return fw_rule(part, part->doc->root, "filter", chain, &line);
}

/* Between the interfaces and sources of one zone. */
static int add_within(const struct fw_part *part)
{
	char chain[FW_NAME + 16];
	int ret = 0;

	snprintf(chain, sizeof(chain), "%s_allow", part->through);
	if (!fw_zone_names(part->doc, "forward"))
		return 0;
	for (const struct xnode *n = part->doc->root->first; n && ret >= 0; n = n->next) {
		struct fw_line line = { .full = false };
		const char *name;

		if (!strcmp(n->name, "interface")) {
			ret = fw_word(part->doc, n, "name", &name);
			if (!ret)
				fw_put(&line, " -o %s", name);
		} else if (!strcmp(n->name, "source")) {
			ret = fw_source(part, n, "-d", &line);
		} else {
			continue;
		}
		fw_put(&line, " -j ACCEPT");
		if (!ret)
			ret = fw_rule(part, n, "filter", chain, &line);
		free(line.srcs);
	}
	return ret < 0 ? ret : 0;
}

static int add_zone(struct firewalld *fw, struct fw_doc *doc)
{
	const char *target = xml_attr(doc->root, "target");
	struct fw_part part;
	int ret = open_part(fw, doc, &part);

	for (size_t i = 0; i < ARRAY_SIZE(hooks) && !ret; i++)
		ret = fw_chain(&part, hooks[i].table, chain_of(&part, &hooks[i]),
			       hooks[i].name);
	if (!ret)
		ret = fw_elements(&part);
	if (!ret)
		ret = add_within(&part);
	if (!ret)
		ret = add_icmp(&part, target);
	if (!ret)
		ret = add_target(&part, part.in, target);
	return ret ? ret : add_target(&part, part.through, target);
}

static int lead(const struct fw_part *part, const struct hook *hook,
		const struct xnode *node)
{
	struct fw_line line = { .full = false };
	const char *name;
	int ret;

	if (strcmp(node->name, "interface")) {
		ret = fw_source(part, node, hook->from, &line);
	} else {
		ret = fw_word(part->doc, node, "name", &name);
		if (!ret)
			fw_put(&line, " %s %s", hook->by, name);
	}
	fw_put(&line, " -g %s", chain_of(part, hook));
	if (!ret)
		ret = fw_rule(part, node, hook->table, hook->name, &line);
	free(line.srcs);
	return ret < 0 ? ret : 0;
}

static int lead_to(struct firewalld *fw, struct fw_doc *doc, const char *what,
		   const struct hook *hook)
{
	struct fw_part part;
	int ret = is_zone(doc) ? open_part(fw, doc, &part) : 0;

	for (const struct xnode *n = doc->root->first; n && !ret && is_zone(doc); n = n->next)
		if (!strcmp(n->name, what))
			ret = lead(&part, hook, n);
	return ret;
}

static bool covers(const struct xnode *zone, const char *dev)
{
	for (const struct xnode *n = zone->first; n; n = n->next) {
		const char *name = xml_attr(n, "name");
		size_t len = name ? strlen(name) : 0;

		if (!len || strcmp(n->name, "interface"))
			continue;
		if (!strcmp(name, dev) || (name[len - 1] == '+' &&
					   !strncmp(name, dev, len - 1)))
			return true;
	}
	return false;
}

static bool is_left(const struct firewalld *fw, const char *dev)
{
	for (size_t i = 0; i < fw->count; i++)
		if (is_zone(fw->docs[i]) && covers(fw->docs[i]->root, dev))
			return false;
	return true;
}

/**
 * fw_names_interfaces() - whether some zone names an interface
 * @fw: all files
 */
bool fw_names_interfaces(const struct firewalld *fw)
{
	for (size_t i = 0; i < fw->count; i++)
		if (is_zone(fw->docs[i]) &&
		    fw_zone_names(fw->docs[i], "interface"))
			return true;
	return false;
}

/*
 * All interfaces that no zone names are those of the default zone. Beside others, sfw
 * opens by interfaces that have a name: of the rest those that are here.
 */
static int lead_to_default(struct firewalld *fw, struct fw_doc *doc,
			   const struct hook *hook)
{
	const struct devs *here = &fw->src->set->here;
	struct fw_part part;
	int ret = open_part(fw, doc, &part);

	if (ret || !fw_names_interfaces(fw))
		return ret ? ret : fw_add(fw, hook->table, "-A %s -g %s",
					  hook->name, chain_of(&part, hook));
	for (unsigned int i = 0; i < here->count && !ret; i++)
		if (is_left(fw, here->names[i]))
			ret = fw_add(fw, hook->table, "-A %s %s %s -g %s",
				     hook->name, hook->by, here->names[i],
				     chain_of(&part, hook));
	return ret;
}

/* Sources come first, by the names of the zones; interfaces the other way round. */
static int add_ways(struct firewalld *fw, const struct hook *hook)
{
	int ret = 0;

	for (size_t i = 0; i < fw->count && !ret; i++)
		ret = lead_to(fw, fw->docs[i], "source", hook);
	for (size_t i = fw->count; i-- && !ret;)
		ret = lead_to(fw, fw->docs[i], "interface", hook);
	for (size_t i = 0; i < fw->count && !ret; i++)
		if (is_zone(fw->docs[i]) && !strcmp(fw->docs[i]->name, fw->zone))
			ret = lead_to_default(fw, fw->docs[i], hook);
	return ret;
}

/**
 * fw_zones() - add the chains of all zones that something leads to, and the ways there
 * @fw: all files
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_zones(struct firewalld *fw)
{
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(hooks) && !ret; i++)
		ret = add_ways(fw, &hooks[i]);
	for (size_t i = 0; i < fw->count && !ret; i++)
		if (is_used(fw, fw->docs[i]))
			ret = add_zone(fw, fw->docs[i]);
	return ret;
}
