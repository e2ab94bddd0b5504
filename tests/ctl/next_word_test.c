// SPDX-License-Identifier: GPL-2.0
/* The next word, for usages that no command has, or not yet. */
#include <stdio.h>

#include "check.h"
#include "complete/next_word.h"
#include "lib/tokenize.h"

struct row {
	const char *args;	/* of the usage */
	const char *words;	/* that are there */
	const char *term;
	const char *keywords;
};

static const struct row rows[] = {
	{ "", "", "", "" },
	{ "", "x y", "", "" },
	{ "A B", "", "A", "" },
	{ "A B", "x", "B", "" },
	{ "A B", "x y", "", "" },
	{ "[A]", "", "A", "" },
	{ "[A|-]", "", "A|-", "" },
	{ "A[,A...] [k B]", "x", "", "k|" },
	{ "A [A...] [k B] [l]", "x", "", "k|l|" },
	{ "A [A...] [k B] [l]", "x x x", "", "k|l|" },
	{ "A [A...] [k B] [l]", "x k", "B", "" },
	{ "A [A...] [k B] [l]", "x k b", "", "l|" },
	{ "A [A...] [k B] [l]", "x l", "", "k|" },
	{ "A to [B:]C [k D]", "x to", "[B:]C", "" },
	{ "A to [B:]C [k D]", "x to y", "", "k|" },
	{ "a B | c D", "", "", "a|c|" },
	{ "a B | c D", "a b", "", "" },
	{ "[a|b|c]", "", "", "a|b|c|" },
	{ "[a|b|c]", "b", "", "" },
	{ "[k a|b [C]] [l D]", "k", "a|b", "" },
	{ "[k a|b [C]] [l D]", "k b", "C", "" },
	{ "[k a|b [C]] [l D]", "k b l", "D", "" },
	{ "[k a|b [C]] [l D]", "k a", "", "l|" },
	{ "[k a|b [C]] [l D]", "k b c", "", "l|" },
	{ "[--flag]", "", "", "--flag|" },
	{ "[-4|-6] [A|-]", "", "A|-", "-4|-6|" },
	{ "[-4|-6] [A|-]", "-6", "A|-", "" },
	{ "[-4|-6] [A|-]", "x", "", "" },
	{ "[-4|-6] [A|-]", "-6 x", "", "" },
	{ "[-4|-6] A [k B]", "-4 x k", "B", "" },
	{ "A[", "x", "", "" },
	{ "[k", "", "", "k|" },
	{ "]", "", "", "" },
};

static void test_row(void **state)
{
	const struct row *row = *state;
	struct next_word next;
	struct tokens words;

	assert_null(tokenize(row->words, &words));
	next_word_find(row->args, words.at, words.count, &next);
	assert_string_equal(next.term, row->term);
	assert_string_equal(next.keywords, row->keywords);
}

int main(void)
{
	return run_table("slot", rows, ARRAY_SIZE(rows), sizeof(rows[0]),
			 test_row);
}
