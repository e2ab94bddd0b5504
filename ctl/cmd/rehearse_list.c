// SPDX-License-Identifier: GPL-2.0
/* "rehearse list": where the policy that is rehearsed differs from the one that runs. */
#include <stdio.h>
#include <string.h>

#include "cmd/run.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/json.h"
#include "lib/table.h"
#include "net/rehearsal.h"
#include "net/report.h"

#define SOURCES_SHOWN	3	/* of a line; JSON has all */

enum column { WOULD, REASON, LIVE, PROTO, PORT, FROM, IN, PACKETS, FIRST, LAST, LINE };

static const char *const heads[] = {
	[WOULD] = "WOULD", [REASON] = "REASON", [LIVE] = "LIVE", [PROTO] = "PROTO",
	[PORT] = "PORT", [FROM] = "FROM", [IN] = "IN", [PACKETS] = "PACKETS",
	[FIRST] = "FIRST", [LAST] = "LAST", [LINE] = "LINE", NULL
};

static const char *would(const struct finding *f)
{
	return f->accept ? "accept" : "refuse";
}

static const char *live(const struct finding *f)
{
	return f->live == SFW_R_MAX ? "disabled" : reasons[f->live].word;
}

static bool has_port(const struct finding *f)
{
	return protocol_has_ports(f->proto) && f->port;
}

static void fill_sources(char *cell, const struct finding *f)
{
	char from[PREFIX_TEXT_MAX];
	size_t used = 0;

	for (unsigned int i = 0; i < f->from_count && i < SOURCES_SHOWN; i++)
		used += snprintf(cell + used, CELL_MAX - used, "%s%s", i ? "," : "",
				 format_prefix(&f->from[i], from, sizeof(from)));
	if (f->from_count > SOURCES_SHOWN)
		snprintf(cell + used, CELL_MAX - used, ",+%u",
			 f->from_count - SOURCES_SHOWN);
}

static void fill_row(struct row *row, const struct finding *f)
{
	memset(row, 0, sizeof(*row));
	snprintf(row->cell[WOULD], CELL_MAX, "%s", would(f));
	snprintf(row->cell[REASON], CELL_MAX, "%s", reasons[f->reason].word);
	snprintf(row->cell[LIVE], CELL_MAX, "%s", live(f));
	protocol_name(f->proto, row->cell[PROTO], CELL_MAX);
	if (has_port(f))
		snprintf(row->cell[PORT], CELL_MAX, "%u", f->port);
	fill_sources(row->cell[FROM], f);
	snprintf(row->cell[IN], CELL_MAX, "%s", f->dev);
	snprintf(row->cell[PACKETS], CELL_MAX, "%llu", f->packets);
	format_duration(f->first, row->cell[FIRST], CELL_MAX);
	format_duration(f->last, row->cell[LAST], CELL_MAX);
	snprintf(row->cell[LINE], CELL_MAX, "%.*s", CELL_MAX - 1, f->line);
	row->colour = f->accept ? COLOUR_PLAIN : COLOUR_BAD;
}

static void print_end(const struct findings *all)
{
	char time[DURATION_TEXT_MAX];

	if (all->lost)
		printf("%llu packets more were too different to be kept\n", all->lost);
	if (all->skipped)
		printf("%llu packets were not judged: %s\n", all->skipped,
		       "the table of connection tracking was full");
	if (!all->left)
		puts("the rehearsal is over");
	else if (!all->count)
		printf("no difference so far; %s are left\n",
		       format_duration(all->left, time, sizeof(time)));
}

static void print_table(const struct findings *all)
{
	struct table table;
	struct row row;

	table_start(&table, heads, 1U << PORT | 1U << PACKETS);
	for (unsigned int i = 0; i < all->count; i++) {
		fill_row(&row, &all->at[i]);
		table_measure(&table, &row);
	}
	table_heads(&table);
	for (unsigned int i = 0; i < all->count; i++) {
		fill_row(&row, &all->at[i]);
		table_print(&table, &row);
	}
	print_end(all);
}

static void write_finding(struct json *j, const struct finding *f)
{
	char text[PREFIX_TEXT_MAX];

	json_open(j, NULL, '{');
	json_string(j, "would", would(f));
	json_string(j, "reason", reasons[f->reason].word);
	json_string(j, "live", live(f));
	json_string(j, "proto", protocol_name(f->proto, text, sizeof(text)));
	json_optional(j, "port", has_port(f), f->port);
	json_open(j, "from", '[');
	for (unsigned int i = 0; i < f->from_count; i++)
		json_string(j, NULL, format_prefix(&f->from[i], text, sizeof(text)));
	json_close(j, ']');
	json_string(j, "in", f->dev);
	json_number(j, "packets", f->packets);
	json_number(j, "first", f->first);
	json_number(j, "last", f->last);
	json_string(j, "line", f->line);
	json_close(j, '}');
}

static void print_json(const struct findings *all)
{
	struct json j;

	json_start(&j, stdout);
	json_number(&j, "left", all->left);
	json_number(&j, "lost", all->lost);
	json_number(&j, "skipped", all->skipped);
	json_open(&j, "findings", '[');
	for (unsigned int i = 0; i < all->count; i++)
		write_finding(&j, &all->at[i]);
	json_close(&j, ']');
	json_finish(&j);
}

int run_rehearse_list(const struct options *opt, const struct words *words,
		      struct parser *p)
{
	struct findings all = { 0 };
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = findings_get(&nl, &all);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&all);
	else
		print_table(&all);
	findings_free(&all);
	return ret;
}
