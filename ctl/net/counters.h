/* SPDX-License-Identifier: GPL-2.0 */
/* Packets and bytes that were counted for each reason. */
#ifndef SFWCTL_NET_COUNTERS_H
#define SFWCTL_NET_COUNTERS_H

#include <linux/sfw.h>

#include "net/netlink.h"

/**
 * struct counters - packets and bytes of each reason
 * @packets: by enum sfw_reason
 * @bytes: by enum sfw_reason
 */
struct counters {
	__u64 packets[SFW_R_MAX];
	__u64 bytes[SFW_R_MAX];
};

int counters_get(struct nl *nl, struct counters *counters);

#endif
