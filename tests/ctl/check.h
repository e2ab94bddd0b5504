/* SPDX-License-Identifier: GPL-2.0 */
/* cmocka, with a test for each row of a table. */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

/* cmocka wants these before it. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "lib/compiler.h"

/* A name that stays on its line of TAP. */
static inline char *test_name(const char *text)
{
	char *name = strdup(text);

	for (char *c = name; c && *c; c++)
		if ((unsigned char)*c < ' ')
			*c = '?';
	return name;
}

/**
 * run_table() - run one test for each row of a table
 * @group: name of the table
 * @rows: its rows, each of which begins with a string, the name of its test
 * @count: how many
 * @size: bytes of a row
 * @test: gets a pointer to the row as its state
 *
 * Return: how many failed.
 */
static inline int run_table(const char *group, const void *rows, size_t count,
			    size_t size, CMUnitTestFunction test)
{
	struct CMUnitTest *tests = calloc(count, sizeof(*tests));
	int failed;

	assert_non_null(tests);
	for (size_t i = 0; i < count; i++) {
		const char *row = (const char *)rows + i * size;

		tests[i].name = test_name(*(const char *const *)row);
		tests[i].test_func = test;
		tests[i].initial_state = (void *)row;
	}
	failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
	for (size_t i = 0; i < count; i++)
		free((void *)tests[i].name);
	free(tests);
	return failed;
}

#endif
