// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

/**
 * sfw_stats_alloc - counters at zero, to be freed with free_percpu()
 *
 * Context: may sleep.
 */
struct sfw_stats __percpu *sfw_stats_alloc(void)
{
	struct sfw_stats __percpu *stats =
		alloc_percpu_gfp(struct sfw_stats, GFP_KERNEL_ACCOUNT);
	int cpu, i;

	if (!stats)
		return NULL;
	for_each_possible_cpu(cpu) {
		for (i = 0; i < SFW_R_MAX; i++)
			u64_stats_init(&per_cpu_ptr(stats, cpu)->reason[i].syncp);
		u64_stats_init(&per_cpu_ptr(stats, cpu)->direct.syncp);
	}
	return stats;
}
