/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_BLOCK_H
#define SFWCTL_CMD_BLOCK_H

#include "lang/statement.h"
#include "net/policy.h"

int block_add_guards(struct nl *nl, struct policy *policy);
void block_explain(struct nl *nl, const struct prefix *prefix);

#endif
