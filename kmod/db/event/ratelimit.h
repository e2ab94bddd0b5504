/* SPDX-License-Identifier: GPL-2.0 */
/* At most so many a second, from any number of CPUs. */
#ifndef SFW_DB_EVENT_RATELIMIT_H
#define SFW_DB_EVENT_RATELIMIT_H

#include <linux/atomic.h>

/**
 * struct sfw_ratelimit - a limit per second; all zero at first
 * @spent: the second, and in its low 16 bits how many were taken in it
 * @denied: how many were too many
 */
struct sfw_ratelimit {
	atomic64_t spent;
	atomic64_t denied;
};

bool sfw_ratelimit_take(struct sfw_ratelimit *l, u32 most, u64 now);

#endif /* SFW_DB_EVENT_RATELIMIT_H */
