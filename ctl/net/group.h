/* SPDX-License-Identifier: GPL-2.0 */
/* Groups: their members, and the name that was meant. */
#ifndef SFWCTL_NET_GROUP_H
#define SFWCTL_NET_GROUP_H

#include "lang/script.h"
#include "net/policy.h"

int group_members_get(struct nl *nl, const char *name, struct policy *policy);
void group_suggest(struct nl *nl, int err);
void group_suggest_of(struct nl *nl, int err, const struct script *script);

#endif
