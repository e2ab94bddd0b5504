// SPDX-License-Identifier: GPL-2.0
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>

#include "ratelimit.h"

#define COUNT_BITS	16
#define COUNT_MASK	((1 << COUNT_BITS) - 1)

/**
 * sfw_ratelimit_take - whether one more may be had in this second
 * @l: the limit
 * @most: how many a second, below 65536
 * @now: boot-time nanoseconds
 *
 * Context: any. Return: false if not; that is counted.
 */
bool sfw_ratelimit_take(struct sfw_ratelimit *l, u32 most, u64 now)
{
	u64 second = div_u64(now, NSEC_PER_SEC) << COUNT_BITS;
	s64 old = atomic64_read(&l->spent);
	u64 spent;

	do {
		/* Another CPU may have seen the next second already. */
		spent = max_t(u64, old, second);
		if ((spent & COUNT_MASK) >= most) {
			atomic64_inc(&l->denied);
			return false;
		}
	} while (!atomic64_try_cmpxchg(&l->spent, &old, spent + 1));
	return true;
}
