/* SPDX-License-Identifier: GPL-2.0 */
/* The last refused packets, as the kernel's journal has them. */
#ifndef SFWCTL_NET_REFUSAL_H
#define SFWCTL_NET_REFUSAL_H

#include <stdbool.h>

#include "lang/format.h"
#include "net/event.h"
#include "net/netlink.h"

/**
 * struct refusal - packets of one source, reason and port within a second
 * @event: the event that would tell of them
 * @ago: seconds since the first
 * @dst: its destination, family 0 if nobody knows
 * @dev: interface by which it came, or ""
 * @line: line of the policy that decided, or ""
 */
struct refusal {
	struct event event;
	__u64 ago;
	struct address dst;
	char dev[SFW_DEV_MAX + 1];
	char line[LINE_MAX_BYTES];
};

/**
 * struct refusals - those of them that are asked for, oldest first
 * @reply: the kernel's messages
 * @wanted: which
 * @skip: how many of the oldest are too many
 */
struct refusals {
	struct reply reply;
	struct wanted wanted;
	unsigned int skip;
};

int refusals_get(struct nl *nl, const struct wanted *wanted,
		 const struct address *only, struct refusals *all);
bool refusals_next(const struct refusals *all, const struct nlmsghdr **at,
		   struct refusal *r);
void refusals_free(struct refusals *all);

#endif
