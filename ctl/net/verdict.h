/* SPDX-License-Identifier: GPL-2.0 */
/* The verdict on a packet that does not exist. */
#ifndef SFWCTL_NET_VERDICT_H
#define SFWCTL_NET_VERDICT_H

#include "lang/format.h"
#include "lib/wordset.h"
#include "net/netlink.h"

/**
 * struct verdict - the kernel's reply
 * @enabled: whether packets are judged at all
 * @accepted: whether this one would be let through
 * @action: accept, drop, or how it is rejected
 * @reason: enum sfw_reason
 * @line: the line of the policy that decides, or ""
 */
struct verdict {
	bool enabled;
	bool accepted;
	char action[WORDSET_WORD_MAX];
	__u8 reason;
	char line[LINE_MAX_BYTES];
};

int verdict_get(struct nl *nl, const struct probe *probe, struct verdict *v);
int verdict_code(struct nl *nl, const struct probe *probe, __u8 *action, __u8 *reason);

#endif
