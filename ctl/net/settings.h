/* SPDX-License-Identifier: GPL-2.0 */
/* The settings of a policy. */
#ifndef SFWCTL_NET_SETTINGS_H
#define SFWCTL_NET_SETTINGS_H

#include "net/policy.h"

/**
 * struct values - a value for each setting
 * @at: by enum sfw_setting
 */
struct values {
	__u32 at[SFW_S_MAX];
};

void values_read(struct values *values, const struct policy *policy);
int setting_get(struct nl *nl, bool staged, enum sfw_setting key, __u32 *value);

#endif
