/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_LAN_HINT_H
#define SFWCTL_CMD_LAN_HINT_H

#include "lang/statement.h"
#include "net/netlink.h"

void lan_hint(struct nl *nl, const struct entry *lan);

#endif
