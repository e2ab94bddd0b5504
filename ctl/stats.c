// SPDX-License-Identifier: GPL-2.0
/* "stats": packets and bytes of each reason. */
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "help.h"
#include "prometheus.h"
#include "report.h"
#include "stats.h"
#include "table.h"
#include "vocabulary.h"

enum column { REASON, PACKETS, BYTES };

static const char *const heads[] = {
	[REASON] = "REASON", [PACKETS] = "PACKETS", [BYTES] = "BYTES", NULL
};

/**
 * stats_get() - ask for the counters
 * @nl: the connection
 * @stats: the result
 *
 * Return: 0 or a negative errno.
 */
int stats_get(struct nl *nl, struct stats *stats)
{
	const struct nlmsghdr *nlh = NULL;
	struct answer answer = { 0 };
	int ret;

	memset(stats, 0, sizeof(*stats));
	ret = nl_get(nl, SFW_CMD_STATS, NLM_F_DUMP, &answer);
	while (!ret && (nlh = answer_next(&answer, nlh))) {
		struct attrs attrs;
		__u8 reason;

		decode_header(nlh, &attrs);
		reason = decode_u8(&attrs, SFW_A_REASON);
		if (reason >= SFW_R_MAX)
			continue;
		stats->packets[reason] = decode_u64(&attrs, SFW_A_PACKETS);
		stats->bytes[reason] = decode_u64(&attrs, SFW_A_BYTES);
	}
	answer_free(&answer);
	return ret;
}

/**
 * stats_json() - write the counters as an object
 * @stats: the counters
 * @j: the document
 */
void stats_json(const struct stats *stats, struct json *j)
{
	json_open(j, "reasons", '{');
	for (unsigned int i = 0; i < SFW_R_MAX; i++) {
		json_open(j, reasons[i].word, '{');
		json_number(j, "packets", stats->packets[i]);
		json_number(j, "bytes", stats->bytes[i]);
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void print_table(const struct stats *stats)
{
	struct row rows[SFW_R_MAX];
	struct table table;

	table_start(&table, heads, 1U << PACKETS | 1U << BYTES);
	for (unsigned int i = 0; i < SFW_R_MAX; i++) {
		snprintf(rows[i].cell[REASON], CELL_MAX, "%s",
			 reasons[i].word);
		snprintf(rows[i].cell[PACKETS], CELL_MAX, "%llu",
			 stats->packets[i]);
		snprintf(rows[i].cell[BYTES], CELL_MAX, "%llu",
			 stats->bytes[i]);
		rows[i].colour = stats->packets[i] && !reasons[i].accepted ?
				 COLOUR_BAD : COLOUR_PLAIN;
		table_measure(&table, &rows[i]);
	}
	table_heads(&table);
	for (unsigned int i = 0; i < SFW_R_MAX; i++)
		table_print(&table, &rows[i]);
}

static void print_json(const struct stats *stats)
{
	struct json j;

	json_start(&j, stdout);
	stats_json(stats, &j);
	json_finish(&j);
}

static int show_stats(struct nl *nl, bool json)
{
	struct stats stats;
	int ret;

	ret = nl_open(nl);
	if (!ret)
		ret = stats_get(nl, &stats);
	if (!ret && json)
		print_json(&stats);
	else if (!ret)
		print_table(&stats);
	return ret;
}

static int show_prometheus(struct nl *nl)
{
	struct overview view;
	int ret = overview_get(nl, &view);

	if (!ret)
		prometheus_print(stdout, &view);
	overview_free(&view);
	return ret;
}

/**
 * query_stats() - "stats"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_stats(const struct options *opt, const struct words *words)
{
	struct parse_error err = {
		.word = 1,
		.text = "--prometheus is no JSON: leave out -j",
	};
	bool prometheus;
	struct nl nl;
	int ret;

	if (parse_stats(words->at, words->count, &prometheus, &err) ||
	    (prometheus && opt->json))
		return help_words(words, &err);
	ret = prometheus ? show_prometheus(&nl) : show_stats(&nl, opt->json);
	nl_close(&nl);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}
