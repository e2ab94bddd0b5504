// SPDX-License-Identifier: GPL-2.0
#include <linux/cpumask.h>

#include "count.h"

/**
 * sfw_count_sum - sum of the counters of all CPUs
 * @c: the counters
 *
 * Context: any. No number is torn; the sum is not a snapshot over all CPUs at
 * one instant.
 */
struct sfw_sum sfw_count_sum(const struct sfw_count __percpu *c)
{
	struct sfw_sum sum = {};
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct sfw_count *one = per_cpu_ptr(c, cpu);
		unsigned int start;
		u64 packets, bytes;

		do {
			start = u64_stats_fetch_begin(&one->syncp);
			packets = READ_ONCE(one->packets);
			bytes = READ_ONCE(one->bytes);
		} while (u64_stats_fetch_retry(&one->syncp, start));
		sum.packets += packets;
		sum.bytes += bytes;
	}
	return sum;
}
