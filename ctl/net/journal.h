/* SPDX-License-Identifier: GPL-2.0 */
/* The last refused packets, as the kernel's journal has them. */
#ifndef SFWCTL_NET_JOURNAL_H
#define SFWCTL_NET_JOURNAL_H

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
 * struct journal - those that are asked for, oldest first
 * @reply: the kernel's messages
 * @wanted: which
 * @skip: how many of the oldest are too many
 */
struct journal {
	struct reply reply;
	struct wanted wanted;
	unsigned int skip;
};

int journal_get(struct nl *nl, const struct wanted *wanted,
		const struct address *only, struct journal *all);
bool journal_next(const struct journal *all, const struct nlmsghdr **at,
		  struct refusal *r);
void journal_free(struct journal *all);

#endif
