/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of the policy that name a group. */
#ifndef SFWCTL_CMD_GROUP_H
#define SFWCTL_CMD_GROUP_H

#include "net/netlink.h"

void group_print_lines(struct nl *nl, const char *name);

#endif
