// SPDX-License-Identifier: GPL-2.0
/* "list show": the addresses in a recent list. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "order.h"
#include "print.h"
#include "recent.h"
#include "report.h"
#include "table.h"

enum column { ADDR, HITS, FIRST, LAST, TTL, LEFT, CAUSE };

static const char *const heads[] = {
	[ADDR] = "ADDR", [HITS] = "HITS", [FIRST] = "FIRST", [LAST] = "LAST",
	[TTL] = "TTL", [LEFT] = "LEFT",
	[CAUSE] = "CAUSE", NULL
};

static void fill_row(struct row *row, const struct recent *r)
{
	memset(row, 0, sizeof(*row));
	print_prefix(&r->prefix, row->cell[ADDR], CELL_MAX);
	snprintf(row->cell[HITS], CELL_MAX, "%u", r->hits);
	recent_row_times(r, row->cell[FIRST], row->cell[LAST], row->cell[LEFT]);
	recent_row_cause(r, row->cell[TTL], row->cell[CAUSE]);
}

static void print_table(const struct answer *answer)
{
	const struct nlmsghdr *at = NULL;
	struct table table;
	struct recent r;
	struct row row;

	table_start(&table, heads, 1U << HITS | 1U << FIRST | 1U << LAST |
				   1U << TTL | 1U << LEFT);
	while (recent_entry_next(answer, &at, &r)) {
		fill_row(&row, &r);
		table_measure(&table, &row);
	}
	table_heads(&table);
	while (recent_entry_next(answer, &at, &r)) {
		fill_row(&row, &r);
		table_print(&table, &row);
	}
}

static void write_recent(struct json *j, const struct recent *r)
{
	char buf[PREFIX_TEXT_MAX];

	json_open(j, NULL, '{');
	json_string(j, "addr", print_prefix(&r->prefix, buf, sizeof(buf)));
	recent_entry_json(r, j);
	json_close(j, '}');
}

static void print_json(const struct answer *answer, const char *name)
{
	const struct nlmsghdr *at = NULL;
	struct recent r;
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "name", name);
	json_open(&j, "addresses", '[');
	while (recent_entry_next(answer, &at, &r))
		write_recent(&j, &r);
	json_close(&j, ']');
	json_finish(&j);
}

/**
 * query_list() - "list show"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_list(const struct options *opt, const struct words *words)
{
	struct answer answer = { 0 };
	char name[SFW_NAME_MAX + 1];
	struct parse_error err;
	struct nl nl;
	int ret;

	if (parse_list_name(words->at, words->count, name, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret)
		ret = recent_entries_get(&nl, name, &answer);
	if (!ret)
		ret = answer_order(&answer);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&answer, name);
	else
		print_table(&answer);
	answer_free(&answer);
	return ret;
}
