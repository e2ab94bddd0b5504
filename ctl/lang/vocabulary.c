// SPDX-License-Identifier: GPL-2.0
/* The words of linux/sfw.h in a form that can be looked up. */
#include <string.h>

#include "lang/vocabulary.h"

#define REASON(id, name, ok, people) \
	[SFW_R_##id] = { .word = name, .text = people, .accepted = ok },
const struct reason reasons[SFW_R_MAX] = {
	SFW_REASONS(REASON)
};

#define SETTING(id, name, choices, dflt, low, high) \
	[SFW_S_##id] = { .key = name, .words = choices, .value = dflt, \
			 .least = low, .most = high },
const struct setting settings[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING)
};

#define SETTING_KEY(id, name, choices, dflt, low, high) name "|"
const char setting_keys[] = SFW_SETTINGS(SETTING_KEY);

#define WORD(id, word) word "|"
const char ct_states[] = SFW_CT_STATES(WORD);
const char actions[] = SFW_ACTIONS(WORD);
const char guard_thens[] = SFW_GUARD_THENS(WORD);
const char event_bys[] = SFW_BYS(WORD);
const char event_changes[] = SFW_CHANGES(WORD);

#define EVENT(id, word, people) word "|"
const char events[] = SFW_EVENTS(EVENT);

#define REFUSAL_0(word) word "|"
#define REFUSAL_1(word)
#define REFUSAL(id, word, ok, people) REFUSAL_##ok(word)
const char refused_reasons[] = SFW_REASONS(REFUSAL);

/**
 * setting_form() - how the value of a setting is typed
 * @setting: the setting
 *
 * Return: its form.
 */
enum setting_form setting_form(const struct setting *setting)
{
	if (!strcmp(setting->words, "SECONDS"))
		return SETTING_SECONDS;
	if (!strcmp(setting->words, "NUMBER"))
		return SETTING_NUMBER;
	if (!strcmp(setting->words, "REASONS"))
		return SETTING_REASONS;
	return SETTING_WORD;
}
