/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_FORWARD_H
#define SFWCTL_FORWARD_H

#include "command.h"
#include "netlink.h"

void forward_warn(struct nl *nl, const struct entry *forward);

#endif
