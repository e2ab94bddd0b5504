// SPDX-License-Identifier: GPL-2.0
#include "words.h"

#define REASON_WORD(id, word, accepted, text) [SFW_R_##id] = word,
const char *const sfw_reason_words[SFW_R_MAX] = {
	SFW_REASONS(REASON_WORD)
};

#define SETTING_KEY(id, key, words, dflt, least, most) [SFW_S_##id] = key,
const char *const sfw_setting_keys[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_KEY)
};

#define SETTING_DEFAULT(id, key, words, dflt, least, most) [SFW_S_##id] = dflt,
const u32 sfw_setting_defaults[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_DEFAULT)
};

#define SETTING_LEAST(id, key, words, dflt, least, most) [SFW_S_##id] = least,
static const u32 setting_least[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_LEAST)
};

#define SETTING_MOST(id, key, words, dflt, least, most) [SFW_S_##id] = most,
static const u32 setting_most[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING_MOST)
};

/**
 * sfw_setting_valid - whether a setting has a value
 * @setting: the setting
 * @value: index of a word, seconds or a number
 */
bool sfw_setting_valid(enum sfw_setting setting, u32 value)
{
	return value >= setting_least[setting] &&
	       value <= setting_most[setting];
}

/**
 * sfw_name_valid - whether a guard, knock or list may be called so
 * @name: the name, terminated
 *
 * Letters, digits, "-", "_" and ".", not "." first: it names a file in /proc
 * and a word of the policy language.
 */
bool sfw_name_valid(const char *name)
{
	const char *c;

	for (c = name; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
		      (*c >= '0' && *c <= '9') || *c == '-' || *c == '_' ||
		      (*c == '.' && c != name)))
			return false;
	return c != name && c - name <= SFW_NAME_MAX;
}
