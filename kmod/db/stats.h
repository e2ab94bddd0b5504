/* SPDX-License-Identifier: GPL-2.0 */
/* Counters of one namespace, one for each reason. */
#ifndef SFW_DB_STATS_H
#define SFW_DB_STATS_H

#include <linux/sfw.h>

#include "count.h"

struct sfw_stats {
	struct sfw_count reason[SFW_R_MAX];
};

struct sfw_stats __percpu *sfw_stats_alloc(void);

#endif /* SFW_DB_STATS_H */
