// SPDX-License-Identifier: GPL-2.0
/* "diff A B meaning": classes of packets that two policies judge otherwise. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd/meaning.h"
#include "lang/format_value.h"
#include "lang/vocabulary.h"
#include "lib/json.h"
#include "lib/table.h"
#include "lib/wordset.h"
#include "meaning/describe.h"
#include "net/report.h"

enum column { A_VERDICT, A_REASON, B_VERDICT, B_REASON, DIMENSIONS };

static const char *const heads[] = {
	"VERDICT-A", "REASON", "VERDICT-B", "REASON", "PROTO", "PORTS", "FROM", "IN", "TO",
	"STATE", NULL,
};

/* In the order of the columns; the name in JSON. */
static const struct {
	enum dim dim;
	const char *key;
} dims[DIM_COUNT] = {
	{ DIM_KIND, "proto" }, { DIM_PORT, "ports" }, { DIM_SRC, "from" }, { DIM_DEV, "in" },
	{ DIM_DST, "to" }, { DIM_STATE, "state" },
};

static void fill(const struct meaning *m, const struct class *class, struct row *row)
{
	const struct opinion *o = &class->opinion;

	row->colour = COLOUR_PLAIN;
	wordset_word(actions, o->action[0], row->cell[A_VERDICT], CELL_MAX);
	wordset_word(actions, o->action[1], row->cell[B_VERDICT], CELL_MAX);
	snprintf(row->cell[A_REASON], CELL_MAX, "%s", reasons[o->reason[0]].word);
	snprintf(row->cell[B_REASON], CELL_MAX, "%s", reasons[o->reason[1]].word);
	for (unsigned int i = 0; i < DIM_COUNT; i++)
		describe_cell(m, class, dims[i].dim, row->cell[DIMENSIONS + i], CELL_MAX);
}

static int print_classes(const struct meaning *m)
{
	struct row *rows = calloc(m->class_count, sizeof(*rows));
	char text[PROBE_TEXT_MAX];
	struct probe probe;
	struct table table;

	if (!rows)
		return -ENOMEM;
	table_start(&table, heads, 0);
	for (size_t i = 0; i < m->class_count; i++) {
		fill(m, &m->classes[i], &rows[i]);
		table_measure(&table, &rows[i]);
	}
	table_heads(&table);
	for (size_t i = 0; i < m->class_count; i++) {
		table_print(&table, &rows[i]);
		meaning_witness(m, &m->classes[i], &probe);
		printf("  %s\n", format_probe(&probe, text, sizeof(text)));
	}
	free(rows);
	return 0;
}

static bool differs_uncompared(const struct meaning *m)
{
	for (unsigned int i = 0; i < UNCOMPARED_KINDS; i++)
		if (m->differ[i])
			return true;
	return false;
}

static void print_note(const struct meaning *m, enum uncompared kind, const char *text)
{
	printf("note: %s%s\n", text, m->differ[kind] ? ": lines differ" : "");
}

static void print_notes(const struct meaning *m)
{
	if (m->lists)
		print_note(m, UNCOMPARED_LISTS,
			   "recent lists are taken as empty: guards admit, nobody has knocked");
	if (m->timed)
		puts("note: as of now, while lines for a time are in force");
	if (m->differ[UNCOMPARED_TRANSLATIONS])
		print_note(m, UNCOMPARED_TRANSLATIONS,
			   "not compared: where a forward leads, and masquerade");
	if (m->host)
		print_note(m, UNCOMPARED_HOST,
			   "not compared: rpfilter, invalid, published, discovery, lan ... out");
}

/* "The same verdict for every packet" is said with exit status 0 alone. */
static int print_text(const struct meaning *m)
{
	bool differ = m->enabled[0] != m->enabled[1];
	int ret = 0;

	if (differ)
		printf("%s judges no packets until it says enable: %s\n",
		       m->enabled[0] ? "B" : "A",
		       m->class_count ? "as if both did" : "no other verdict differs");
	if (m->class_count)
		ret = print_classes(m);
	else if (m->differ[UNCOMPARED_LISTS] || m->differ[UNCOMPARED_HOST])
		puts("no verdict that is compared differs, but lines do that are not");
	else if (m->differ[UNCOMPARED_TRANSLATIONS])
		puts("no verdict on a packet differs, but a translation does");
	else if (!differ)
		puts("the same verdict for every packet");
	print_notes(m);
	return ret;
}

static bool add_item(void *ctx, const char *item)
{
	json_string(ctx, NULL, item);
	return true;
}

static void write_side(struct json *j, const char *key, const struct opinion *o, unsigned int i)
{
	char word[WORDSET_WORD_MAX];

	json_open(j, key, '{');
	json_string(j, "verdict", wordset_word(actions, o->action[i], word, sizeof(word)));
	json_string(j, "reason", reasons[o->reason[i]].word);
	json_close(j, '}');
}

static void write_class(struct json *j, const struct meaning *m, const struct class *class)
{
	char text[PROBE_TEXT_MAX];
	struct probe probe;

	json_open(j, NULL, '{');
	write_side(j, "a", &class->opinion, 0);
	write_side(j, "b", &class->opinion, 1);
	for (unsigned int i = 0; i < DIM_COUNT; i++) {
		json_open(j, dims[i].key, '[');
		if (!describe_is_all(m, class, dims[i].dim))
			describe_each(m, class, dims[i].dim, false, add_item, j);
		json_close(j, ']');
	}
	meaning_witness(m, class, &probe);
	json_string(j, "test", format_probe(&probe, text, sizeof(text)));
	json_close(j, '}');
}

static void print_json(const struct meaning *m, bool same)
{
	struct json j;

	json_start(&j, stdout);
	json_bool(&j, "same", same);
	json_bool(&j, "enabled_a", m->enabled[0]);
	json_bool(&j, "enabled_b", m->enabled[1]);
	json_bool(&j, "without_lists", m->lists);
	json_bool(&j, "now", m->timed);
	json_bool(&j, "without_translations", m->differ[UNCOMPARED_TRANSLATIONS]);
	json_bool(&j, "without_host", m->host);
	json_open(&j, "classes", '[');
	for (size_t i = 0; i < m->class_count; i++)
		write_class(&j, m, &m->classes[i]);
	json_close(&j, ']');
	json_finish(&j);
}

/**
 * meaning() - print the packets that two policies judge otherwise
 * @opt: the options
 * @words: the command
 * @a: connection to the one policy
 * @b: connection to the other
 *
 * Return: the exit status.
 */
int meaning(const struct options *opt, const struct words *words, struct nl *a, struct nl *b)
{
	struct meaning m;
	bool same;
	int ret = meaning_get(&m, a, b);

	same = !m.class_count && !differs_uncompared(&m) && m.enabled[0] == m.enabled[1];
	if (!ret && opt->json)
		print_json(&m, same);
	else if (!ret)
		ret = print_text(&m);
	meaning_free(&m);
	return ret ? report_kernel(a, ret, words) : same ? STATUS_DONE : STATUS_REFUSED;
}
