/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The findings of a rehearsal: where two policies differ, and how often.
 *
 *	verdict, reasons, protocol, port, interfaces, rule
 *	      |
 *	      +--hash--> part --chain--> finding: packets, first, last, and
 *						  16 sources, or the prefix
 *						  that covers them all
 *
 * A source is no part of the key, so forged ones make no new findings. The memory is
 * one piece. In a full part the finding with the fewest packets makes room, of several the
 * next at the hand, and its packets are counted as lost. In a flood of kinds that is
 * another one of the flood, with one packet, and found at once.
 */
#ifndef SFW_DB_EVENT_FINDINGS_H
#define SFW_DB_EVENT_FINDINGS_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/sfw.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>

#include "../../core/addr.h"

#define SFW_FINDINGS_PARTS	16
#define SFW_FINDINGS_A_PART	(SFW_FINDINGS_MAX / SFW_FINDINGS_PARTS)

/**
 * struct sfw_finding_key - all that makes a finding another one; no byte is unused
 * @dev: interface by which the packets came
 * @out: interface by which they leave, "" for those to this host
 * @index: which one of that kind
 * @port: port that they were sent to, host order
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @proto: their protocol
 * @reason: enum sfw_reason of the policy that is rehearsed
 * @live: enum sfw_reason of the policy that runs; SFW_R_MAX: it judges nothing
 * @rule: enum sfw_rule: the part of the rehearsed policy that decides
 * @accept: it would accept
 */
struct sfw_finding_key {
	char dev[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	u32 index;
	u16 port;
	u8 family;
	u8 proto;
	u8 reason;
	u8 live;
	u8 rule;
	u8 accept;
};

static_assert(sizeof(struct sfw_finding_key) == 2 * (SFW_DEV_MAX + 1) + 4 + 2 + 6);

/**
 * struct sfw_finding - packets on which the two policies differ
 * @key: their kind
 * @n: sources in @src; SFW_FINDING_SOURCES + 1: @src[0] is a prefix of them all
 * @len: length of that
 * @next: of its chain
 * @packets: how many there were
 * @first: when the first came, boot-time nanoseconds
 * @last: when the last came
 * @src: their sources
 */
struct sfw_finding {
	struct sfw_finding_key key;
	u8 n;
	u8 len;
	u16 next;
	u64 packets;
	u64 first;
	u64 last;
	struct sfw_addr src[SFW_FINDING_SOURCES];
};

/**
 * struct sfw_findings_part - a part of the table, cut by the hash
 * @lock: protects all of it; @n and @lost are read without
 * @n: findings in it
 * @hand: where the search for one to make room goes on
 * @lost: packets of those that made room
 * @head: chains
 * @at: the findings
 */
struct sfw_findings_part {
	spinlock_t lock;	/* of the whole part */
	u16 n;
	u16 hand;
	u64 lost;
	u16 head[SFW_FINDINGS_A_PART];
	struct sfw_finding at[SFW_FINDINGS_A_PART];
};

/**
 * struct sfw_findings - the table
 * @key: of its hash
 * @skipped: packets that were not judged, as connection tracking had no room for them
 * @part: its parts
 */
struct sfw_findings {
	siphash_key_t key;
	atomic64_t skipped;
	struct sfw_findings_part part[SFW_FINDINGS_PARTS];
};

struct sfw_findings *sfw_findings_alloc(void);
void sfw_findings_free(struct sfw_findings *t);
void sfw_findings_note(struct sfw_findings *t, const struct sfw_finding_key *key,
		       const struct sfw_addr *src, u64 now);
void sfw_findings_skip(struct sfw_findings *t);
u32 sfw_findings_count(const struct sfw_findings *t, u64 *lost);
bool sfw_findings_at(struct sfw_findings *t, u32 i, struct sfw_finding *out);

#endif /* SFW_DB_EVENT_FINDINGS_H */
