// SPDX-License-Identifier: GPL-2.0
/* "group list". */
#include <stdio.h>
#include <string.h>

#include "cmd/run.h"
#include "lang/format_value.h"
#include "net/group.h"
#include "net/listing.h"
#include "net/report.h"

static void text_prefix(const void *entry, char *cell)
{
	format_from(entry, cell, CELL_MAX);
}

static const struct column columns[] = {
	{ "PREFIX", "prefix", HELD(OWN, struct object, command.entry), .text = text_prefix },
	{ "LEFT", "left", HELD(SECONDS, struct object, command.entry.duration) },
	{ "COMMENT", "comment", HELD(STRING, struct object, command.entry.comment) },
	{ }
};

static bool next_member(const void *from, const struct nlmsghdr **at, void *item)
{
	return policy_next(from, at, item);
}

static const struct listing members = { columns, next_member };

static void print_json(const struct policy *policy, const char *name)
{
	struct object obj;
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "name", name);
	listing_json(&members, "members", policy, &obj, &j);
	json_finish(&j);
}

static int list_members(const struct options *opt, const struct words *words,
			const char *name)
{
	struct policy policy = { 0 };
	struct object obj;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret)
		ret = group_members_get(&nl, name, &policy);
	group_suggest(&nl, ret);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&policy, name);
	else
		listing_table(&members, &policy, &obj);
	policy_free(&policy);
	return ret;
}

/* Carries out "group list". */
int run_group_list(const struct options *opt, const struct words *words,
		   struct parser *p)
{
	char name[SFW_NAME_MAX + 1];

	if (p->at == p->count)
		return run_objects(opt, words, p);
	if (parse_name(p, name) || parse_end(p))
		return STATUS_WORDS;
	return list_members(opt, words, name);
}
