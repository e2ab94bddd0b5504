/* SPDX-License-Identifier: GPL-2.0 */
/* The words of the shared tables, for the kernel's side. */
#ifndef SFW_CORE_WORDS_H
#define SFW_CORE_WORDS_H

#include <linux/sfw.h>

extern const char *const sfw_reason_words[SFW_R_MAX];
extern const char *const sfw_setting_keys[SFW_S_MAX];
extern const u32 sfw_setting_defaults[SFW_S_MAX];

bool sfw_setting_valid(enum sfw_setting setting, u32 value);
bool sfw_name_valid(const char *name);

#endif /* SFW_CORE_WORDS_H */
