/* SPDX-License-Identifier: GPL-2.0 */
/* All that the kernel tells about the firewall as a whole. */
#ifndef SFWCTL_OVERVIEW_H
#define SFWCTL_OVERVIEW_H

#include "policy.h"
#include "stats.h"

/**
 * struct overview - all that is shown
 * @answer: to SFW_CMD_STATUS
 * @attrs: of that
 * @stats: counters
 * @policy: the policy, where @may_read
 * @lists: recent lists, likewise
 * @may_read: false for those who may only see the rest
 */
struct overview {
	struct answer answer;
	struct attrs attrs;
	struct stats stats;
	struct policy policy;
	struct answer lists;
	bool may_read;
};

int overview_get(struct nl *nl, struct overview *view);
void overview_free(struct overview *view);
bool overview_enabled(const struct overview *view);
__u64 overview_generation(const struct overview *view);

#endif
