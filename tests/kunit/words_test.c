// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/ctype.h>

#include "../../kmod/core/words.c"
#include "model.h"

/* Scripts and dashboards rest on these: the contract's list, in its order. */
static const char *const contract[] = {
	"lo", "established", "related", "trusted", "neighbour", "dhcp", "ping",
	"adopted", "port", "proto", "lan", "forward",
	"blocked", "invalid", "rpfilter", "malformed", "not-syn", "scan",
	"guard", "knock", "closed-tcp", "closed-udp", "closed-proto",
	"no-forward", "ping-off",
};

#define ACCEPTED_REASONS	12

static void reasons_are_the_contract(struct kunit *test)
{
	int i;

	KUNIT_ASSERT_EQ(test, (int)SFW_R_MAX, (int)ARRAY_SIZE(contract));
	for (i = 0; i < SFW_R_MAX; i++) {
		KUNIT_EXPECT_STREQ(test, sfw_reason_words[i], contract[i]);
		KUNIT_EXPECT_EQ_MSG(test, sfw_model_accepted(i),
				    i < ACCEPTED_REASONS, "%s", contract[i]);
	}
}

/* One word, so that lines of "word number" can be split at the blank. */
static bool is_word(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if (!islower(*s) && !isdigit(*s) && *s != '-')
			return false;
	return true;
}

static void words_can_be_parsed(struct kunit *test)
{
	int i;

	for (i = 0; i < SFW_R_MAX; i++)
		KUNIT_EXPECT_TRUE(test, is_word(sfw_reason_words[i]));
	for (i = 0; i < SFW_S_MAX; i++)
		KUNIT_EXPECT_TRUE(test, is_word(sfw_setting_keys[i]));
}

static void no_word_twice(struct kunit *test)
{
	int i, j;

	for (i = 0; i < SFW_R_MAX; i++)
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_STRNEQ(test, sfw_reason_words[i],
					    sfw_reason_words[j]);
	for (i = 0; i < SFW_S_MAX; i++)
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_STRNEQ(test, sfw_setting_keys[i],
					    sfw_setting_keys[j]);
}

static const struct {
	enum sfw_setting setting;
	const char *key;
	const char *words;
	u32 dflt;
	u32 least;
	u32 most;
} known[] = {
	{ SFW_S_PING, "ping", "off|on", 1, 0, 1 },
	{ SFW_S_REJECT4, "reject4", "rfc|admin|drop", SFW_REJECT4_RFC, 0, 2 },
	{ SFW_S_REJECT6, "reject6", "admin|rfc|drop", SFW_REJECT6_ADMIN, 0, 2 },
	{ SFW_S_SCAN, "scan", "off|tcp|udp|tcp,udp", 0, 0, 3 },
	{ SFW_S_SCAN_WINDOW, "scan-window", "SECONDS", 60, 1, 86400 },
	{ SFW_S_SCAN_PORTS, "scan-ports", "NUMBER", 1, 1, 16 },
	{ SFW_S_RPFILTER, "rpfilter", "off|strict|loose", SFW_RPFILTER_OFF, 0,
	  2 },
	{ SFW_S_DHCP, "dhcp", "off|on", 1, 0, 1 },
	{ SFW_S_FORWARD, "forward", "drop|reject|off", SFW_FORWARD_DROP, 0, 2 },
	{ SFW_S_PUBLISHED, "published", "ports|off", SFW_PUBLISHED_PORTS, 0, 1 },
	{ SFW_S_INVALID, "invalid", "drop|lan", SFW_INVALID_DROP, 0, 1 },
	{ SFW_S_DISCOVERY, "discovery", "off|on", 0, 0, 1 },
	{ SFW_S_EARLY, "early", "off|on", 1, 0, 1 },
	{ SFW_S_DIRECT, "direct", "off|on", 1, 0, 1 },
	{ SFW_S_MSS_CLAMP, "mss-clamp", "off|on", 1, 0, 1 },
	{ SFW_S_OFFLOAD, "offload", "off|on", 0, 0, 1 },
	{ SFW_S_LOG, "log", "REASONS", 0, 0, 0x1fff },
};

#define SETTING_WORDS(id, key, words, dflt, least, most) [SFW_S_##id] = words,
static const char *const setting_words[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_WORDS)
};

static void settings_are_the_contract(struct kunit *test)
{
	int i;

	KUNIT_ASSERT_EQ(test, (int)SFW_S_MAX, (int)ARRAY_SIZE(known));
	for (i = 0; i < ARRAY_SIZE(known); i++) {
		enum sfw_setting s = known[i].setting;

		KUNIT_EXPECT_STREQ(test, sfw_setting_keys[s], known[i].key);
		KUNIT_EXPECT_STREQ(test, setting_words[s], known[i].words);
		KUNIT_EXPECT_TRUE(test, sfw_setting_valid(s, known[i].least));
		KUNIT_EXPECT_TRUE(test, sfw_setting_valid(s, known[i].most));
		KUNIT_EXPECT_FALSE(test, sfw_setting_valid(s, known[i].least -
							      1));
		KUNIT_EXPECT_FALSE(test, sfw_setting_valid(s, known[i].most +
							      1));
		KUNIT_EXPECT_FALSE(test, sfw_setting_valid(s, ~0u));
		KUNIT_EXPECT_EQ(test, sfw_setting_defaults[s], known[i].dflt);
	}
}

static void defaults_are_values(struct kunit *test)
{
	int i;

	for (i = 0; i < SFW_S_MAX; i++)
		KUNIT_EXPECT_TRUE(test,
				  sfw_setting_valid(i,
						    sfw_setting_defaults[i]));
}

static const struct {
	const char *name;
	bool valid;
} names[] = {
	{ "sshbf", true }, { "a", true }, { "A.b-c_9", true }, { "0", true },
	{ "-", true }, { "x.", true },
	{ "a23456789012345678901234567890x", true },
	{ "a23456789012345678901234567890xy", false },
	{ "", false }, { ".", false }, { "..", false }, { ".hidden", false },
	{ "a/b", false }, { "a b", false }, { "a\n", false },
	{ "\303\244", false }, { "a\177", false }, { "a@", false },
	{ "a[", false }, { "a`", false }, { "a{", false }, { "a:", false },
};

static void names_are_files_and_words(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_EQ_MSG(test, sfw_name_valid(names[i].name),
				    names[i].valid, "'%s'", names[i].name);
}

#define REASON_ACCEPTED(id, word, accepted, text) accepted,
static const bool accepted[SFW_R_MAX] = { SFW_REASONS(REASON_ACCEPTED) };

/* Sets of reasons rest on it. */
static void refusals_come_last(struct kunit *test)
{
	int i;

	for (i = 0; i < SFW_R_MAX; i++)
		KUNIT_EXPECT_EQ(test, accepted[i], i < SFW_REFUSED_FIRST);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(reasons_are_the_contract),
	KUNIT_CASE(words_can_be_parsed),
	KUNIT_CASE(no_word_twice),
	KUNIT_CASE(settings_are_the_contract),
	KUNIT_CASE(defaults_are_values),
	KUNIT_CASE(names_are_files_and_words),
	KUNIT_CASE(refusals_come_last),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_words",
	.test_cases	= cases,
};

kunit_test_suite(suite);
