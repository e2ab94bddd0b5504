/* SPDX-License-Identifier: GPL-2.0 */
/* Trials and rehearsals of a policy: whether one runs, and its end. */
#ifndef SFWCTL_NET_TRIAL_H
#define SFWCTL_NET_TRIAL_H

#include <linux/types.h>
#include <stdbool.h>

#include "net/netlink.h"

int trial_left(struct nl *nl, __u32 *left);
int trial_end(struct nl *nl, __u8 cmd, bool dry_run);

#endif
