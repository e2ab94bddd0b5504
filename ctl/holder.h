/* SPDX-License-Identifier: GPL-2.0 */
/* What holds an address: trust, exemptions, blocks, and the recent lists. */
#ifndef SFWCTL_HOLDER_H
#define SFWCTL_HOLDER_H

#include "recent.h"

enum holder_kind {
	HOLDER_TRUST, HOLDER_EXEMPT, HOLDER_BLOCK,	/* of the policy */
	HOLDER_SCAN, HOLDER_GUARD, HOLDER_KNOCK,	/* recent lists */
};

/**
 * struct holder - one of those that hold an address
 * @kind: what it is
 * @name: of the recent list, or ""
 * @comment: of a block, or ""
 * @recent: what the list tells; of the policy: its prefix, and of an exemption
 *	    or block the time since and left, if it is not @fixed
 */
struct holder {
	enum holder_kind kind;
	char name[SFW_NAME_MAX + 1];
	char comment[SFW_COMMENT_MAX + 1];
	struct recent recent;
};

int holders_get(struct nl *nl, const struct address *addr,
		struct answer *answer);
bool holder_next(const struct answer *answer, const struct nlmsghdr **at,
		 struct holder *h);
const char *holder_word(const struct holder *h);
const char *holder_state(const struct holder *h);
bool holder_until(const struct holder *h, __u32 *seconds);

#endif
