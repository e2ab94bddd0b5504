// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>

#include "window.h"

/**
 * sfw_windows_seal - derive slots and the longest time from the windows
 * @w: windows and rttl are given
 *
 * With rttl a source could spread its hits over many TTLs. Keeping half as
 * many stamps again, and admitting nothing while all of them are recent (see
 * sfw_windows_admit()), bounds that gain.
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

/**
 * sfw_windows_valid - whether no window is there twice
 * @w: windows are given
 *
 * The second of two equal windows would say nothing, and the utility takes it
 * for a mistake: a policy that held it could not be restored.
 */
bool sfw_windows_valid(const struct sfw_windows *w)
{
	u32 i, j;

	for (i = 1; i < w->n; i++)
		for (j = 0; j < i; j++)
			if (w->window[i].hits == w->window[j].hits &&
			    w->window[i].time == w->window[j].time)
				return false;
	return true;
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
 * No windows admit anything.
 */
bool sfw_windows_admit(const struct sfw_windows *w, const u64 *stamps, u8 n,
		       u64 now, u8 ttl)
{
	u32 i;

	if (!w->n)
		return true;
	for (i = 0; i < w->n; i++)
		if (count_recent(stamps, n, now, w->window[i].time, w->rttl,
				 ttl) >= w->window[i].hits)
			return false;
	return count_recent(stamps, n, now, w->longest, false, 0) < w->slots;
}

/**
 * sfw_stamps_add - keep the stamp of a hit; without room the oldest of all goes
 * @stamps: those of other hits, in any order, and room for @slots
 * @n: how many
 * @slots: how many are kept; may be less than @n
 * @stamp: the new one, which may be the oldest
 *
 * Return: how many there are now.
 */
u8 sfw_stamps_add(u64 *stamps, u8 n, u8 slots, u64 stamp)
{
	u64 *oldest = stamps;
	u32 i;

	if (n < slots) {
		stamps[n] = stamp;
		return n + 1;
	}
	for (i = 1; i < n; i++)
		if (sfw_stamp_is_before(stamps[i], *oldest))
			oldest = &stamps[i];
	if (sfw_stamp_is_before(*oldest, stamp))
		*oldest = stamp;
	return n;
}

/**
 * sfw_stamps_have - whether a hit was admitted, and so left its stamp
 * @stamps: the stamps
 * @n: how many
 * @then: the moment of the hit, whichever its TTL
 */
bool sfw_stamps_have(const u64 *stamps, u8 n, u64 then)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (sfw_stamp(then, sfw_stamp_ttl(stamps[i])) == stamps[i])
			return true;
	return false;
}
