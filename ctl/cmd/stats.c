// SPDX-License-Identifier: GPL-2.0
/* "stats": packets and bytes of each reason. */
#include <stdio.h>
#include <string.h>

#include "cmd/prometheus.h"
#include "cmd/run.h"
#include "cmd/stats.h"
#include "lang/vocabulary.h"
#include "lib/table.h"
#include "net/report.h"

enum column { REASON, PACKETS, BYTES };

static const char *const heads[] = {
	[REASON] = "REASON", [PACKETS] = "PACKETS", [BYTES] = "BYTES", NULL
};

/**
 * stats_json() - write the counters as an object
 * @counters: the counters
 * @j: the document
 */
void stats_json(const struct counters *counters, struct json *j)
{
	json_open(j, "reasons", '{');
	for (unsigned int i = 0; i < SFW_R_MAX; i++) {
		json_open(j, reasons[i].word, '{');
		json_number(j, "packets", counters->packets[i]);
		json_number(j, "bytes", counters->bytes[i]);
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void print_table(const struct counters *counters)
{
	struct row rows[SFW_R_MAX];
	struct table table;

	table_start(&table, heads, 1U << PACKETS | 1U << BYTES);
	for (unsigned int i = 0; i < SFW_R_MAX; i++) {
		snprintf(rows[i].cell[REASON], CELL_MAX, "%s",
			 reasons[i].word);
		snprintf(rows[i].cell[PACKETS], CELL_MAX, "%llu",
			 counters->packets[i]);
		snprintf(rows[i].cell[BYTES], CELL_MAX, "%llu",
			 counters->bytes[i]);
		rows[i].colour = counters->packets[i] && !reasons[i].accepted ?
				 COLOUR_BAD : COLOUR_PLAIN;
		table_measure(&table, &rows[i]);
	}
	table_heads(&table);
	for (unsigned int i = 0; i < SFW_R_MAX; i++)
		table_print(&table, &rows[i]);
}

static void print_json(const struct counters *counters)
{
	struct json j;

	json_start(&j, stdout);
	stats_json(counters, &j);
	json_finish(&j);
}

static int show_stats(struct nl *nl, bool json)
{
	struct counters counters;
	int ret;

	ret = nl_open(nl);
	if (!ret)
		ret = counters_get(nl, &counters);
	if (!ret && json)
		print_json(&counters);
	else if (!ret)
		print_table(&counters);
	return ret;
}

static int show_prometheus(struct nl *nl, const struct action *table)
{
	struct overview view;
	int ret = overview_get(nl, &view);

	if (!ret)
		prometheus_print(stdout, &view, table);
	overview_free(&view);
	return ret;
}

int run_stats(const struct options *opt, const struct words *words,
	      struct parser *p)
{
	bool prometheus;
	struct nl nl;
	int ret;

	if (parse_stats(p, &prometheus))
		return STATUS_WORDS;
	if (prometheus && opt->json) {
		parse_fail(p, "--prometheus is no JSON: leave out -j");
		return STATUS_WORDS;
	}
	ret = prometheus ? show_prometheus(&nl, words->table) : show_stats(&nl, opt->json);
	nl_close(&nl);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}
