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
	u32 values;
	u8 dflt;
} known[] = {
	{ SFW_S_PING, "ping", "off|on", 2, 1 },
	{ SFW_S_REJECT4, "reject4", "rfc|admin|drop", 3, SFW_REJECT4_RFC },
	{ SFW_S_REJECT6, "reject6", "admin|rfc|drop", 3, SFW_REJECT6_ADMIN },
	{ SFW_S_DHCP, "dhcp", "off|on", 2, 1 },
	{ SFW_S_FORWARD, "forward", "drop|reject|off", 3, SFW_FORWARD_DROP },
};

static void settings_are_the_contract(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(known); i++) {
		enum sfw_setting s = known[i].setting;

		KUNIT_EXPECT_STREQ(test, sfw_setting_keys[s], known[i].key);
		KUNIT_EXPECT_STREQ(test, setting_words[s], known[i].words);
		KUNIT_EXPECT_EQ(test, sfw_setting_values(s), known[i].values);
		KUNIT_EXPECT_EQ(test, sfw_setting_defaults[s], known[i].dflt);
	}
}

static void defaults_are_values(struct kunit *test)
{
	int i;

	for (i = 0; i < SFW_S_MAX; i++) {
		KUNIT_EXPECT_GE(test, sfw_setting_values(i), 2u);
		KUNIT_EXPECT_LT(test, (u32)sfw_setting_defaults[i],
				sfw_setting_values(i));
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(reasons_are_the_contract),
	KUNIT_CASE(words_can_be_parsed),
	KUNIT_CASE(no_word_twice),
	KUNIT_CASE(settings_are_the_contract),
	KUNIT_CASE(defaults_are_values),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_words",
	.test_cases	= cases,
};

kunit_test_suite(suite);
