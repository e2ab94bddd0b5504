/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_FORWARD_WARN_H
#define SFWCTL_CMD_FORWARD_WARN_H

#include "lang/statement.h"
#include "net/netlink.h"

void forward_warn(struct nl *nl, const struct entry *forward);

#endif
