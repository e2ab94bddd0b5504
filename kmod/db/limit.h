/* SPDX-License-Identifier: GPL-2.0 */
/* At most so many a second, from any number of CPUs. */
#ifndef SFW_DB_LIMIT_H
#define SFW_DB_LIMIT_H

#include <linux/atomic.h>

/**
 * struct sfw_limit - what has been taken lately; all zero at first
 * @spent: the second, and in its low 16 bits how many were taken in it
 * @denied: how many were too many
 */
struct sfw_limit {
	atomic64_t spent;
	atomic64_t denied;
};

bool sfw_limit_take(struct sfw_limit *l, u32 most, u64 now);

#endif /* SFW_DB_LIMIT_H */
