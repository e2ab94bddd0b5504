// SPDX-License-Identifier: GPL-2.0
/* Small texts: JSON, words that were meant, UTF-8, the words of linux/sfw.h. */
#include <string.h>

#include "check.h"
#include "lang/format_value.h"
#include "lang/vocabulary.h"
#include "lib/colour.h"
#include "lib/json.h"
#include "lib/printable.h"
#include "lib/sha256.h"
#include "lib/shellword.h"
#include "lib/suggest.h"
#include "lib/utf8.h"
#include "lib/wordset.h"

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

/* FIPS 180-4's own, and texts whose end fills a block to each side of its edge. */
static void test_sha256(void **state)
{
	static const struct {
		size_t len;
		const char *sum;
	} as[] = {
		{ 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ 1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" },
		{ 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
		{ 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
		{ 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34" },
		{ 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
		{ 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0" },
		{ 119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb" },
		{ 120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c" },
		{ 128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e" },
	};
	char text[128], sum[SHA256_TEXT_MAX];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < sizeof(as) / sizeof(*as); i++)
		assert_string_equal(sha256_text(text, as[i].len, sum), as[i].sum);
	assert_string_equal(sha256_text("abc", 3, sum),
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_choices(void **state)
{
	char buf[WORDSET_WORD_MAX];

	(void)state;
	assert_int_equal(wordset_index("a|bc|d", "bc"), 1);
	assert_int_equal(wordset_index("a|bc|d|", "d"), 2);
	assert_int_equal(wordset_index("a|bc|d", "b"), -1);
	assert_int_equal(wordset_index("a|bc|d", "a|bc"), -1);
	assert_int_equal(wordset_index("a|bc|d", ""), -1);
	assert_int_equal(wordset_index("", ""), -1);
	assert_string_equal(wordset_word("a|bc|d|", 1, buf, sizeof(buf)), "bc");
	assert_string_equal(wordset_word("a|bc|d|", 3, buf, sizeof(buf)), "3");
	assert_int_equal(suggest_index("from|dev|for", "frm"), 0);
	assert_int_equal(suggest_index("from|dev|for", "ved"), -1);
	assert_int_equal(suggest_index("port|proto", "prot"), 1);
	assert_int_equal(suggest_index("port|proto", "prt"), 0);
	assert_int_equal(suggest_index("add|del|list", "delete"), 1);
	assert_int_equal(suggest_index("add|del|list", "a"), -1);
	assert_int_equal(suggest_index("add|del|list", "help"), -1);
	assert_int_equal(suggest_index("off|strict|loose", "lose"), 2);
	assert_string_equal(suggest_choice("off|strict", "strcit").text,
			    ": did you mean strict?");
	assert_string_equal(suggest_choice("off|strict", "admin").text, "");
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
	assert_string_equal(printable("").text, "\"\"");
	assert_string_equal(printable("a\x1b\xff\xc3\xbc").text, "a??\xc3\xbc");
	assert_true(strlen(printable(long_word).text) < 72);
	assert_string_equal(printable(long_word).text +
			    strlen(printable(long_word).text) - 4, "x...");
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
		assert_string_equal(format_duration(durations[i].seconds, buf,
						    sizeof(buf)),
				    durations[i].text);
}

static void test_value(const struct setting *setting, __u32 value)
{
	char buf[VALUE_TEXT_MAX];

	format_value(setting, value, buf, sizeof(buf));
	assert_int_equal(wordset_index(setting->words, buf), value);
}

/* A shell takes each for one word: the same text, but for control characters. */
static void test_shell_word(void **state)
{
	static const struct {
		const char *text;
		const char *word;
	} words[] = {
		{ "eth0.5", "eth0.5" }, { "net/ipv4_-", "net/ipv4_-" }, { "", "''" },
		{ "a;id", "'a;id'" }, { "$(id)", "'$(id)'" }, { "`id`", "'`id`'" },
		{ "br-*", "'br-*'" }, { "a\\b\"!!", "'a\\b\"!!'" },
		{ "\xc3\xa4 b", "'\xc3\xa4 b'" }, { "a'b", "'a'\\''b'" },
		{ "'", "''\\'''" }, { "a\33[2J\xff", "'a?[2J?'" },
	};
	char to[64], command[128], back[64];

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		FILE *shell;

		assert_string_equal(shell_word(words[i].text, to, sizeof(to)), words[i].word);
		snprintf(command, sizeof(command), "printf '%%s\\n' %s", to);
		shell = popen(command, "r");
		assert_non_null(shell);
		assert_non_null(fgets(back, sizeof(back), shell));
		assert_int_equal(pclose(shell), 0);
		back[strcspn(back, "\n")] = '\0';
		if (!strchr(words[i].word, '?'))
			assert_string_equal(back, words[i].text);
	}
	assert_string_equal(shell_word("a;b;c;d", to, 6), "'a;b'");
	assert_string_equal(shell_word("ab'c", to, 8), "'ab'");
	assert_string_equal(shell_word("a;\xc3\xa4", to, 6), "'a;'");
}

/* The tables of linux/sfw.h are complete, and their words can be typed. */
static void test_vocabulary(void **state)
{
	char buf[WORDSET_WORD_MAX];

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
		assert_int_equal(wordset_index(setting_keys, settings[i].key),
				 i);
	}
	for (unsigned int i = 0; i < SFW_ACT_MAX; i++) {
		wordset_word(actions, i, buf, sizeof(buf));
		assert_int_equal(wordset_index(actions, buf), i);
	}
	for (unsigned int i = 0; i < SFW_CT_MAX; i++) {
		wordset_word(ct_states, i, buf, sizeof(buf));
		assert_int_equal(wordset_index(ct_states, buf), i);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_colour),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_duration),
		cmocka_unit_test(test_shell_word),
		cmocka_unit_test(test_vocabulary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
