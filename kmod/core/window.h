/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sliding windows: at most HITS within TIME, exactly, from the stamps of the
 * hits themselves.
 */
#ifndef SFW_CORE_WINDOW_H
#define SFW_CORE_WINDOW_H

#include <linux/sfw.h>

/**
 * struct sfw_window - one limit
 * @hits: that many are admitted
 * @time: within so many nanoseconds
 */
struct sfw_window {
	u32 hits;
	u64 time;
};

/**
 * struct sfw_windows - the limits of a guard
 * @window: each of them
 * @n: how many
 * @slots: stamps that an entry keeps
 * @rttl: count only hits of the same TTL
 * @longest: the longest time
 */
struct sfw_windows {
	struct sfw_window window[SFW_WINDOWS_MAX];
	u8 n;
	u8 slots;
	bool rttl;
	u64 longest;
};

/*
 * A stamp holds the time of a hit and the TTL of its packet in one word: a
 * ring of stamps then costs no more than one of times. The unit is 1,024 ns:
 * 54 bits are all that there is of a clock of nanoseconds, 584 years.
 */
static inline u64 sfw_stamp(u64 now, u8 ttl)
{
	return now >> 10 << 8 | ttl;
}

static inline u64 sfw_stamp_age(u64 stamp, u64 now)
{
	return now - (stamp >> 8 << 10);
}

/* A hit may be of before the boot, and its time negative; it has 54 bits. */
static inline bool sfw_stamp_is_before(u64 a, u64 b)
{
	return (s64)(a << 2) < (s64)(b << 2);
}

static inline u8 sfw_stamp_ttl(u64 stamp)
{
	return stamp;
}

void sfw_windows_seal(struct sfw_windows *w);
bool sfw_windows_valid(const struct sfw_windows *w);
bool sfw_windows_admit(const struct sfw_windows *w, const u64 *stamps, u8 n,
		       u64 now, u8 ttl);
u8 sfw_stamps_add(u64 *stamps, u8 n, u8 slots, u64 stamp);
bool sfw_stamps_have(const u64 *stamps, u8 n, u64 then);

#endif /* SFW_CORE_WINDOW_H */
