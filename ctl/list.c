// SPDX-License-Identifier: GPL-2.0
/* "list": the recent lists. */
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "recent.h"
#include "report.h"
#include "table.h"

enum column { NAME, SIZE, CAP, EVICTED };

static const char *const heads[] = {
	[NAME] = "NAME", [SIZE] = "SIZE", [CAP] = "CAP",
	[EVICTED] = "EVICTED", NULL
};

static void fill_row(struct row *row, const struct recent_list *list)
{
	memset(row, 0, sizeof(*row));
	snprintf(row->cell[NAME], CELL_MAX, "%s", list->name);
	snprintf(row->cell[SIZE], CELL_MAX, "%u", list->size);
	snprintf(row->cell[CAP], CELL_MAX, "%u", list->cap);
	snprintf(row->cell[EVICTED], CELL_MAX, "%llu", list->evicted);
}

static void print_table(const struct answer *answer)
{
	const struct nlmsghdr *at = NULL;
	struct recent_list list;
	struct table table;
	struct row row;

	table_start(&table, heads, 1U << SIZE | 1U << CAP | 1U << EVICTED);
	while (recent_next(answer, &at, &list)) {
		fill_row(&row, &list);
		table_measure(&table, &row);
	}
	table_heads(&table);
	while (recent_next(answer, &at, &list)) {
		fill_row(&row, &list);
		table_print(&table, &row);
	}
}

static void print_json(const struct answer *answer)
{
	struct json j;

	json_start(&j, stdout);
	recent_json(answer, &j);
	json_finish(&j);
}

/**
 * query_lists() - "list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_lists(const struct options *opt, const struct words *words)
{
	struct answer answer = { 0 };
	struct parse_error err;
	struct nl nl;
	int ret;

	if (parse_no_words(words->at, words->count, 1, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret)
		ret = recent_get(&nl, &answer);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&answer);
	else
		print_table(&answer);
	answer_free(&answer);
	return ret;
}
