// SPDX-License-Identifier: GPL-2.0
/* "refused": the last packets that were refused, and the lines that decided. */
#include <stdio.h>
#include <string.h>

#include "cmd/refused.h"
#include "cmd/run.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/table.h"
#include "net/group.h"
#include "net/report.h"

enum column { AGO, REASON, PROTO, SRC, DST, PORT, IN, PACKETS, LINE };

static const char *const heads[] = {
	[AGO] = "AGO", [REASON] = "REASON", [PROTO] = "PROTO", [SRC] = "SRC",
	[DST] = "DST", [PORT] = "PORT", [IN] = "IN", [PACKETS] = "PACKETS",
	[LINE] = "LINE", NULL
};

static void fill_row(struct row *row, const struct refusal *r)
{
	const struct event *e = &r->event;

	memset(row, 0, sizeof(*row));
	format_duration(r->ago, row->cell[AGO], CELL_MAX);
	snprintf(row->cell[REASON], CELL_MAX, "%s", reasons[e->reason].word);
	if (e->proto)
		protocol_name(e->proto, row->cell[PROTO], CELL_MAX);
	format_prefix(&e->prefix, row->cell[SRC], CELL_MAX);
	if (r->dst.family)
		format_address(&r->dst, row->cell[DST], CELL_MAX);
	if (protocol_has_ports(e->proto) && e->port)
		snprintf(row->cell[PORT], CELL_MAX, "%u", e->port);
	snprintf(row->cell[IN], CELL_MAX, "%s", r->dev);
	snprintf(row->cell[PACKETS], CELL_MAX, "%llu", e->packets);
	snprintf(row->cell[LINE], CELL_MAX, "%.*s", CELL_MAX - 1, r->line);
}

/**
 * refused_table() - print them for people
 * @all: the refusals
 */
void refused_table(const struct journal *all)
{
	const struct nlmsghdr *at = NULL;
	struct table table;
	struct refusal r;
	struct row row;

	table_start(&table, heads, 1U << PORT | 1U << PACKETS);
	while (journal_next(all, &at, &r)) {
		fill_row(&row, &r);
		table_measure(&table, &row);
	}
	table_heads(&table);
	while (journal_next(all, &at, &r)) {
		fill_row(&row, &r);
		table_print(&table, &row);
	}
}

/**
 * refused_json() - write one as its event is written, with the journal's own fields
 * @j: the document
 * @r: the refusal
 */
void refused_json(struct json *j, const struct refusal *r)
{
	char dst[PREFIX_TEXT_MAX];

	event_write(j, &r->event);
	json_string(j, "dst", r->dst.family ?
		    format_address(&r->dst, dst, sizeof(dst)) : NULL);
	json_string(j, "in", r->dev);
	json_string(j, "line", r->line);
}

static void print_json(const struct journal *all)
{
	const struct nlmsghdr *at = NULL;
	struct refusal r;
	struct json j;

	while (journal_next(all, &at, &r)) {
		json_start(&j, stdout);
		refused_json(&j, &r);
		json_finish(&j);
	}
}

/* Carries out "refused". */
int run_refused(const struct options *opt, const struct words *words,
		struct parser *p)
{
	struct journal all = { 0 };
	struct wanted wanted;
	struct nl nl;
	int ret;

	if (parse_refused(p, &wanted))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = journal_get(&nl, &wanted, NULL, &all);
	group_suggest(&nl, ret);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&all);
	else
		refused_table(&all);
	journal_free(&all);
	return ret;
}
