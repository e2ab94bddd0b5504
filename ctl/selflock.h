/* SPDX-License-Identifier: GPL-2.0 */
/* Keeps a change from locking out who asks for it. */
#ifndef SFWCTL_SELFLOCK_H
#define SFWCTL_SELFLOCK_H

#include "netlink.h"
#include "command.h"

/* How a new connection fares; higher is worse. */
enum reach { REACH_OPEN, REACH_LATER, REACH_CLOSED };

/**
 * struct selflock - who asks for a change
 * @probe: how a new connection of his would begin
 * @before: how it fares now
 * @only_warns: do not refuse the change
 */
struct selflock {
	struct probe probe;
	enum reach before;
	bool only_warns;
};

int selflock_begin(struct selflock *lock, struct nl *nl);
int selflock_check(struct nl *nl, void *lock);
int selflock_check_live(struct nl *nl);
int selflock_check_list(struct nl *nl, const struct member *member);

#endif
