// SPDX-License-Identifier: GPL-2.0
/* What can come next, for usages that no command has, or not yet. */
#include <stdio.h>

#include "check.h"
#include "slot.h"
#include "split.h"

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
	{ "A[", "x", "", "" },
	{ "[k", "", "", "k|" },
	{ "]", "", "", "" },
};

static void test_row(void **state)
{
	const struct row *row = *state;
	const struct usage usage = { .args = row->args };
	struct slot slot;
	struct split words;

	assert_null(split(row->words, &words));
	slot_find(&usage, words.at, words.count, &slot);
	assert_string_equal(slot.term, row->term);
	assert_string_equal(slot.keywords, row->keywords);
}

int main(void)
{
	return run_table("slot", rows, ARRAY_SIZE(rows), sizeof(rows[0]),
			 test_row);
}
