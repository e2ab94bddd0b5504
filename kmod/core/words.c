// SPDX-License-Identifier: GPL-2.0
#include "words.h"

#define REASON_WORD(id, word, accepted, text) [SFW_R_##id] = word,
const char *const sfw_reason_words[SFW_R_MAX] = {
	SFW_REASONS(REASON_WORD)
};

#define SETTING_KEY(id, key, words, dflt) [SFW_S_##id] = key,
const char *const sfw_setting_keys[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_KEY)
};

#define SETTING_DEFAULT(id, key, words, dflt) [SFW_S_##id] = dflt,
const u8 sfw_setting_defaults[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_DEFAULT)
};

#define SETTING_WORDS(id, key, words, dflt) [SFW_S_##id] = words,
static const char *const setting_words[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_WORDS)
};

/**
 * sfw_setting_values - how many values a setting has
 * @setting: the setting
 */
u32 sfw_setting_values(enum sfw_setting setting)
{
	const char *c;
	u32 n = 1;

	for (c = setting_words[setting]; *c; c++)
		n += *c == '|';
	return n;
}
