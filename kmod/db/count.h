/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packet and byte counters, one a CPU: no lock, no shared cache line.
 *
 * Not all hooks run in a softirq: a packet that another firewall has queued
 * goes on in the process that lets it (nf_reinject()), which a softirq may
 * interrupt in the middle of a sum, and which may move to another CPU there.
 */
#ifndef SFW_DB_COUNT_H
#define SFW_DB_COUNT_H

#include <linux/bottom_half.h>
#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>

struct sfw_count {
	u64 packets;
	u64 bytes;
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
 * After SNMP_ADD_STATS64() of include/net/snmp.h.
 *
 * Context: process or softirq.
 */
static inline void sfw_count_add(struct sfw_count __percpu *c,
				 unsigned int bytes)
{
	struct sfw_count *mine;

	if (IS_ENABLED(CONFIG_64BIT)) {
		this_cpu_inc(c->packets);
		this_cpu_add(c->bytes, bytes);
		return;
	}
	local_bh_disable();
	mine = this_cpu_ptr(c);
	u64_stats_update_begin(&mine->syncp);
	mine->packets++;
	mine->bytes += bytes;
	u64_stats_update_end(&mine->syncp);
	local_bh_enable();
}

struct sfw_sum sfw_count_sum(const struct sfw_count __percpu *c);

#endif /* SFW_DB_COUNT_H */
