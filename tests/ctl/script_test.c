// SPDX-License-Identifier: GPL-2.0
/* Files with a policy: places of errors, and which message is of which line. */
#include "check.h"
#include "commands.h"
#include "lang/format.h"
#include "lang/script.h"
#include "net/encode.h"

#define UFW(word)	word " is a word of ufw"
#define BELOW		", and below it: "
#define BARE		"lines of a file stand without sfwctl"
#define TEN(n)		n "00," n "01," n "02," n "03," n "04,"	\
			n "05," n "06," n "07," n "08," n "09,"

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
	/* words of ufw, and of a shell */
	{ "  allow 22", 3, UFW("allow") "; write: port add tcp,udp 22" },
	{ "limit 22/tcp", 1, UFW("limit") "; write: guard add limit-22 5/30s" BELOW
	  "port add tcp 22 guard limit-22" },
	{ "delete allow 22", 1,
	  UFW("delete") "; write: port del udp 22" BELOW "port del tcp 22" },
	{ "deny 23", 1, UFW("deny") ", and all is closed here that no line opens" },
	{ "route deny in on lan0", 1, UFW("route") ", and all is closed here" },
	{ "deny from ::1", 1, UFW("deny") "; write: block add ::1" },
	{ "reload", 1, UFW("reload") ", and no line of a file does the same" },
	{ "delete 3", 1, UFW("delete") ", and no line of a file does the same" },
	{ "port add 22/tcp", 10, "22/tcp was not understood; write: port add tcp 22" },
	{ "list rm x ::1", 6, "rm was not understood: expected add del flush" },
	{ "sfwctl port add tcp 22 # x", 1, BARE "; write: port add tcp 22" },
	{ "\tsfwctl  sfwctl block add ::1 comment \"a b\"", 2,
	  BARE "; write: block add ::1 comment \"a b\"" },
	{ "sfwctl allow 22/tcp", 1, BARE ", and " UFW("allow") "; write: port add tcp 22" },
	{ "sfwctl", 1, BARE ", and a command is missing" },
	{ "sfwctl port add tcp " TEN("100") TEN("101") TEN("102") TEN("103") "1", 1,
	  BARE ": leave it out" },
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
