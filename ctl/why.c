// SPDX-License-Identifier: GPL-2.0
/* "why": what holds an address, since when, until when, and what for. */
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "holder.h"
#include "print.h"
#include "report.h"
#include "table.h"

enum column {
	KIND, NAME, ADDR, STATE, SINCE, LAST, LEFT, HITS, TTL, CAUSE, COMMENT
};

static const char *const heads[] = {
	[KIND] = "KIND", [NAME] = "NAME", [ADDR] = "ADDR", [STATE] = "STATE",
	[SINCE] = "SINCE", [LAST] = "LAST", [LEFT] = "LEFT", [HITS] = "HITS",
	[TTL] = "TTL", [CAUSE] = "CAUSE", [COMMENT] = "COMMENT", NULL
};

static bool is_list(const struct holder *h)
{
	return h->kind >= HOLDER_SCAN;
}

static void fill_state(char *cell, const struct holder *h)
{
	char time[DURATION_TEXT_MAX];
	__u32 seconds;

	if (holder_until(h, &seconds))
		snprintf(cell, CELL_MAX, "%s %s", holder_state(h),
			 print_duration(seconds, time, sizeof(time)));
	else
		snprintf(cell, CELL_MAX, "%s", holder_state(h));
}

static void fill_row(struct row *row, const struct holder *h)
{
	const struct recent *r = &h->recent;

	memset(row, 0, sizeof(*row));
	snprintf(row->cell[KIND], CELL_MAX, "%s", holder_word(h));
	snprintf(row->cell[NAME], CELL_MAX, "%s", h->name);
	print_prefix(&r->prefix, row->cell[ADDR], CELL_MAX);
	fill_state(row->cell[STATE], h);
	snprintf(row->cell[COMMENT], CELL_MAX, "%s", h->comment);
	recent_row_times(r, row->cell[SINCE], row->cell[LAST],
			 row->cell[LEFT]);
	recent_row_cause(r, row->cell[TTL], row->cell[CAUSE]);
	if (is_list(h))
		snprintf(row->cell[HITS], CELL_MAX, "%u", r->hits);
	else
		row->cell[LAST][0] = '\0';
	if (h->kind == HOLDER_TRUST)
		row->cell[SINCE][0] = '\0';
}

static void print_table(const struct answer *answer)
{
	const struct nlmsghdr *at = NULL;
	struct table table;
	struct holder h;
	struct row row;

	table_start(&table, heads, 1U << SINCE | 1U << LAST | 1U << LEFT |
				   1U << HITS | 1U << TTL);
	while (holder_next(answer, &at, &h)) {
		fill_row(&row, &h);
		table_measure(&table, &row);
	}
	table_heads(&table);
	while (holder_next(answer, &at, &h)) {
		fill_row(&row, &h);
		table_print(&table, &row);
	}
}

static void write_line(struct json *j, const struct holder *h)
{
	if (h->kind != HOLDER_TRUST)
		json_number(j, "first", h->recent.first);
	if (h->recent.fixed)
		json_string(j, "left", NULL);
	else
		json_number(j, "left", h->recent.left);
	json_string(j, "comment", h->comment);
}

static void write_holder(struct json *j, const struct holder *h)
{
	char buf[PREFIX_TEXT_MAX];
	__u32 seconds;

	json_open(j, NULL, '{');
	json_string(j, "kind", holder_word(h));
	json_string(j, "name", h->name);
	json_string(j, "prefix", print_prefix(&h->recent.prefix, buf,
					      sizeof(buf)));
	json_string(j, "state", holder_state(h));
	if (holder_until(h, &seconds))
		json_number(j, "state_left", seconds);
	else
		json_string(j, "state_left", NULL);
	if (is_list(h))
		recent_entry_json(&h->recent, j);
	else
		write_line(j, h);
	json_close(j, '}');
}

static void print_json(const struct answer *answer, const char *addr)
{
	const struct nlmsghdr *at = NULL;
	struct holder h;
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "addr", addr);
	json_open(&j, "holders", '[');
	while (holder_next(answer, &at, &h))
		write_holder(&j, &h);
	json_close(&j, ']');
	json_finish(&j);
}

static bool is_held(const struct answer *answer)
{
	const struct nlmsghdr *at = NULL;
	struct holder h;

	return holder_next(answer, &at, &h);
}

static int show(const struct answer *answer, const struct address *addr,
		bool json)
{
	bool held = is_held(answer);
	char text[PREFIX_TEXT_MAX];

	print_address(addr, text, sizeof(text));
	if (json)
		print_json(answer, text);
	else if (held)
		print_table(answer);
	else
		printf("nothing holds %s\n", text);
	return held ? STATUS_DONE : STATUS_REFUSED;
}

/**
 * query_why() - "why"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_why(const struct options *opt, const struct words *words)
{
	struct answer answer = { 0 };
	struct parse_error err;
	struct address addr;
	struct nl nl;
	int ret;

	if (parse_why(words->at, words->count, &addr, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret)
		ret = holders_get(&nl, &addr, &answer);
	nl_close(&nl);
	ret = ret ? report_kernel(&nl, ret, words) :
		    show(&answer, &addr, opt->json);
	answer_free(&answer);
	return ret;
}
