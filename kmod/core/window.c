// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>

#include "window.h"

/**
 * sfw_windows_seal - work out what follows from the windows
 * @w: windows and rttl are given
 *
 * With rttl a source could spread its hits over many TTLs. Keeping half as
 * many stamps again, and admitting nothing while all of them are recent (see
 * sfw_windows_admit()), bounds what that gains.
 */
void sfw_windows_seal(struct sfw_windows *w)
{
	u32 i, most = 0;

	w->longest = 0;
	for (i = 0; i < w->n; i++) {
		most = max(most, w->window[i].hits);
		w->longest = max(w->longest, w->window[i].time);
	}
	w->slots = w->rttl ? most + (most + 1) / 2 : most;
}

static u32 count_recent(const u64 *stamps, u8 n, u64 now, u64 time,
			bool rttl, u8 ttl)
{
	u32 i, count = 0;

	for (i = 0; i < n; i++)
		count += sfw_stamp_age(stamps[i], now) < time &&
			 (!rttl || sfw_stamp_ttl(stamps[i]) == ttl);
	return count;
}

/**
 * sfw_windows_admit - whether one more hit fits all windows
 * @w: the sealed windows
 * @stamps: earlier admitted hits of this source, in any order
 * @n: how many; the latest @w->slots of them, or more
 * @now: boot-time nanoseconds, not before any stamp
 * @ttl: of the packet
 *
 * A window of N hits in T admits N and refuses the next until the oldest of
 * them is T old. Refused hits are not stamped, so that going on does not
 * prolong the refusal (as in the article: --rcheck, then --set).
 */
bool sfw_windows_admit(const struct sfw_windows *w, const u64 *stamps, u8 n,
		       u64 now, u8 ttl)
{
	u32 i;

	for (i = 0; i < w->n; i++)
		if (count_recent(stamps, n, now, w->window[i].time, w->rttl,
				 ttl) >= w->window[i].hits)
			return false;
	return count_recent(stamps, n, now, w->longest, false, 0) < w->slots;
}
