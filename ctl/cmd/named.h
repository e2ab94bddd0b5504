/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of the policy that name a group, a guard or a knock. */
#ifndef SFWCTL_CMD_NAMED_H
#define SFWCTL_CMD_NAMED_H

#include "lang/statement.h"
#include "net/netlink.h"

void named_explain(struct nl *nl, const struct command *del);

#endif
