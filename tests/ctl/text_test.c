// SPDX-License-Identifier: GPL-2.0
/* Small texts: JSON, words that were meant, UTF-8, the words of linux/sfw.h. */
#include <string.h>

#include "check.h"
#include "choices.h"
#include "colour.h"
#include "json.h"
#include "nearest.h"
#include "print.h"
#include "shown.h"
#include "utf8.h"
#include "vocabulary.h"

static void test_json(void **state)
{
	char buf[512] = "";
	FILE *out = fmemopen(buf, sizeof(buf), "w");
	struct json j;

	(void)state;
	assert_non_null(out);
	json_start(&j, out);
	json_string(&j, "text", "a\"b\\c\x01\t\x7f\xc3\xbc\xff/");
	json_string(&j, "none", NULL);
	json_string(&j, "empty", "");
	json_number(&j, "big", 18446744073709551615ULL);
	json_open(&j, "list", '[');
	json_open(&j, NULL, '{');
	json_close(&j, '}');
	json_number(&j, NULL, 1);
	json_string(&j, NULL, "x");
	json_close(&j, ']');
	json_bool(&j, "yes", true);
	json_finish(&j);
	fclose(out);
	assert_string_equal(buf,
			    "{\"text\":\"a\\\"b\\\\c\\u0001\\u0009\\u007f\xc3\xbc\\ufffd/\",\"none\":null,\"empty\":null,\"big\":18446744073709551615,\"list\":[{},1,\"x\"],\"yes\":true}\n");
}

static void test_choices(void **state)
{
	char buf[CHOICE_MAX];

	(void)state;
	assert_int_equal(choice_index("a|bc|d", "bc"), 1);
	assert_int_equal(choice_index("a|bc|d|", "d"), 2);
	assert_int_equal(choice_index("a|bc|d", "b"), -1);
	assert_int_equal(choice_index("a|bc|d", "a|bc"), -1);
	assert_int_equal(choice_index("a|bc|d", ""), -1);
	assert_int_equal(choice_index("", ""), -1);
	assert_string_equal(choice_word("a|bc|d|", 1, buf, sizeof(buf)), "bc");
	assert_string_equal(choice_word("a|bc|d|", 3, buf, sizeof(buf)), "3");
	assert_int_equal(choice_nearest("from|dev|for", "frm"), 0);
	assert_int_equal(choice_nearest("from|dev|for", "ved"), -1);
	assert_int_equal(choice_nearest("port|proto", "prot"), 1);
	assert_int_equal(choice_nearest("port|proto", "prt"), 0);
	assert_int_equal(choice_nearest("add|del|list", "delete"), 1);
	assert_int_equal(choice_nearest("add|del|list", "a"), -1);
	assert_int_equal(choice_nearest("off|strict|loose", "lose"), 2);
	assert_string_equal(choice_hint("off|strict", "strcit").text,
			    ": did you mean strict?");
	assert_string_equal(choice_hint("off|strict", "admin").text, "");
	assert_int_equal(word_distance("abc", "abc"), 0);
	assert_int_equal(word_distance("abc", "acb"), 1);
	assert_int_equal(word_distance("", "abc"), 3);
}

static void test_colour(void **state)
{
	(void)state;
	assert_true(colour_wanted(true, "xterm", NULL));
	assert_true(colour_wanted(true, "xterm", ""));
	assert_false(colour_wanted(false, "xterm", NULL));
	assert_false(colour_wanted(true, "xterm", "1"));
	assert_false(colour_wanted(true, "dumb", NULL));
	assert_false(colour_wanted(true, "", NULL));
	assert_false(colour_wanted(true, NULL, NULL));
}

static void test_utf8(void **state)
{
	(void)state;
	assert_true(utf8_valid("a\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80"));
	assert_true(utf8_valid("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf"));
	assert_false(utf8_valid("\x80"));
	assert_false(utf8_valid("\xc1\xbf"));
	assert_false(utf8_valid("\xe0\x9f\xbf"));
	assert_false(utf8_valid("\xed\xa0\x80"));
	assert_false(utf8_valid("\xf0\x8f\xbf\xbf"));
	assert_false(utf8_valid("\xf4\x90\x80\x80"));
	assert_false(utf8_valid("\xf5\x80\x80\x80"));
	assert_false(utf8_valid("\xe2\x82"));
	assert_true(utf8_control("\x1f"));
	assert_true(utf8_control("\xc2\x9f"));
	assert_false(utf8_control("\xc2\xa0"));
	assert_false(utf8_control(""));
}

static void test_shown(void **state)
{
	char long_word[200];

	(void)state;
	memset(long_word, 'x', sizeof(long_word) - 1);
	long_word[sizeof(long_word) - 1] = '\0';
	assert_string_equal(shown("").text, "\"\"");
	assert_string_equal(shown("a\x1b\xff\xc3\xbc").text, "a??\xc3\xbc");
	assert_true(strlen(shown(long_word).text) < 72);
	assert_string_equal(shown(long_word).text +
			    strlen(shown(long_word).text) - 4, "x...");
}

static void test_duration(void **state)
{
	static const struct {
		__u32 seconds;
		const char *text;
	} durations[] = {
		{ 0, "0s" }, { 1, "1s" }, { 59, "59s" }, { 60, "1m" },
		{ 61, "61s" }, { 90, "90s" }, { 3600, "1h" }, { 5400, "90m" },
		{ 86400, "1d" }, { 90000, "25h" },
		{ SFW_DURATION_MAX, "3650d" }, { 4294967295U, "4294967295s" },
	};
	char buf[DURATION_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(durations); i++)
		assert_string_equal(print_duration(durations[i].seconds, buf,
						   sizeof(buf)),
				    durations[i].text);
}

static void test_value(const struct setting *setting, __u32 value)
{
	char buf[VALUE_TEXT_MAX];

	print_value(setting, value, buf, sizeof(buf));
	assert_int_equal(choice_index(setting->words, buf), value);
}

/* The tables of linux/sfw.h are complete, and their words can be typed. */
static void test_vocabulary(void **state)
{
	char buf[CHOICE_MAX];

	(void)state;
	for (unsigned int i = 0; i < SFW_R_MAX; i++) {
		assert_non_null(reasons[i].word);
		assert_null(strpbrk(reasons[i].word, " |\""));
	}
	for (unsigned int i = 0; i < SFW_S_MAX; i++) {
		const struct setting *s = &settings[i];

		assert_in_range(s->value, s->least, s->most);
		if (setting_form(s) == SETTING_WORD)
			for (__u32 value = s->least; value <= s->most; value++)
				test_value(s, value);
		assert_int_equal(choice_index(setting_keys, settings[i].key),
				 i);
	}
	for (unsigned int i = 0; i < SFW_ACT_MAX; i++) {
		choice_word(actions, i, buf, sizeof(buf));
		assert_int_equal(choice_index(actions, buf), i);
	}
	for (unsigned int i = 0; i < SFW_CT_MAX; i++) {
		choice_word(ct_states, i, buf, sizeof(buf));
		assert_int_equal(choice_index(ct_states, buf), i);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_colour),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_duration),
		cmocka_unit_test(test_vocabulary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
