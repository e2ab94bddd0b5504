/* SPDX-License-Identifier: GPL-2.0 */
/* Nanoseconds of the boot-time clock as seconds, which users read. */
#ifndef SFW_DB_SECONDS_H
#define SFW_DB_SECONDS_H

#include <linux/math64.h>
#include <linux/time64.h>

/* Rounded up, so 0 has ended. */
static inline u32 sfw_seconds_left(u64 until, u64 now)
{
	return until > now ? div_u64(until - now + NSEC_PER_SEC - 1, NSEC_PER_SEC) : 0;
}

static inline u64 sfw_seconds_since(u64 then, u64 now)
{
	return now > then ? div_u64(now - then, NSEC_PER_SEC) : 0;
}

#endif /* SFW_DB_SECONDS_H */
