/* SPDX-License-Identifier: GPL-2.0 */
/* The words of linux/sfw.h in a form that can be looked up. */
#ifndef SFWCTL_LANG_VOCABULARY_H
#define SFWCTL_LANG_VOCABULARY_H

#include <stdbool.h>
#include <linux/sfw.h>

/**
 * struct reason - why a packet was accepted or refused
 * @word: its name
 * @text: for people
 * @accepted: whether packets counted for it went through
 */
struct reason {
	const char *word;
	const char *text;
	bool accepted;
};

/**
 * struct setting - one setting
 * @key: its name
 * @words: its values, a set as in wordset.h; or the unit of its numbers
 * @value: its default
 * @least: lowest value
 * @most: highest value
 */
struct setting {
	const char *key;
	const char *words;
	__u32 value;
	__u32 least;
	__u32 most;
};

enum setting_form {
	SETTING_WORD, SETTING_SECONDS, SETTING_NUMBER, SETTING_REASONS
};

extern const struct reason reasons[SFW_R_MAX];
extern const struct setting settings[SFW_S_MAX];

/* Sets as in wordset.h */
extern const char setting_keys[];
extern const char ct_states[];
extern const char actions[];
extern const char guard_thens[];
extern const char events[];
extern const char event_bys[];
extern const char event_changes[];
extern const char refused_reasons[];	/* the reasons from SFW_REFUSED_FIRST on */

enum setting_form setting_form(const struct setting *setting);

#endif
