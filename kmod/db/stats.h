/* SPDX-License-Identifier: GPL-2.0 */
/* Counters of one namespace. */
#ifndef SFW_DB_STATS_H
#define SFW_DB_STATS_H

#include <linux/sfw.h>

#include "count.h"

/**
 * struct sfw_stats - packets that were judged
 * @reason: of each reason
 * @direct: those let in without connection tracking
 */
struct sfw_stats {
	struct sfw_count reason[SFW_R_MAX];
	struct sfw_count direct;
};

/**
 * sfw_stats_add - count one packet
 * @s: the counters
 * @reason: enum sfw_reason
 * @bytes: its length
 *
 * Context: process or softirq.
 */
static inline void sfw_stats_add(struct sfw_stats __percpu *s, u8 reason,
				 unsigned int bytes)
{
	sfw_count_add(&s->reason[reason], bytes);
}

/**
 * sfw_stats_add_direct - count one packet that is let in without connection tracking
 * @s: the counters
 * @bytes: its length
 *
 * Context: process or softirq.
 */
static inline void sfw_stats_add_direct(struct sfw_stats __percpu *s,
					unsigned int bytes)
{
	sfw_count_add(&s->direct, bytes);
}

struct sfw_stats __percpu *sfw_stats_alloc(void);

#endif /* SFW_DB_STATS_H */
