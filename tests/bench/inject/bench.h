/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_BENCH_H
#define SFW_BENCH_H

#include <linux/if.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/types.h>

/* Fates of packets, counted per CPU. */
enum bench_fate {
	BENCH_ACCEPTED,		/* all of LOCAL_IN let it through */
	BENCH_SENT_RST,
	BENCH_SENT_ICMP,
	BENCH_SENT_OTHER,	/* forwarded, or written by this host */
	BENCH_FATES
};

struct bench_fates {
	u64 n[BENCH_FATES];
};

DECLARE_PER_CPU(struct bench_fates, bench_fates);

static inline void bench_count(enum bench_fate fate)
{
	this_cpu_inc(bench_fates.n[fate]);
}

/**
 * struct bench_spec - packets, and how many
 * @dev: where they come in; empty: this host sends them
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @flags: of TCP, as in its header
 * @len: bytes of payload
 * @seq: of TCP
 * @ack_seq: of TCP
 * @saddr: source, unless @sources
 * @daddr: destination
 * @sport: source port of the first
 * @sports: this many, in turn
 * @dport: destination port of the first
 * @dports: this many, in turn
 * @first: of the uploaded sources
 * @sources: this many of them, in turn; 0: @saddr
 * @count: packets
 * @batch: packets that are timed at once
 * @cpus: processors that share the packets
 * @deliver: those accepted go on to their sockets
 */
struct bench_spec {
	char dev[IFNAMSIZ];
	u8 proto;
	u8 flags;
	u32 len;
	u32 seq;
	u32 ack_seq;
	__be32 saddr;
	__be32 daddr;
	u32 sport;
	u32 sports;
	u32 dport;
	u32 dports;
	u32 first;
	u32 sources;
	u32 count;
	u32 batch;
	u32 cpus;
	u32 deliver;
};

/* Tenths of a nanosecond per packet, over batches; and of all, from end to end */
struct bench_result {
	u64 least;
	u64 median;
	u64 mean;
	u64 elapsed;
	struct bench_fates fates;
};

int bench_parse(struct bench_spec *spec, char *words);

/*
 * The memory of a packet, used again and again: the stack's freeing of it only
 * counts references down. Else the state of the slab allocator would decide
 * whether that takes fifty instructions or eight hundred.
 */
struct bench_slot {
	struct sk_buff *skb;
	struct page *page;
};

int bench_slot_init(struct bench_slot *slot);
void bench_slot_exit(struct bench_slot *slot);
bool bench_slot_is_free(const struct bench_slot *slot);
void bench_packet(struct bench_slot *slot, const struct bench_spec *spec,
		  struct net_device *dev, u32 i);
int bench_send(struct net *net, struct sk_buff *skb);

int bench_measure(struct net *net, const struct bench_spec *spec,
		  struct bench_result *result);
u64 bench_calibrate(void);

/* The uploaded sources, in network order */
extern __be32 *bench_sources;
extern u32 bench_n_sources;

/* The empty firewall: its verdict on new packets at each of its places */
struct bench_hook {
	bool on;
	unsigned int local;
	unsigned int forward;
	unsigned int early;
};

int bench_hook_set(struct net *net, const struct bench_hook *hook);
extern bool bench_delivers;

int bench_hook_init(void);
void bench_hook_exit(void);
u32 bench_namespaces(void);

bool bench_owns(const struct net_device *dev);
int bench_device_init(void);
void bench_device_exit(void);

#endif
