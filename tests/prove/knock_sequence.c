// SPDX-License-Identifier: GPL-2.0
/*
 * A sequence opens with its last port, after each one before it, in time and in
 * this order, and never otherwise.
 *
 * Of: addr entry knock
 * Loops: 17
 */
#include "../../kmod/core/knock.h"
#include "prove.h"

static bool at_step(const struct sfw_sequence *s, u32 i, u8 proto, u16 port)
{
	return s->step[i].proto == proto && s->step[i].port == port;
}

void prove(void)
{
	struct sfw_sequence s = ANY(struct sfw_sequence);
	struct sfw_progress at = ANY(struct sfw_progress), was = at;
	u64 now = ANY(u64);
	u16 port = ANY(u16);
	u8 proto = ANY(u8);
	bool in_time, opened;

	assume(s.n <= SFW_STEPS_MAX && sfw_sequence_valid(&s));
	assume(was.stage < s.n && was.began <= now);
	in_time = now - was.began < s.within;
	opened = sfw_sequence_step(&s, &at, proto, port, now);
	claim(at.stage < s.n);
	if (opened) {
		claim(at_step(&s, s.n - 1, proto, port));
		claim(s.n == 1 || (was.stage == s.n - 1 && in_time));
		claim(at.open_until == now + s.open && !at.stage);
		return;
	}
	claim(at.open_until == was.open_until);
	/* One port further, as far as before, or to the beginning. */
	if (at.stage == was.stage + 1)
		claim(at_step(&s, was.stage, proto, port) &&
		      (!was.stage || in_time));
	else if (at.stage > 1)
		claim(at.stage == was.stage && in_time &&
		      at_step(&s, was.stage - 1, proto, port));
	else if (at.stage == 1)
		claim(at_step(&s, 0, proto, port));
	/* A sequence goes on from its first knock's time, a new one from now. */
	if (at.stage)
		claim(at.began == (at.stage > 1 ? was.began : at.began) &&
		      (at.began == was.began || at.began == now));
}
