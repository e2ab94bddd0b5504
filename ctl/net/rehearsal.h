/* SPDX-License-Identifier: GPL-2.0 */
/* Packets on which the policy that is rehearsed differs from the one that runs. */
#ifndef SFWCTL_NET_REHEARSAL_H
#define SFWCTL_NET_REHEARSAL_H

#include <stdbool.h>

#include "lang/format.h"
#include "net/decode.h"
#include "net/netlink.h"

/**
 * struct finding - packets on which both differ in the same way
 * @accept: the rehearsed policy would accept them
 * @reason: enum sfw_reason of the rehearsed policy
 * @live: enum sfw_reason of the one that runs; SFW_R_MAX: it is disabled
 * @proto: their protocol
 * @port: port that they were sent to, 0 where the protocol has none
 * @from_count: how many of @from are given
 * @from: their sources, or the prefix that covers them if there were more
 * @covered: that is so
 * @dev: interface by which they came
 * @out: interface by which they leave, "" for those to this host
 * @packets: how many there were
 * @first: seconds since the first
 * @last: seconds since the last
 * @line: line of the rehearsed policy that decides, or ""
 */
struct finding {
	bool accept;
	__u8 reason;
	__u8 live;
	__u8 proto;
	__u16 port;
	unsigned int from_count;
	struct prefix from[SFW_FINDING_SOURCES];
	bool covered;
	char dev[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	__u64 packets;
	__u64 first;
	__u64 last;
	char line[LINE_MAX_BYTES];
};

/**
 * struct findings - all of them, most packets first
 * @at: the findings
 * @count: how many
 * @left: seconds until the rehearsal ends, 0: it is over
 * @lost: packets that found no place
 * @skipped: packets that were not judged, as conntrack had no room for them
 */
struct findings {
	struct finding *at;
	unsigned int count;
	__u32 left;
	__u64 lost;
	__u64 skipped;
};

int findings_get(struct nl *nl, struct findings *all);
void findings_free(struct findings *all);

#endif
