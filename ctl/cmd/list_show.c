// SPDX-License-Identifier: GPL-2.0
/* "list show": the addresses in a recent list. */
#include <stdio.h>

#include "cmd/run.h"
#include "net/list.h"
#include "net/report.h"
#include "net/sort.h"

static bool next_entry(const void *from, const struct nlmsghdr **at, void *item)
{
	return list_entry_next(from, at, item);
}

static const struct listing addresses = { list_entry_columns, next_entry };

static void print_json(const struct reply *reply, const char *name)
{
	struct list_entry r;
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "name", name);
	listing_json(&addresses, "addresses", reply, &r, &j);
	json_finish(&j);
}

int run_list(const struct options *opt, const struct words *words,
	     struct parser *p)
{
	struct reply reply = { 0 };
	char name[SFW_NAME_MAX + 1];
	struct list_entry r;
	struct nl nl;
	int ret;

	if (parse_list_name(p, name))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = list_entries_get(&nl, name, &reply);
	if (!ret)
		ret = reply_sort(&reply);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&reply, name);
	else
		listing_table(&addresses, &reply, &r);
	reply_free(&reply);
	return ret;
}
