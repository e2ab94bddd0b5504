// SPDX-License-Identifier: GPL-2.0
/*
 * "why": the trusts, blocks, groups and lists that hold an address, and since when; and the
 * last packets of it that were refused.
 */
#include <stdio.h>

#include "cmd/refused.h"
#include "cmd/run.h"
#include "lang/format_value.h"
#include "net/lookup.h"
#include "net/report.h"

#define REFUSALS	5	/* that are shown at the most */

static bool is_list(const struct lookup *h)
{
	return h->kind >= LOOKUP_SCAN;
}

static void text_kind(const void *h, char *cell)
{
	snprintf(cell, CELL_MAX, "%s", lookup_word(h));
}

static void text_addr(const void *prefix, char *cell)
{
	format_prefix(prefix, cell, CELL_MAX);
}

static void text_state(const void *h, char *cell)
{
	char time[DURATION_TEXT_MAX];
	__u32 seconds;

	if (lookup_until(h, &seconds))
		snprintf(cell, CELL_MAX, "%s %s", lookup_state(h),
			 format_duration(seconds, time, sizeof(time)));
	else
		snprintf(cell, CELL_MAX, "%s", lookup_state(h));
}

/* Trusted prefixes do not tell. */
static bool tells_since(const struct lookup *h)
{
	return h->kind != LOOKUP_TRUST || h->name[0];
}

static void text_since(const void *item, char *cell)
{
	const struct lookup *h = item;

	if (tells_since(h))
		format_duration(h->recent.first, cell, CELL_MAX);
}

static void text_last(const void *item, char *cell)
{
	const struct lookup *h = item;

	if (is_list(h))
		format_duration(h->recent.last, cell, CELL_MAX);
}

static void text_hits(const void *item, char *cell)
{
	const struct lookup *h = item;

	if (is_list(h))
		snprintf(cell, CELL_MAX, "%u", h->recent.hits);
}

static const struct column columns[] = {
	{ "KIND", .text = text_kind },
	{ "NAME", NULL, HELD(STRING, struct lookup, name) },
	{ "ADDR", NULL, HELD(OWN, struct lookup, recent.prefix), .text = text_addr },
	{ "STATE", .text = text_state },
	{ "SINCE", .text = text_since, .right = true },
	{ "LAST", .text = text_last, .right = true },
	{ "LEFT", NULL, HELD(OWN, struct lookup, recent), .text = list_entry_left,
	  .right = true },
	{ "HITS", .text = text_hits, .right = true },
	{ "TTL", NULL, HELD(COUNT, struct lookup, recent.ttl) },
	{ "CAUSE", NULL, HELD(OWN, struct lookup, recent), .text = list_entry_cause },
	{ "COMMENT", NULL, HELD(STRING, struct lookup, comment) },
	{ }
};

static bool next_holder(const void *from, const struct nlmsghdr **at, void *item)
{
	return lookup_next(from, at, item);
}

static const struct listing holders = { columns, next_holder };

static void write_line(struct json *j, const struct lookup *h)
{
	if (tells_since(h))
		json_number(j, "first", h->recent.first);
	json_optional(j, "left", !h->recent.fixed, h->recent.left);
	json_string(j, "comment", h->comment);
}

static void write_holder(struct json *j, const struct lookup *h)
{
	char buf[PREFIX_TEXT_MAX];
	__u32 seconds;
	bool ends = lookup_until(h, &seconds);

	json_open(j, NULL, '{');
	json_string(j, "kind", lookup_word(h));
	json_string(j, "name", h->name);
	json_string(j, "prefix", format_prefix(&h->recent.prefix, buf,
					       sizeof(buf)));
	json_string(j, "state", lookup_state(h));
	json_optional(j, "state_left", ends, seconds);
	if (is_list(h))
		columns_json(&list_entry_columns[1], &h->recent, j);
	else
		write_line(j, h);
	json_close(j, '}');
}

static void write_refused(struct json *j, const struct journal *refused)
{
	const struct nlmsghdr *at = NULL;
	struct refusal r;

	if (!journal_next(refused, &at, &r))
		return;
	at = NULL;
	json_open(j, "refused", '[');
	while (journal_next(refused, &at, &r)) {
		json_open(j, NULL, '{');
		refused_json(j, &r);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void print_json(const struct reply *reply,
		       const struct journal *refused, const char *addr)
{
	const struct nlmsghdr *at = NULL;
	struct lookup h;
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "addr", addr);
	json_open(&j, "holders", '[');
	while (lookup_next(reply, &at, &h))
		write_holder(&j, &h);
	json_close(&j, ']');
	write_refused(&j, refused);
	json_finish(&j);
}

static void print_refused(const struct journal *refused)
{
	const struct nlmsghdr *at = NULL;
	struct refusal r;

	if (!journal_next(refused, &at, &r))
		return;
	puts("\nlast refused:");
	refused_table(refused);
}

static int show(const struct reply *reply, const struct journal *refused,
		const struct address *addr, bool json)
{
	const struct nlmsghdr *at = NULL;
	char text[PREFIX_TEXT_MAX];
	struct lookup h;
	bool held = lookup_next(reply, &at, &h);

	format_address(addr, text, sizeof(text));
	if (json)
		print_json(reply, refused, text);
	else if (held)
		listing_table(&holders, reply, &h);
	else
		printf("nothing holds %s\n", text);
	if (!json)
		print_refused(refused);
	return held ? STATUS_DONE : STATUS_REFUSED;
}

/* Carries out "why". */
int run_why(const struct options *opt, const struct words *words,
	    struct parser *p)
{
	const struct wanted wanted = { .count = REFUSALS };
	struct journal refused = { 0 };
	struct reply reply = { 0 };
	struct address addr;
	struct nl nl;
	int ret;

	if (parse_why(p, &addr))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = lookup_get(&nl, &addr, &reply);
	if (!ret)
		ret = journal_get(&nl, &wanted, &addr, &refused);
	nl_close(&nl);
	ret = ret ? report_kernel(&nl, ret, words) :
		    show(&reply, &refused, &addr, opt->json);
	reply_free(&reply);
	journal_free(&refused);
	return ret;
}
