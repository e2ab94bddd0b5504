/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An entry of a recent list as it outlives a reboot: times are ages, and all that is
 * a matter of seconds (a knock that has begun, a source that is only suspected) is
 * left out.
 */
#ifndef SFW_DB_LIST_COPY_H
#define SFW_DB_LIST_COPY_H

#include "list.h"

/* A guard with rttl keeps half as many stamps again as its most hits. */
static_assert(SFW_HITS_MAX + SFW_HITS_MAX / 2 == SFW_STAMPS_MAX);

/**
 * struct sfw_list_copy - an entry, apart from its list
 * @addr: its address
 * @family: of @addr
 * @ttl: of the last packet, 0 if put there by hand
 * @fixed: put there by hand
 * @hits: how often it was seen
 * @cause: see sfw_recent_cause()
 * @first: how long ago it was first seen, nanoseconds
 * @last: how long ago it was last seen, nanoseconds; at most @first
 * @left: for how long it is still blocked or let in, nanoseconds
 * @n_stamps: hits that a guard counts
 * @stamp: of each the milliseconds since, and in the low byte the TTL of its packet
 */
struct sfw_list_copy {
	struct sfw_addr addr;
	u8 family;
	u8 ttl;
	bool fixed;
	u32 hits;
	u32 cause;
	u64 first;
	u64 last;
	u64 left;
	u32 n_stamps;
	u64 stamp[SFW_STAMPS_MAX];
};

u32 sfw_list_stamps(const struct sfw_list *list, const struct sfw_recent *e,
		    u64 now, u64 *stamp);
int sfw_list_put_copy(struct sfw_list *list, const struct sfw_list_copy *copy,
		      u64 now);

#endif /* SFW_DB_LIST_COPY_H */
