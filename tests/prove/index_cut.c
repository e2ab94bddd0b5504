// SPDX-License-Identifier: GPL-2.0
/*
 * A range is cut into blocks that follow one another, hold its ports and no
 * others, and are found under one key: shown for the step from any port of any
 * range, so for all of its blocks.
 *
 * Of: addr entry
 * Loops: 17
 */
#include "../../kmod/core/index.c"
#include "prove.h"

void prove(void)
{
	u8 proto = ANY(u8), other = ANY(u8), level, at = ANY(u8);
	u16 first = ANY(u16), last = ANY(u16), dport = ANY(u16);
	u32 end;

	assume(first <= last);
	level = block_level(first, last);
	end = first + (1u << level);
	claim(level <= PORT_BITS);
	claim(end > first && end <= last + 1u);
	/* The key that a look-up of that level computes for a packet. */
	claim((index_key(other, level, dport) ==
	       index_key(proto, level, first)) ==
	      (other == proto && dport >= first && dport < end));
	/* Another level never answers for it. */
	assume(at <= PORT_BITS && at != level);
	claim(index_key(other, at, dport) != index_key(proto, level, first));
}
