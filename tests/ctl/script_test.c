// SPDX-License-Identifier: GPL-2.0
/* Files with a policy: places of errors, and which message is of which line. */
#include "check.h"
#include "commands.h"
#include "lang/format.h"
#include "lang/script.h"
#include "net/encode.h"

static const struct bad {
	const char *line;
	int column;
	const char *text;
} bad[] = {
	{ "prot add tcp 22", 1, "prot was not understood: did you mean proto?" },
	{ "port add tpc 22", 10, "tpc is not a protocol with ports" },
	{ "\tport  add  tcp\t99999", 17, "99999 is not a port" },
	{ "port add tcp", 13, "PORTS is missing" },
	{ "port add tcp   ", 16, "PORTS is missing" },
	{ "port add tcp 22 for # ever", 21, "DURATION is missing" },
	{ "port add tcp 22 comment \"a b\" comment c", 31, "comment is given twice" },
	{ "port add tcp 22 comment \"\\\"", 25, "a quote is not closed" },
	{ "trust add from 10.0.0.1/8", 16, "10.0.0.1/8 has host bits set" },
	{ "port add tcp 22 dev \"two words\"", 21, "two words" },
	{ "list add tcp-portscan 192.0.2.1", 1, "recent lists are no part of a policy" },
	{ "  list del x ::1", 3, "recent lists are no part of a policy" },
	{ "list flush x", 1, "recent lists are no part of a policy" },
	{ "flush lists", 1, "recent lists are no part of a policy" },
	{ "flush", 1, "recent lists are no part of a policy: only flush" },
	{ "flush all", 1, "recent lists are no part of a policy: only flush" },
	{ "save", 1, "save was not understood" },
	{ "restore x", 1, "restore was not understood" },
	{ "confirm", 1, "confirm was not understood" },
	{ "block sync x", 7, "sync was not understood" },
	{ "test tcp ::1 to 22", 1, "test was not understood" },
	{ "-n enable", 1, "-n was not understood" },
};

static void test_bad(void **state)
{
	const struct bad *row = *state;
	struct script script = { .table = command_table };
	struct script_error err = { 0 };

	assert_int_equal(script_add(&script, row->line, 1, &err), -22);
	assert_int_equal(err.column, row->column);
	if (strncmp(err.text, row->text, strlen(row->text)))
		assert_string_equal(err.text, row->text);
	assert_int_equal(script.count, 0);
	script_free(&script);
}

static void test_nothing(void **state)
{
	static const char *const lines[] = {
		"", " ", "\t\r", "# port add tcp 22", "  #", "flush policy",
	};
	struct script script = { .table = command_table };
	struct script_error err;

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++)
		assert_int_equal(script_add(&script, lines[i], i + 1, &err), 0);
	assert_int_equal(script.count, 1);
	assert_int_equal(script.lines[0].number, 6);
	script_free(&script);
}

/* Lines of many messages, of one, and of none. */
static void test_messages(void **state)
{
	static const char *const lines[] = {
		"", "port add tcp 1,2,3 from 10.0.0.1,10.0.0.2", "# x",
		"   enable", "block add ::1,::2", "disable", "",
	};
	static const unsigned int numbers[] = { 2, 2, 2, 2, 2, 2, 4, 5, 5, 6 };
	char text[LINE_MAX_BYTES];
	struct script script = { .table = command_table };
	struct script_error err;
	struct command cmd;

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++)
		assert_int_equal(script_add(&script, lines[i], i + 1, &err), 0);
	assert_int_equal(script.messages, ARRAY_SIZE(numbers));
	for (unsigned int i = 0; i < ARRAY_SIZE(numbers); i++)
		assert_int_equal(script_line(&script, i)->number, numbers[i]);
	assert_int_equal(script_line(&script, 6)->column, 4);
	script_command(&script, 2, &cmd);
	assert_string_equal(format_command(&cmd, text, sizeof(text)),
			    "block add ::1,::2");
	script_free(&script);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_messages),
	};

	return run_table("bad lines", bad, ARRAY_SIZE(bad), sizeof(bad[0]),
			 test_bad) +
	       cmocka_run_group_tests(others, NULL, NULL);
}
