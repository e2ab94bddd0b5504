// SPDX-License-Identifier: GPL-2.0
/* Lines of iptables-save, put together from the words of firewalld's files. */
#define _GNU_SOURCE	/* for vasprintf() */
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/firewalld.h"
#include "import/range.h"
#include "import/words.h"

#define MEMBERS_MAX	256	/* of a set that a rule is written out for */

/**
 * fw_put() - add words to a rule
 * @line: the rule
 * @format: as of printf, with a space first
 */
void fw_put(struct fw_line *line, const char *format, ...)
{
	size_t len = strlen(line->text), room = sizeof(line->text) - len;
	va_list args;

	va_start(args, format);
	line->full |= (size_t)vsnprintf(line->text + len, room, format, args) >=
		      room;
	va_end(args);
}

/**
 * fw_reject() - how firewalld refuses where no answer is named
 * @fw: all files
 *
 * Return: words behind -j.
 */
const char *fw_reject(const struct firewalld *fw)
{
	if (fw->family == AF_INET6)
		return "REJECT --reject-with icmp6-adm-prohibited";
	return fw->iptables ? "REJECT --reject-with icmp-host-prohibited" :
			      "REJECT --reject-with icmp-admin-prohibited";
}

/**
 * fw_add() - add a line that stands in no file
 * @fw: all files
 * @table: its table
 * @format: as of printf
 *
 * Return: 0 or -ENOMEM.
 */
int fw_add(struct firewalld *fw, const char *table, const char *format, ...)
{
	va_list args;
	char *line;
	int len;
	int ret;

	va_start(args, format);
	len = vasprintf(&line, format, args);
	va_end(args);
	if (len < 0)
		return -ENOMEM;
	ret = source_add(fw->src, "*%s", table);
	if (!ret)
		ret = source_add(fw->src, "%s", line);
	free(line);
	return ret;
}

static int set_sources(struct ruleset *set, size_t from,
		       const struct fw_line *line)
{
	for (size_t i = from; i < set->count && line->src_count; i++) {
		struct rule *rule = set->rules[i];

		rule->srcs = reallocarray(NULL, line->src_count,
					  sizeof(*rule->srcs));
		if (!rule->srcs)
			return -ENOMEM;
		memcpy(rule->srcs, line->srcs,
		       line->src_count * sizeof(*rule->srcs));
		rule->src_count = line->src_count;
	}
	return 0;
}

/**
 * fw_rule() - add a rule that an element stands for
 * @part: the zone or policy
 * @at: the element
 * @table: its table
 * @chain: its chain
 * @line: its words
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_rule(const struct fw_part *part, const struct xnode *at,
	    const char *table, const char *chain, const struct fw_line *line)
{
	struct firewalld *fw = part->fw;
	struct ruleset *set = fw->src->set;
	char words[FW_WORDS + 64];
	size_t before;
	char *shown;
	int ret;

	if (line->full)
		return fw_fail(part->doc, at, "the words of this rule are too long");
	snprintf(words, sizeof(words), "-A %s%s", chain, line->text);
	shown = source_keep(fw->src, xml_source(at, &part->doc->in));
	if (!shown || source_add(fw->src, "*%s", table))
		return -ENOMEM;
	before = set->count;
	set->file = part->doc->file;
	ret = source_rule(fw->src, shown, at->line, words);
	set->file = NULL;
	return ret ? ret : set_sources(set, before, line);
}

static bool is_true(const char *value)
{
	return value && (!strcasecmp(value, "yes") || !strcasecmp(value, "true"));
}

static int append(struct prefix **all, unsigned int *count,
		  const struct prefix *more, unsigned int more_count)
{
	struct prefix *longer;

	if (*count + more_count > MEMBERS_MAX)
		return -E2BIG;
	longer = reallocarray(*all, *count + more_count, sizeof(*longer));
	if (!longer)
		return -ENOMEM;
	memcpy(longer + *count, more, more_count * sizeof(*more));
	*all = longer;
	*count += more_count;
	return 0;
}

/* "192.0.2.0/24", "192.0.2.1-192.0.2.9"; -EINVAL for all else, as ports and MACs */
static int add_member(const char *text, int family, struct prefix **all,
		      unsigned int *count)
{
	struct prefix *found = NULL, one;
	struct address first, last;
	int ret;

	if (word_prefix(text, &one))
		return one.addr.family == family ?
		       append(all, count, &one, 1) : -EINVAL;
	if (!word_range(text, &first, &last) || first.family != family)
		return -EINVAL;
	ret = range_prefixes(&first, &last, false, &found);
	if (ret >= 0)
		ret = append(all, count, found, ret);
	free(found);
	return ret;
}

static int set_family(const struct fw_doc *doc)
{
	const char *type = xml_attr(doc->root, "type");
	int family = AF_INET;

	if (!type || (strcmp(type, "hash:ip") && strcmp(type, "hash:net")))
		return 0;
	for (const struct xnode *n = doc->root->first; n; n = n->next) {
		const char *name = xml_attr(n, "name");
		const char *value = xml_attr(n, "value");

		if (strcmp(n->name, "option") || !name || !value)
			continue;
		if (!strcmp(name, "timeout") && strcmp(value, "0"))
			return 0;	/* it is filled by others */
		if (!strcmp(name, "family") && !strcmp(value, "inet6"))
			family = AF_INET6;
	}
	return family;
}

/*
 * The members of a set, as sources of a rule. Return: 1 if there are none of this
 * family, -EINVAL if they cannot be told.
 */
static int members(const struct fw_part *part, const char *name,
		   struct fw_line *line)
{
	struct fw_doc *set;
	int ret = fw_load(part->fw, "ipsets", name, &set), family;

	if (ret || !set)
		return ret ? ret : -EINVAL;
	family = set_family(set);
	if (family && family != part->fw->family)
		return 1;
	for (const struct xnode *n = set->root->first; n && family && !ret; n = n->next)
		if (!strcmp(n->name, "entry"))
			ret = n->text ? add_member(n->text, family, &line->srcs,
						   &line->src_count) : -EINVAL;
	if (!family || ret == -E2BIG)
		ret = -EINVAL;
	return !ret && !line->src_count ? 1 : ret;
}

static int put_set(const struct fw_part *part, const char *name, bool not,
		   const char *option, struct fw_line *line)
{
	int ret = -EINVAL;

	if (!strcmp(option, "-s") && !not) {
		ret = members(part, name, line);
		if (ret != -EINVAL)
			return ret;
		free(line->srcs);
		line->srcs = NULL;
		line->src_count = 0;
	}
	fw_put(line, " -m set%s --match-set %s %s", not ? " !" : "", name,
	       strcmp(option, "-s") ? "dst" : "src");
	return 0;
}

static int put_address(const struct fw_part *part, const struct xnode *node,
		       const char *option, bool not, struct fw_line *line)
{
	const char *address;
	struct prefix prefix;
	int ret = fw_word(part->doc, node, "address", &address);

	if (ret)
		return ret;
	if (!word_prefix(address, &prefix))
		return fw_fail(part->doc, node, "\"%s\" is no address", address);
	if ((strchr(address, ':') ? AF_INET6 : AF_INET) != part->fw->family)
		return 1;
	fw_put(line, "%s %s %s", not ? " !" : "", option, address);
	return 0;
}

/**
 * fw_source() - add a source or a destination to a rule
 * @part: the zone or policy
 * @node: the element with it
 * @option: "-s" or "-d"
 * @line: the rule
 *
 * Return: 0, 1 if the family has no such packets, or a negative errno after printing
 * the reason.
 */
int fw_source(const struct fw_part *part, const struct xnode *node,
	      const char *option, struct fw_line *line)
{
	bool not = is_true(xml_attr(node, "invert"));
	const char *name;
	int ret;

	if (xml_attr(node, "mac") || (xml_attr(node, "address") &&
				      strlen(xml_attr(node, "address")) == 17 &&
				      xml_attr(node, "address")[2] == ':')) {
		fw_put(line, " -m mac");
		return strcmp(option, "-s") ? 1 : 0;
	}
	if (!xml_attr(node, "ipset"))
		return put_address(part, node, option, not, line);
	ret = fw_word(part->doc, node, "ipset", &name);
	return ret ? ret : put_set(part, name, not, option, line);
}
