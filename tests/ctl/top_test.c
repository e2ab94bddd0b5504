// SPDX-License-Identifier: GPL-2.0
/* Rows that "top" makes of two samples. */
#include <stdio.h>

#include "check.h"
#include "top/model.h"

static struct top_counter before[] = {
	{ "ping", false, 100, 8400 },
	{ "closed-tcp", true, 50, 2000 },
	{ "scan", true, 0, 0 },
	{ "port", false, 7, 700 },
};

static struct top_counter after[] = {
	{ "ping", false, 110, 9240 },
	{ "closed-tcp", true, 1050, 42000 },
	{ "scan", true, 0, 0 },
	{ "port", false, 7, 700 },
};

static const struct top_counters old = { before, ARRAY_SIZE(before) };
static const struct top_counters new = { after, ARRAY_SIZE(after) };

/* The names of rows, in their order. */
static const char *names(const struct top_row *rows, unsigned int count)
{
	static char text[256];

	text[0] = '\0';
	for (unsigned int i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s%s", i ? " " : "", rows[i].counter->name);
	return text;
}

static void test_rates(void **state)
{
	struct top_row rows[ARRAY_SIZE(after)], sum;

	(void)state;
	assert_int_equal(top_rows(&old, &new, 2, TOP_PACKETS, rows), 3);
	assert_string_equal(names(rows, 3), "closed-tcp ping port");
	assert_true(rows[0].packets == 500 && rows[0].bytes == 20000);
	assert_true(rows[1].packets == 5 && rows[1].bytes == 420);
	assert_true(rows[2].packets == 0 && rows[2].bytes == 0);
	top_sum(rows, 3, true, &sum);
	assert_true(sum.packets == 500 && sum.bytes == 20000);
	top_sum(rows, 3, false, &sum);
	assert_true(sum.packets == 5 && sum.bytes == 420);
}

static void test_sorts(void **state)
{
	struct top_counter few[] = {
		{ "a", false, 10, 5000 }, { "b", false, 30, 300 },
		{ "c", false, 20, 4000 },
	};
	struct top_counter many[] = {
		{ "a", false, 11, 6000 }, { "b", false, 35, 310 },
		{ "c", false, 30, 4900 },
	};
	const struct top_counters then = { few, 3 }, now = { many, 3 };
	struct top_row rows[3];

	(void)state;
	top_rows(&then, &now, 1, TOP_PACKETS, rows);
	assert_string_equal(names(rows, 3), "c b a");
	top_rows(&then, &now, 1, TOP_BYTES, rows);
	assert_string_equal(names(rows, 3), "a c b");
	top_rows(&then, &now, 1, TOP_TOTAL, rows);
	assert_string_equal(names(rows, 3), "b c a");
	top_rows(&then, &now, 1, TOP_ORDER, rows);
	assert_string_equal(names(rows, 3), "a b c");
}

/* Another order, one more, one that began anew, and no time at all. */
static void test_changes(void **state)
{
	struct top_counter few[] = { { "a", false, 10, 10 },
				     { "b", false, 50, 50 } };
	struct top_counter many[] = { { "new", false, 4, 4 },
				      { "b", false, 6, 6 },
				      { "a", false, 12, 12 } };
	const struct top_counters then = { few, 2 }, now = { many, 3 };
	const struct top_counters none = { NULL, 0 };
	struct top_row rows[3];

	(void)state;
	assert_int_equal(top_rows(&then, &now, 2, TOP_ORDER, rows), 3);
	assert_true(rows[0].packets == 2);
	assert_true(rows[1].packets == 3);
	assert_true(rows[2].packets == 1);
	assert_int_equal(top_rows(&now, &now, 0, TOP_PACKETS, rows), 3);
	assert_true(rows[0].packets == 0);
	assert_int_equal(top_rows(&then, &none, 1, TOP_PACKETS, rows), 0);
}

static void test_newest(void **state)
{
	static struct top_sample sample;

	(void)state;
	for (unsigned int i = 0; i < 2 * TOP_NEWEST; i++) {
		struct list_entry r = { .first = (i * 37) % 128, .hits = i };

		top_newest_add(&sample, i % 2 ? "odd" : "even", &r);
	}
	assert_int_equal(sample.newest_count, TOP_NEWEST);
	for (unsigned int i = 0; i < TOP_NEWEST; i++) {
		const struct top_entry *e = &sample.newest[i];

		assert_int_equal(e->recent.first, i);
		assert_string_equal(e->list, e->recent.hits % 2 ? "odd" :
				    "even");
	}
}

static void test_layout(void **state)
{
	static const struct {
		int lines;
		struct top_layout wanted, got;
	} rows[] = {
		{ 18, { 25, 90, 64 }, { 9, 4, 5 } },
		{ 18, { 3, 1, 2 }, { 3, 1, 2 } },
		{ 18, { 3, 1, 64 }, { 3, 1, 14 } },
		{ 18, { 25, 0, 0 }, { 18, 0, 0 } },
		{ 18, { 2, 90, 0 }, { 2, 16, 0 } },
		{ 1, { 9, 9, 9 }, { 0, 0, 1 } },
		{ 0, { 9, 9, 9 }, { 0, 0, 0 } },
		{ -5, { 9, 9, 9 }, { 0, 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct top_layout got = top_layout(rows[i].lines,
						   rows[i].wanted);

		assert_memory_equal(&got, &rows[i].got, sizeof(got));
	}
}

static void test_text(void **state)
{
	static const struct {
		double rate;
		const char *text;
	} rates[] = {
		{ 0, "0" }, { 0.5, "0.5" }, { 9.94, "9.9" }, { 9.96, "10" },
		{ 42, "42" }, { 999.4, "999" }, { 999.96, "1.0k" },
		{ 1500, "1.5k" }, { 12345678, "12.3M" }, { 2.5e9, "2.5G" },
		{ 9.9e14, "990.0T" }, { 1.8e19, "18000.0P" },
	};
	char buf[TOP_RATE_TEXT + 8];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rates); i++)
		assert_true(!strncmp(top_rate(rates[i].rate, buf),
				     rates[i].text, TOP_RATE_TEXT - 1));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rates),
		cmocka_unit_test(test_sorts),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_newest),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
