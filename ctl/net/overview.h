/* SPDX-License-Identifier: GPL-2.0 */
/* All that the kernel tells about the firewall as a whole. */
#ifndef SFWCTL_NET_OVERVIEW_H
#define SFWCTL_NET_OVERVIEW_H

#include "net/counters.h"
#include "net/policy.h"

/**
 * struct overview - all that is shown
 * @reply: to SFW_CMD_STATUS
 * @attrs: of that
 * @counters: packets and bytes of each reason
 * @policy: the policy, where @may_read
 * @lists: recent lists, likewise
 * @may_read: false for those who may only see the rest
 */
struct overview {
	struct reply reply;
	struct attrs attrs;
	struct counters counters;
	struct policy policy;
	struct reply lists;
	bool may_read;
};

int overview_get(struct nl *nl, struct overview *view);
void overview_free(struct overview *view);
bool overview_enabled(const struct overview *view);
__u64 overview_generation(const struct overview *view);

#endif
