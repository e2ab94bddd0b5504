/* SPDX-License-Identifier: GPL-2.0 */
/* Packet and byte counters, one a CPU: no lock, no shared cache line. */
#ifndef SFW_DB_COUNT_H
#define SFW_DB_COUNT_H

#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>

struct sfw_count {
	u64_stats_t packets;
	u64_stats_t bytes;
	struct u64_stats_sync syncp;
};

struct sfw_sum {
	u64 packets;
	u64 bytes;
};

/**
 * sfw_count_add - count one packet
 * @c: the counters; a per-CPU pointer
 * @bytes: its length
 *
 * Context: bottom halves disabled, as in every receive hook; that keeps
 * writers of one CPU apart.
 */
static inline void sfw_count_add(struct sfw_count __percpu *c,
				 unsigned int bytes)
{
	struct sfw_count *mine = this_cpu_ptr(c);

	u64_stats_update_begin(&mine->syncp);
	u64_stats_inc(&mine->packets);
	u64_stats_add(&mine->bytes, bytes);
	u64_stats_update_end(&mine->syncp);
}

struct sfw_sum sfw_count_sum(const struct sfw_count __percpu *c);

#endif /* SFW_DB_COUNT_H */
