/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_MEANING_H
#define SFWCTL_CMD_MEANING_H

#include "lang/action.h"
#include "net/netlink.h"

int meaning(const struct options *opt, const struct words *words, struct nl *a, struct nl *b);

#endif
