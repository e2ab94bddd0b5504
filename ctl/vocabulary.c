// SPDX-License-Identifier: GPL-2.0
/* The words of linux/sfw.h in a form that can be looked up. */
#include "vocabulary.h"

#define REASON(id, name, ok, people) \
	[SFW_R_##id] = { .word = name, .text = people, .accepted = ok },
const struct reason reasons[SFW_R_MAX] = {
	SFW_REASONS(REASON)
};

#define SETTING(id, name, choices, dflt) \
	[SFW_S_##id] = { .key = name, .words = choices, .value = dflt },
const struct setting settings[SFW_S_MAX] = {
	SFW_SETTINGS(SETTING)
};

#define SETTING_KEY(id, name, choices, dflt) name "|"
const char setting_keys[] = SFW_SETTINGS(SETTING_KEY);

#define WORD(id, word) word "|"
const char ct_states[] = SFW_CT_STATES(WORD);
const char actions[] = SFW_ACTIONS(WORD);
