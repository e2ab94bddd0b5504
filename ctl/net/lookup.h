/* SPDX-License-Identifier: GPL-2.0 */
/* Trusts, exemptions, blocks, groups and recent lists that hold an address. */
#ifndef SFWCTL_NET_LOOKUP_H
#define SFWCTL_NET_LOOKUP_H

#include "net/list.h"

enum lookup_kind {
	LOOKUP_TRUST, LOOKUP_EXEMPT, LOOKUP_BLOCK, LOOKUP_GROUP,	/* of the policy */
	LOOKUP_SCAN, LOOKUP_GUARD, LOOKUP_KNOCK,	/* recent lists */
};

/**
 * struct lookup - one of those that hold an address
 * @kind: its kind
 * @name: of the recent list or group, @NAME of a group that the line names, or ""
 * @comment: of a block or member, or ""
 * @recent: entry of the list; of the policy: its prefix, and of an exemption
 *	    or block the time since and left, if it is not @fixed
 */
struct lookup {
	enum lookup_kind kind;
	char name[1 + SFW_NAME_MAX + 1];
	char comment[SFW_COMMENT_MAX + 1];
	struct list_entry recent;
};

int lookup_get(struct nl *nl, const struct address *addr,
	       struct reply *reply);
int lookup_is_member(struct nl *nl, const struct prefix *prefix, const char *group);
bool lookup_next(const struct reply *reply, const struct nlmsghdr **at,
		 struct lookup *h);
const char *lookup_word(const struct lookup *h);
const char *lookup_state(const struct lookup *h);
bool lookup_until(const struct lookup *h, __u32 *seconds);

#endif
