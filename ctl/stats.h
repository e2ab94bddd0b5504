/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_STATS_H
#define SFWCTL_STATS_H

#include "json.h"
#include "netlink.h"

/**
 * struct stats - what was counted for each reason
 * @packets: by enum sfw_reason
 * @bytes: by enum sfw_reason
 */
struct stats {
	__u64 packets[SFW_R_MAX];
	__u64 bytes[SFW_R_MAX];
};

int stats_get(struct nl *nl, struct stats *stats);
void stats_json(const struct stats *stats, struct json *j);

#endif
