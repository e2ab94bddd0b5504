/* SPDX-License-Identifier: GPL-2.0 */
/* Port knocking: how far a source has come in a sequence. */
#ifndef SFW_CORE_KNOCK_H
#define SFW_CORE_KNOCK_H

#include <linux/sfw.h>

struct sfw_step {
	u16 port;
	u8 proto;
};

/**
 * struct sfw_sequence - ports to knock, and times
 * @step: the ports, no two neighbours equal
 * @n: how many
 * @within: nanoseconds from the first to the last
 * @open: nanoseconds for which the last one opens
 */
struct sfw_sequence {
	struct sfw_step step[SFW_STEPS_MAX];
	u8 n;
	u64 within;
	u64 open;
};

/**
 * struct sfw_progress - one source
 * @began: when the first knock came
 * @open_until: it may connect before; 0: never opened
 * @stage: knocks in a row so far
 */
struct sfw_progress {
	u64 began;
	u64 open_until;
	u8 stage;
};

bool sfw_sequence_valid(const struct sfw_sequence *s);
bool sfw_sequence_has(const struct sfw_sequence *s, u8 proto, u16 port);
bool sfw_sequence_step(const struct sfw_sequence *s, struct sfw_progress *at, u8 proto,
		       u16 port, u64 now);

#endif /* SFW_CORE_KNOCK_H */
