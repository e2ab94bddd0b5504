// SPDX-License-Identifier: GPL-2.0
/* Lines of files: words, and the sets of blocks that they make. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "cmd/blocklist.h"
#include "lang/format.h"
#include "lang/prefix.h"
#include "lib/tokenize.h"

#define TEN	"1 2 3 4 5 6 7 8 9 0 "

static const struct words {
	const char *line;
	const char *words;	/* each between < and > */
	const char *wrong;	/* NULL: nothing */
} words[] = {
	{ "", "" },
	{ " \t\r\n", "" },
	{ "a", "<a>" },
	{ " a\tb  c \r\n", "<a><b><c>" },
	{ "\"\"", "<>" },
	{ "a \"b c\" d", "<a><b c><d>" },
	{ "a\"b c\"d", "<ab cd>" },
	{ "\"a \\\" \\\\ b\"", "<a \" \\ b>" },
	{ "a\\b", "<a\\b>" },
	{ "\"C:\\new \\' \\$ \\`\"", "<C:\\new \\' $ `>" },
	{ "'a \"b\" \\' c", "<a \"b\" \\><c>" },
	{ "a'b c'\"d'e\"", "<ab cd'e>" },
	{ "''", "<>" },
	{ "# a", "" },
	{ "a # b", "<a>" },
	{ "a #b \"", "<a>" },
	{ "a#b", "<a#b>" },
	{ "\"#\" b", "<#><b>" },
	{ "\"a", NULL, "a quote is not closed" },
	{ "\"a\\", NULL, "a quote is not closed" },
	{ "it's", NULL, "a quote is not closed" },
	{ TEN TEN TEN TEN TEN TEN "1 2 3 4 5",
	  NULL, "the line has too many words" },
};

static void test_words(void **state)
{
	const struct words *row = *state;
	char text[512] = "";
	struct tokens out;
	const char *wrong = tokenize(row->line, &out);

	if (row->wrong) {
		assert_non_null(wrong);
		assert_string_equal(wrong, row->wrong);
		return;
	}
	assert_null(wrong);
	for (int i = 0; i < out.count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "<%s>", out.at[i]);
	assert_string_equal(text, row->words);
}

static void test_long_line(void **state)
{
	static char line[SPLIT_BYTES + 1];
	struct tokens out;

	(void)state;
	memset(line, 'x', SPLIT_BYTES);
	assert_string_equal(tokenize(line, &out), "the line is too long");
	line[SPLIT_BYTES - SPLIT_WORDS] = '\0';
	assert_null(tokenize(line, &out));
	assert_string_equal(out.at[0], line);
}

static const struct block {
	const char *line;
	const char *canonical;	/* NULL: no block */
	const char *wrong;	/* NULL: nothing */
} blocks[] = {
	{ "" },
	{ "# 10.0.0.0/8" },
	{ "10.0.0.0/8\n", "block add 10.0.0.0/8" },
	{ "192.0.2.1 # x\r\n", "block add 192.0.2.1" },
	{ "2001:db8::/32 comment \"a b\" for 60",
	  "block add 2001:db8::/32 for 1m comment \"a b\"" },
	{ "10.0.0.1/8", NULL,
	  "10.0.0.1/8 has host bits set: did you mean 10.0.0.0/8?" },
	{ "::1,::2", NULL, "::1,::2 is a list: a line takes one prefix" },
	{ "block add ::1", NULL, "block is not an IPv4 or IPv6 prefix" },
	{ "::1 ::2", NULL, "::2 was not understood: expected for comment" },
	{ "::1 for", NULL, "DURATION is missing" },
	{ "::1 comment \"x", NULL, "a quote is not closed" },
	{ "::1 dev eth0", NULL, "dev was not understood: expected for comment" },
};

static void test_block(void **state)
{
	const struct block *row = *state;
	struct parse_error err = { 0 };
	struct command cmd = { 0 };
	struct blocklist blocklist = { 0 };
	char line[LINE_MAX_BYTES];
	int ret = blocklist_line(&blocklist, row->line, 7, &err);

	assert_string_equal(err.text, row->wrong ? row->wrong : "");
	assert_int_equal(!ret, !row->wrong);
	assert_int_equal(blocklist.count, row->canonical ? 1 : 0);
	if (row->canonical) {
		assert_int_equal(blocklist.items[0].line, 7);
		blocklist_command(&blocklist.items[0], &cmd);
		assert_string_equal(format_command(&cmd, line, sizeof(line)),
				    row->canonical);
	}
	blocklist_free(&blocklist);
}

static void add(struct blocklist *blocklist, const char *text, unsigned int line)
{
	struct parse_error err;

	assert_int_equal(0, blocklist_line(blocklist, text, line, &err));
}

/* A line has nothing of the one before, whether that was right or wrong. */
static void test_lines_apart(void **state)
{
	struct blocklist blocklist = { 0 };
	struct parse_error err;

	(void)state;
	add(&blocklist, "::1 for 60 comment x", 1);
	add(&blocklist, "::2", 2);
	assert_int_equal(-EINVAL, blocklist_line(&blocklist, "::3,::4 for 60", 3, &err));
	add(&blocklist, "::5", 4);
	assert_int_equal(blocklist.count, 3);
	assert_int_equal(blocklist.items[0].duration, 60);
	assert_string_equal(blocklist.items[0].comment, "x");
	for (unsigned int i = 1; i < blocklist.count; i++) {
		assert_int_equal(blocklist.items[i].duration, 0);
		assert_null(blocklist.items[i].comment);
	}
	blocklist_free(&blocklist);
}

static void test_order(void **state)
{
	static const char *const lines[] = {
		"::1", "10.0.0.0/16", "9.255.0.0/16", "10.0.0.0/8", "::/0",
		"10.0.0.0", "0.0.0.0/0",
	};
	static const unsigned int order[] = { 6, 2, 3, 1, 5, 4, 0 };
	struct parse_error err = { 0 };
	struct blocklist blocklist = { 0 };

	(void)state;
	assert_int_equal(0, blocklist_sort(&blocklist, &err));
	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++)
		add(&blocklist, lines[i], i);
	assert_int_equal(0, blocklist_sort(&blocklist, &err));
	for (unsigned int i = 0; i < ARRAY_SIZE(order); i++)
		assert_int_equal(blocklist.items[i].line, order[i]);
	blocklist_free(&blocklist);
}

static void test_repeated(void **state)
{
	struct parse_error err = { 0 };
	struct blocklist blocklist = { 0 };

	(void)state;
	add(&blocklist, "192.0.2.1", 3);
	add(&blocklist, "10.0.0.0/8 for 1h", 5);
	add(&blocklist, "10.0.0.0/8 comment x", 9);
	add(&blocklist, "192.0.2.1/32", 8);
	add(&blocklist, "192.0.2.1", 10);
	assert_int_equal(8, blocklist_sort(&blocklist, &err));
	assert_string_equal(err.text, "192.0.2.1 stands in line 3 already");
	blocklist_free(&blocklist);
}

/* One block after another in the same command leaves nothing behind. */
static void test_reuse(void **state)
{
	struct command cmd = { 0 };
	struct blocklist blocklist = { 0 };
	char line[LINE_MAX_BYTES];

	(void)state;
	add(&blocklist, "2001:db8::1 for 1h comment long", 1);
	add(&blocklist, "192.0.2.1", 2);
	blocklist_command(&blocklist.items[0], &cmd);
	blocklist_command(&blocklist.items[1], &cmd);
	assert_string_equal(format_command(&cmd, line, sizeof(line)),
			    "block add 192.0.2.1");
	blocklist_free(&blocklist);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_lines_apart),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_repeated),
		cmocka_unit_test(test_reuse),
	};

	return run_table("words", words, ARRAY_SIZE(words), sizeof(words[0]),
			 test_words) +
	       run_table("blocks", blocks, ARRAY_SIZE(blocks),
			 sizeof(blocks[0]), test_block) +
	       cmocka_run_group_tests(others, NULL, NULL);
}
