// SPDX-License-Identifier: GPL-2.0
/* "list": the recent lists. */
#include <stdio.h>

#include "cmd/list.h"
#include "cmd/run.h"
#include "net/report.h"

static const struct column list_columns[] = {
	{ "NAME", "name", HELD(STRING, struct list, name) },
	{ "SIZE", "size", HELD(NUMBER, struct list, size) },
	{ "CAP", "cap", HELD(NUMBER, struct list, cap) },
	{ "EVICTED", "evicted", HELD(NUMBER, struct list, evicted) },
	{ "BROKEN", "broken", HELD(NUMBER, struct list, broken) },
	{ }
};

static bool next_list(const void *from, const struct nlmsghdr **at, void *item)
{
	return lists_next(from, at, item);
}

static const struct listing lists = { list_columns, next_list };

/**
 * lists_json() - write the recent lists as an array
 * @reply: of lists_get()
 * @j: the document
 */
void lists_json(const struct reply *reply, struct json *j)
{
	struct list list;

	listing_json(&lists, "lists", reply, &list, j);
}

static void show_lists(const struct reply *reply, bool json)
{
	struct list list;
	struct json j;

	if (!json) {
		listing_table(&lists, reply, &list);
		return;
	}
	json_start(&j, stdout);
	lists_json(reply, &j);
	json_finish(&j);
}

/* Carries out "list". */
int run_lists(const struct options *opt, const struct words *words,
	      struct parser *p)
{
	struct reply reply = { 0 };
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = lists_get(&nl, &reply);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else
		show_lists(&reply, opt->json);
	reply_free(&reply);
	return ret;
}
