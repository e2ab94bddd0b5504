/* SPDX-License-Identifier: GPL-2.0 */
/* The rows of "top", from two samples of the counters. Pure. */
#ifndef SFWCTL_TOP_MODEL_H
#define SFWCTL_TOP_MODEL_H

#include "net/list.h"

#define TOP_NAME	160	/* bytes, with the NUL */
#define TOP_NEWEST	64
#define TOP_RATE_TEXT	8

/**
 * struct top_counter - the counts of one thing
 * @name: of the reason or port
 * @refused: packets counted for it were
 * @packets: so far
 * @bytes: so far
 */
struct top_counter {
	char name[TOP_NAME];
	bool refused;
	__u64 packets;
	__u64 bytes;
};

/**
 * struct top_counters - counters of one kind
 * @at: they, in an order that seldom changes
 * @count: how many
 */
struct top_counters {
	struct top_counter *at;
	size_t count;
};

/**
 * struct top_entry - an address in a recent list
 * @list: name of the list
 * @recent: its entry
 */
struct top_entry {
	char list[SFW_NAME_MAX + 1];
	struct list_entry recent;
};

/**
 * struct top_sample - the kernel's counters at one moment
 * @time: nanoseconds of CLOCK_MONOTONIC
 * @enabled: whether packets are judged
 * @generation: of the policy
 * @port_count: ports and protocols that are open
 * @listed: addresses in all recent lists
 * @partial: there were too many ports or addresses to read all
 * @may_read: ports and addresses are known; else only root is told
 * @rehearses: a policy is rehearsed
 * @differences: kinds of packets on which that differs
 * @reasons: by enum sfw_reason
 * @ports: open ports and protocols
 * @newest: addresses in recent lists, the latest first
 * @newest_count: how many of those
 */
struct top_sample {
	__u64 time;
	bool enabled;
	__u64 generation;
	__u32 port_count;
	__u64 listed;
	bool partial;
	bool may_read;
	bool rehearses;
	__u32 differences;
	struct top_counters reasons;
	struct top_counters ports;
	struct top_entry newest[TOP_NEWEST];
	unsigned int newest_count;
};

enum top_sort { TOP_PACKETS, TOP_BYTES, TOP_TOTAL, TOP_ORDER, TOP_SORTS };

/**
 * struct top_row - one line
 * @counter: of the newer sample
 * @packets: a second
 * @bytes: a second
 * @key: sort key, the highest first
 */
struct top_row {
	const struct top_counter *counter;
	double packets;
	double bytes;
	double key;
};

/**
 * struct top_layout - how many rows of each kind there is room for
 * @reasons: of reasons
 * @ports: of ports
 * @newest: of addresses
 */
struct top_layout {
	int reasons;
	int ports;
	int newest;
};

double top_seconds(const struct top_sample *old, const struct top_sample *new);
unsigned int top_rows(const struct top_counters *old,
		      const struct top_counters *new, double seconds,
		      enum top_sort sort, struct top_row *rows);
void top_sum(const struct top_row *rows, unsigned int count, bool refused,
	     struct top_row *sum);
void top_newest_add(struct top_sample *sample, const char *list,
		    const struct list_entry *recent);
struct top_layout top_layout(int lines, struct top_layout wanted);
const char *top_rate(double rate, char buf[TOP_RATE_TEXT]);

#endif
