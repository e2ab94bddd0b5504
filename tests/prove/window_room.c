// SPDX-License-Identifier: GPL-2.0
/*
 * Windows of any size have stamps enough for the largest of them, as many as
 * their count can say, and are judged without a step beyond those stamps.
 *
 * Of: window addr entry
 * Loops: 97
 */
#include "../../kmod/core/window.h"
#include "prove.h"

#define STAMPS	(SFW_HITS_MAX + SFW_HITS_MAX / 2)

void prove(void)
{
	struct sfw_windows w = ANY(struct sfw_windows);
	u64 stamps[STAMPS];
	u32 i, one;

	w.n = 1 + any_below(SFW_WINDOWS_MAX);
	w.rttl = any_bool();
	one = any_below(w.n);
	for (i = 0; i < w.n; i++)
		assume(w.window[i].hits >= 1 &&
		       w.window[i].hits <= SFW_HITS_MAX);
	sfw_windows_seal(&w);
	claim(w.slots >= w.window[one].hits && w.slots <= STAMPS);
	claim(w.rttl || w.slots <= SFW_HITS_MAX);
	claim(w.longest >= w.window[one].time);

	/* The first hit always fits. */
	claim(sfw_windows_admit(&w, stamps, 0, ANY(u64), ANY(u8)));
	sfw_windows_admit(&w, stamps, any_below(STAMPS + 1), ANY(u64), ANY(u8));
}
