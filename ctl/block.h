/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_BLOCK_H
#define SFWCTL_BLOCK_H

#include "command.h"
#include "netlink.h"

void block_explain(struct nl *nl, const struct prefix *prefix);

#endif
