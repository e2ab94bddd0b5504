/* SPDX-License-Identifier: GPL-2.0 */
/* Lines that are not understood, as rows of a table. */
#ifndef SFW_TESTS_CTL_MISREAD_H
#define SFW_TESTS_CTL_MISREAD_H

#include "check.h"
#include "commands.h"
#include "lang/parse.h"
#include "lib/tokenize.h"

/**
 * struct misread - a line, and what is said of it
 * @line: the line
 * @word: the word to blame, counted from 0
 * @text: the message
 */
struct misread {
	const char *line;
	int word;
	const char *text;
};

static void test_misread(void **state)
{
	const struct misread *row = *state;
	struct parse_error err = { 0 };
	struct command cmd;
	struct tokens words;

	assert_null(tokenize(row->line, &words));
	assert_int_not_equal(0, parse_command(command_table, words.at,
					      words.count, &cmd, &err));
	assert_string_equal(err.text, row->text);
	assert_int_equal(err.word, row->word);
}

#endif
