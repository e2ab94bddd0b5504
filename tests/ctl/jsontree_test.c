// SPDX-License-Identifier: GPL-2.0
/* The reader of JSON: bytes of memory that it asks for, and strings to their last byte. */
#include <stdio.h>

#include "check.h"
#include "lib/jsontree.h"

#define DEEP	8

static size_t asked;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

/* The linker leads all calls here. */
void *__wrap_malloc(size_t size)
{
	asked += size;
	return __real_malloc(size);
}

/* Bytes that strings ask for in a document of so many. */
static size_t asked_for(unsigned int count)
{
	static const char element[] = "\"block add 192.0.2.1\",";
	char *text = __real_malloc(count * strlen(element) + 8), *at = text;
	struct json_error err;
	struct jnode *node;

	assert_non_null(text);
	*at++ = '[';
	for (unsigned int i = 0; i < count; i++)
		at = stpcpy(at, element);
	strcpy(at - 1, "]");
	asked = 0;
	node = json_read(text, DEEP, &err);
	assert_non_null(node);
	assert_int_equal(node->count, count);
	json_free(node);
	free(text);
	return asked;
}

static void test_linear(void **state)
{
	size_t one = asked_for(100);

	(void)state;
	assert_int_not_equal(one, 0);
	assert_int_equal(asked_for(1000), 10 * one);
}

static const struct read {
	const char *text;
	const char *wanted;	/* NULL: it is refused */
} reads[] = {
	{ "\"\"", "" },
	{ "\"a\"", "a" },
	{ "\"\\\"\"", "\"" },
	{ "\"\\\\\"", "\\" },
	{ "\"\\\\\\\"x\\\\\"", "\\\"x\\" },
	{ "\"\\u00e4\\ud83d\\ude00/\"", "\xc3\xa4\xf0\x9f\x98\x80/" },
	{ "\"\xc3\xa4\"", "\xc3\xa4" },
	{ "\"" },
	{ "\"\\" },
	{ "\"\\\"" },
	{ "\"a" },
	{ "\"a\\\\\\\"" },
	{ "\"a\n\"" },
	{ "\"\\u12\"" },
};

static void test_read(void **state)
{
	const struct read *row = *state;
	struct json_error err;
	struct jnode *node = json_read(row->text, DEEP, &err);

	if (!row->wanted) {
		assert_null(node);
		assert_non_null(err.text);
		return;
	}
	assert_non_null(node);
	assert_int_equal(node->kind, JSTRING);
	assert_string_equal(node->string, row->wanted);
	json_free(node);
}

int main(void)
{
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_linear) };

	return run_table("strings", reads, ARRAY_SIZE(reads), sizeof(reads[0]), test_read) +
	       cmocka_run_group_tests(others, NULL, NULL);
}
