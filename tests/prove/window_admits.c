// SPDX-License-Identifier: GPL-2.0
/*
 * A guard of N hits in T admits N and refuses the next: of whatever hits,
 * whenever they come, no more than N of those admitted lie within T, and what is
 * refused is refused because so many do. With rttl that is meant of each TTL,
 * and half as many again is the most of all together.
 *
 * Of: window addr entry
 * Loops: 6
 */
#include "../../kmod/core/window.h"
#include "prove.h"

#define HITS	2
#define WINDOWS	1
#define ATTEMPTS 4

/* Every hit that was admitted, by the words of struct sfw_windows. */
static u64 hit[ATTEMPTS];
static u32 hits;

static u32 within(u64 now, u64 time, bool same, u8 ttl)
{
	u32 i, n = 0;

	for (i = 0; i < hits; i++)
		n += now - (hit[i] >> 8 << 10) < time &&
		     (!same || (u8)hit[i] == ttl);
	return n;
}

static struct sfw_windows any_windows(void)
{
	struct sfw_windows w = ANY(struct sfw_windows);
	u32 i;

	w.n = 1 + any_below(WINDOWS);
	w.rttl = any_bool();
	for (i = 0; i < WINDOWS; i++)
		assume(w.window[i].hits >= 1 && w.window[i].hits <= HITS);
	return w;
}

/* Keeps as many as sfw_windows_seal() says: the oldest gives way. */
static void keep(const struct sfw_windows *w, u64 *stamps, u8 *n, u64 stamp)
{
	u32 i, oldest = 0;

	if (*n < w->slots) {
		stamps[(*n)++] = stamp;
		return;
	}
	for (i = 1; i < *n; i++)
		if (stamps[i] >> 8 < stamps[oldest] >> 8)
			oldest = i;
	stamps[oldest] = stamp;
}

void prove(void)
{
	struct sfw_windows w = any_windows();
	u64 stamps[HITS + (HITS + 1) / 2], now = 0;
	bool full, over;
	u32 i, k, most = 0;
	u8 n = 0;

	sfw_windows_seal(&w);
	for (k = 0; k < w.n; k++)
		most = w.window[k].hits > most ? w.window[k].hits : most;
	claim(w.slots >= most &&
	      w.slots <= sizeof(stamps) / sizeof(*stamps));

	for (i = 0; i < ATTEMPTS; i++) {
		u64 next = ANY(u64);
		u8 ttl = ANY(u8);

		assume(next >= now && next < 1ull << 62);
		now = next;
		over = false;
		for (k = 0; k < w.n; k++)
			over |= within(now, w.window[k].time, w.rttl, ttl) >=
				w.window[k].hits;
		full = within(now, w.longest, false, 0) >=
		       most + (most + 1) / 2;
		claim(sfw_windows_admit(&w, stamps, n, now, ttl) ==
		      !(over || (w.rttl && full)));
		if (over || (w.rttl && full))
			continue;
		hit[hits++] = sfw_stamp(now, ttl);
		keep(&w, stamps, &n, sfw_stamp(now, ttl));
	}
}
