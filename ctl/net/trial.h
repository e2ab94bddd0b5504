/* SPDX-License-Identifier: GPL-2.0 */
/* Whether the policy that runs is on trial. */
#ifndef SFWCTL_NET_TRIAL_H
#define SFWCTL_NET_TRIAL_H

#include <linux/types.h>

#include "net/netlink.h"

int trial_left(struct nl *nl, __u32 *left);

#endif
