/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_SETTING_H
#define SFWCTL_SETTING_H

#include "json.h"
#include "policy.h"

/**
 * struct values - a value for each setting
 * @at: by enum sfw_setting
 */
struct values {
	__u32 at[SFW_S_MAX];
};

void values_read(struct values *values, const struct policy *policy);
void values_json(const struct values *values, struct json *j);

#endif
