// SPDX-License-Identifier: GPL-2.0
/* The rules that are in force on this machine. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/bridge.h"
#include "import/ipset_rules.h"
#include "import/source.h"
#include "lang/format_value.h"
#include "lib/subprocess.h"

/* Tools of iptables, of nft's kernel and of the older one, which names its tables. */
static const struct {
	const char *tool;
	const char *legacy;
	const char *tables;
} tools[] = {
	{ "iptables-save", "iptables-legacy-save", "/proc/net/ip_tables_names" },
	{ "ip6tables-save", "ip6tables-legacy-save", "/proc/net/ip6_tables_names" },
};

static int add_output(struct source *src, const char *tool, const char *text)
{
	char *copy = source_keep(src, strdup(text)), *line;
	const struct linefile in = { .name = tool };
	unsigned int number = 0;
	int ret = 0;

	src->set->file = tool;
	while (copy && (line = strsep(&copy, "\n")) && !ret)
		ret = ruleset_line(src->set, line, ++number);
	src->set->file = NULL;
	return ret ? ret : source_check_end(src, &in);
}

/* Tables that iptables-save cannot tell, or tells wrongly, are left to nft. */
static int add_tool(struct source *src, const char *tool, bool *nft)
{
	const char *const argv[] = { tool, NULL };
	char *text = source_keep(src, process_output(argv));

	*nft = !text || !strstr(text, "\n-A ") || strstr(text, "(nf_tables)");
	if (!text || !strstr(text, "\n-A ") || strstr(text, RULESET_INCOMPATIBLE))
		return 0;
	return add_output(src, tool, text);
}

static bool has_tables(const struct source *src, const char *path)
{
	char line[64] = "", full[256];
	FILE *in;

	snprintf(full, sizeof(full), "%s%s", src->root, path);
	in = fopen(full, "re");
	if (!in)
		return false;
	if (!fgets(line, sizeof(line), in))
		line[0] = '\0';
	fclose(in);
	return line[0];
}

/**
 * source_ipsets() - read the sets of this machine, where its rules name any
 * @src: the source, whose rules are read
 *
 * Return: 0 or -ENOMEM.
 */
int source_ipsets(struct source *src)
{
	static const char *const argv[] = { "ipset", "save", NULL };
	char *text;

	if (!ipset_rules_lack(src->set))
		return 0;
	text = source_keep(src, process_output(argv));
	return text ? add_output(src, argv[0], text) : 0;
}

static bool has_rules(const struct ruleset *set)
{
	for (size_t i = 0; i < set->table_count; i++)
		for (size_t j = 0; j < set->tables[i].count; j++)
			if (set->tables[i].chains[j].count)
				return true;
	return false;
}

/*
 * Docker refuses so packets that go past its ports to a container, by any interface but
 * that of the container: none of them is for this host.
 */
static void pass_over_guests(struct ruleset *set)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct rule *rule = set->rules[i];
		struct match *m = &set->rules[i]->match;

		if (rule->target == TARGET_REFUSE && m->not_in[0] &&
		    m->dst.len && m->dst.len == address_bits(m->dst.addr.family) &&
		    bridge_leads_to(m->not_in, &m->dst.addr))
			m->dst_types &= TO_OTHER;
	}
}

/**
 * source_live() - read the rules that are in force
 * @src: the source
 *
 * Return: 0, -ENOENT after printing that there are none, or another negative errno.
 */
int source_live(struct source *src)
{
	int ret = source_devs(src);

	for (size_t i = 0; i < ARRAY_SIZE(tools) && !ret; i++) {
		bool nft;

		ret = add_tool(src, tools[i].tool, &nft);
		if (!ret && nft && has_tables(src, tools[i].tables))
			ret = add_tool(src, tools[i].legacy, &nft);
	}
	if (!ret)
		ret = source_nft(src);
	pass_over_guests(src->set);
	if (!ret && !has_rules(src->set)) {
		fprintf(stderr,
			"sfwctl: no rules of iptables or nft are in force here, as far as can be seen\n");
		ret = -ENOENT;
	}
	return ret;
}
