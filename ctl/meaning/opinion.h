/* SPDX-License-Identifier: GPL-2.0 */
/* The verdicts of both policies on a packet; they are asked once about each place. */
#ifndef SFWCTL_MEANING_OPINION_H
#define SFWCTL_MEANING_OPINION_H

#include "meaning/set.h"
#include "meaning/space.h"
#include "net/netlink.h"

/* Effects of one policy's rules: the most specific of them decides. */
#define EFFECT_SEVERAL	(~0ull)

/**
 * struct opinion - the verdicts of both policies on a packet
 * @action: enum sfw_action
 * @reason: enum sfw_reason
 */
struct opinion {
	__u8 action[2];
	__u8 reason[2];
};

/**
 * struct place - all of a packet that verdicts depend on; words without gaps, for a pool
 * @at: its pieces, or the common part of those that are alike but for rules
 * @effect: of the rules of each policy that mean it: 0 for none, or EFFECT_SEVERAL
 */
struct place {
	__u64 at[DIM_COUNT];
	__u64 effect[2];
};

/**
 * struct opinions - those heard so far
 * @space: the packets
 * @nl: both policies
 * @places: that they were asked about
 * @heard: their answers, by number of the place
 * @count: how many
 */
struct opinions {
	const struct space *space;
	struct nl **nl;
	struct pool places;
	struct opinion *heard;
	size_t count;
};

int opinions_init(struct opinions *o, const struct space *space, struct nl *nl[2]);
void opinions_free(struct opinions *o);
int opinions_get(struct opinions *o, const struct place *place, const size_t at[DIM_COUNT],
		 struct opinion *opinion);

#endif
