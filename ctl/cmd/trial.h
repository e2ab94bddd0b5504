/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_TRIAL_H
#define SFWCTL_CMD_TRIAL_H

#include <linux/types.h>

#include "lang/action.h"
#include "net/netlink.h"

void trial_print(const struct options *opt, __u32 confirm);
int trial_check_saving(const struct options *opt, struct nl *nl);
bool trial_note(const struct options *opt, struct nl *nl);

#endif
