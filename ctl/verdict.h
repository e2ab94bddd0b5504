/* SPDX-License-Identifier: GPL-2.0 */
/* What would happen to a packet. */
#ifndef SFWCTL_VERDICT_H
#define SFWCTL_VERDICT_H

#include "choices.h"
#include "line.h"
#include "netlink.h"

/**
 * struct verdict - the kernel's answer
 * @enabled: whether packets are judged at all
 * @accepted: whether this one would be let through
 * @action: what would be done with it
 * @reason: enum sfw_reason
 * @line: the line of the policy that decides, or ""
 */
struct verdict {
	bool enabled;
	bool accepted;
	char action[CHOICE_MAX];
	__u8 reason;
	char line[LINE_MAX_BYTES];
};

int verdict_get(struct nl *nl, const struct probe *probe, struct verdict *v);

#endif
