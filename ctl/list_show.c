// SPDX-License-Identifier: GPL-2.0
/* "list show": the addresses in a recent list. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "encode.h"
#include "help.h"
#include "order.h"
#include "print.h"
#include "recent.h"
#include "report.h"
#include "table.h"

enum column { ADDR, HITS, FIRST, LAST, TTL, LEFT };

static const char *const heads[] = {
	[ADDR] = "ADDR", [HITS] = "HITS", [FIRST] = "FIRST", [LAST] = "LAST",
	[TTL] = "TTL", [LEFT] = "LEFT", NULL
};

/**
 * struct recent - an address in a list
 * @prefix: the address, or the prefix that shares an entry
 * @hits: how many hits count
 * @first: seconds since the first
 * @last: seconds since the last
 * @ttl: of the last packet, 0 if there was none
 * @left: seconds until it is forgotten
 * @fixed: it never is
 */
struct recent {
	struct prefix prefix;
	__u32 hits;
	__u64 first;
	__u64 last;
	__u8 ttl;
	__u32 left;
	bool fixed;
};

static bool next(const struct answer *answer, const struct nlmsghdr **at,
		 struct recent *r)
{
	while ((*at = answer_next(answer, *at))) {
		struct attrs attrs;

		decode_header(*at, &attrs);
		memset(r, 0, sizeof(*r));
		if (decode_prefix(&attrs, &r->prefix))
			continue;
		r->hits = decode_u32(&attrs, SFW_A_HITS);
		r->first = decode_u64(&attrs, SFW_A_FIRST);
		r->last = decode_u64(&attrs, SFW_A_LAST);
		r->ttl = decode_u8(&attrs, SFW_A_TTL);
		r->left = decode_u32(&attrs, SFW_A_LEFT);
		r->fixed = attrs.a[SFW_A_FIXED];
		return true;
	}
	return false;
}

static void fill_row(struct row *row, const struct recent *r)
{
	memset(row, 0, sizeof(*row));
	print_prefix(&r->prefix, row->cell[ADDR], CELL_MAX);
	snprintf(row->cell[HITS], CELL_MAX, "%u", r->hits);
	print_duration(r->first, row->cell[FIRST], CELL_MAX);
	print_duration(r->last, row->cell[LAST], CELL_MAX);
	if (r->ttl)
		snprintf(row->cell[TTL], CELL_MAX, "%u", r->ttl);
	if (r->fixed)
		snprintf(row->cell[LEFT], CELL_MAX, "stays");
	else
		print_duration(r->left, row->cell[LEFT], CELL_MAX);
}

static void print_table(const struct answer *answer)
{
	const struct nlmsghdr *at = NULL;
	struct table table;
	struct recent r;
	struct row row;

	table_start(&table, heads, 1U << HITS | 1U << FIRST | 1U << LAST |
				   1U << TTL | 1U << LEFT);
	while (next(answer, &at, &r)) {
		fill_row(&row, &r);
		table_measure(&table, &row);
	}
	table_heads(&table);
	while (next(answer, &at, &r)) {
		fill_row(&row, &r);
		table_print(&table, &row);
	}
}

static void write_recent(struct json *j, const struct recent *r)
{
	char buf[PREFIX_TEXT_MAX];

	json_open(j, NULL, '{');
	json_string(j, "addr", print_prefix(&r->prefix, buf, sizeof(buf)));
	json_number(j, "hits", r->hits);
	json_number(j, "first", r->first);
	json_number(j, "last", r->last);
	if (r->ttl)
		json_number(j, "ttl", r->ttl);
	else
		json_string(j, "ttl", NULL);
	if (r->fixed)
		json_string(j, "left", NULL);
	else
		json_number(j, "left", r->left);
	json_bool(j, "fixed", r->fixed);
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
	while (next(answer, &at, &r))
		write_recent(&j, &r);
	json_close(&j, ']');
	json_finish(&j);
}

static int ask(struct nl *nl, const char *name, struct answer *answer)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh;
	int ret;

	ret = nl_open(nl);
	if (ret)
		return ret;
	nlh = nl_message(nl, buf, NLM_F_DUMP);
	encode_header(nlh, SFW_CMD_LIST_GET);
	mnl_attr_put_strz(nlh, SFW_A_NAME, name);
	ret = nl_ask(nl, nlh, answer);
	/* Some kernels lose the text when a dump cannot begin. */
	if (ret == -ENOENT)
		return recent_missing(nl, name);
	return ret ? ret : answer_order(answer);
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
	ret = ask(&nl, name, &answer);
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
