/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_REPLACE_H
#define SFWCTL_CMD_REPLACE_H

#include "lang/statement.h"
#include "net/netlink.h"

void replace_explain(struct nl *nl, const struct command *add);

#endif
