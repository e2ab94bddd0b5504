/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The journal of refusals: the last ones, whether anybody listens or not.
 *
 *	 source --hash--> set of 8 places: the newest refusal of each source,
 *	                  reason and port, with the packets of its second
 *	                       |
 *	                       | makes way for the next one
 *	                       v
 *	                  ring: the refusals before those
 *
 * Each refusal is in one of both. A flood turns the ring over, and in the places it
 * takes from its own: a source has two in its set, and in a full set that reason and
 * port make room which have the most places. So neither a noisy source nor a noisy port
 * pushes out the last refusals of others.
 *
 * Nobody waits for anybody: each place is a record (db/record.h). A packet that
 * meets another one writing the same place is not noted.
 */
#ifndef SFW_DB_EVENT_JOURNAL_H
#define SFW_DB_EVENT_JOURNAL_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/sfw.h>
#include <asm/byteorder.h>

#include "../../core/facts.h"
#include "../record.h"

#define SFW_JOURNAL_SET_BITS	7
#define SFW_JOURNAL_SETS	128	/* 2^SFW_JOURNAL_SET_BITS */
#define SFW_JOURNAL_HINT_BITS	12
#define SFW_JOURNAL_WAYS	8	/* places of a set */
#define SFW_JOURNAL_OWN		2	/* of them for one source */
#define SFW_JOURNAL_RING	(SFW_REFUSED_MAX - \
				 SFW_JOURNAL_SETS * SFW_JOURNAL_WAYS)
/* A CPU takes so many places of the ring at a time. */
#define SFW_JOURNAL_CHUNK	32
static_assert(SFW_JOURNAL_RING % SFW_JOURNAL_CHUNK == 0);
static_assert(1 << SFW_JOURNAL_SET_BITS == SFW_JOURNAL_SETS);

/**
 * struct sfw_refusal - packets of one source, reason and port within a second
 * @src: their source
 * @dst: destination of the first
 * @dev: interface by which it came, or ""
 * @what: see sfw_refusal_what(); 0: no refusal
 * @time: of the first, boot-time nanoseconds
 * @tick: likewise, in jiffies
 * @packets: how many there were
 * @value: with SFW_RULE_SETTING its value then, with a guard or a knock the number of
 *	   its list, see sfw_list.number
 * @rule: enum sfw_rule: the part of the policy that decided
 * @setting: with SFW_RULE_SETTING: enum sfw_setting
 */
struct sfw_refusal {
	struct sfw_addr src;
	struct sfw_addr dst;
	char dev[SFW_DEV_MAX + 1];
	u64 what;
	u64 time;
	u32 tick;
	atomic_t packets;
	u32 value;
	u8 rule;
	u8 setting;
};

/**
 * struct sfw_journal_place - room for one refusal
 * @head: whether it is being written
 * @r: the refusal
 */
struct sfw_journal_place {
	struct sfw_record head;
	struct sfw_refusal r;
};

/**
 * struct sfw_journal - the refusals of a namespace
 * @hint: where in @place a refusal is likely to be, see sfw_journal_hint()
 * @key: secret of the hash
 * @chunks: how many chunks of @ring were taken, modulo 2^32
 * @next: of each CPU: the place that it writes next, counted in all that there ever were
 * @place: the newest, SFW_JOURNAL_WAYS for each set
 * @ring: those that made way
 */
struct sfw_journal {
	u16 hint[1 << SFW_JOURNAL_HINT_BITS];
	u64 key[2];
	u32 __percpu *next;
	atomic_t chunks ____cacheline_aligned_in_smp;
	struct sfw_journal_place place[SFW_JOURNAL_SETS * SFW_JOURNAL_WAYS];
	struct sfw_journal_place ring[SFW_JOURNAL_RING];
};

/**
 * sfw_refusal_what - family, protocol, port and reason of a refusal in one word
 * @port: its port, host order
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @proto: its protocol
 * @reason: enum sfw_reason
 */
static inline u64 sfw_refusal_what(u16 port, u8 family, u8 proto, u8 reason)
{
	return port | (u32)family << 16 | (u32)proto << 24 | (u64)reason << 32;
}

static inline u16 sfw_refusal_port(const struct sfw_refusal *r)
{
	return r->what;
}

static inline u8 sfw_refusal_family(const struct sfw_refusal *r)
{
	return r->what >> 16;
}

static inline u8 sfw_refusal_proto(const struct sfw_refusal *r)
{
	return r->what >> 24;
}

static inline u8 sfw_refusal_reason(const struct sfw_refusal *r)
{
	return r->what >> 32;
}

/**
 * struct sfw_refusal_key - the refusals that are counted as one, within a second
 * @src: their source as it stands in memory, in two halves
 * @what: of sfw_refusal_what()
 */
struct sfw_refusal_key {
	u64 src[2];
	u64 what;
};

static inline u64 sfw_refusal_half(const __be32 *w)
{
#ifdef __LITTLE_ENDIAN
	return (__force u32)w[0] | (u64)(__force u32)w[1] << 32;
#else
	return (u64)(__force u32)w[0] << 32 | (__force u32)w[1];
#endif
}

static inline struct sfw_refusal_key
sfw_refusal_key(const struct sfw_addr *src, u64 what)
{
	return (struct sfw_refusal_key){
		.src = { sfw_refusal_half(src->w), sfw_refusal_half(src->w + 2) },
		.what = what,
	};
}

/*
 * A product with an odd secret: its high bits are the hash. Nobody outside learns
 * any of them, and the worst of a collision is an older line that is not shown.
 */
static inline u64 sfw_journal_hash(const struct sfw_journal *j,
				   const struct sfw_refusal_key *k)
{
	return k->src[0] * j->key[0] + k->src[1] * j->key[1];
}

static inline u32 sfw_journal_set(u64 hash)
{
	return hash >> (64 - SFW_JOURNAL_SET_BITS);
}

/* Its place in sfw_journal.hint; few refusals of a set share one. */
static inline u32 sfw_journal_hint(u64 hash, u64 what)
{
	return (hash >> (64 - SFW_JOURNAL_HINT_BITS)) ^
	       (what & ((1 << SFW_JOURNAL_HINT_BITS) - 1));
}

static inline bool sfw_refusal_is_from(const struct sfw_refusal *r,
				       const struct sfw_refusal_key *k)
{
	const u64 *src = (const u64 *)&r->src;

	return READ_ONCE(src[0]) == k->src[0] && READ_ONCE(src[1]) == k->src[1];
}

/* Whether it is a packet more of a refusal that began less than a second ago. */
static inline bool sfw_refusal_goes_on(const struct sfw_refusal *r,
				       const struct sfw_refusal_key *k)
{
	return READ_ONCE(r->what) == k->what && sfw_refusal_is_from(r, k) &&
	       (u32)jiffies - READ_ONCE(r->tick) < HZ;
}

/**
 * sfw_journal_repeats - count a packet where its like stands, if a hint leads there
 * @j: the journal, or NULL
 * @k: the packet
 *
 * The way of nearly all packets of a flood, so it is short. If the place becomes
 * another's meanwhile, that one is credited a packet.
 *
 * Context: under rcu_read_lock(). Return: false: it is to be noted.
 */
static __always_inline bool sfw_journal_repeats(struct sfw_journal *j,
						const struct sfw_refusal_key *k)
{
	struct sfw_refusal *r;
	u32 at;

	if (unlikely(!j))
		return true;
	at = sfw_journal_hint(sfw_journal_hash(j, k), k->what);
	r = &j->place[READ_ONCE(j->hint[at])].r;
	if (unlikely(!sfw_refusal_goes_on(r, k)))
		return false;
	atomic_inc(&r->packets);
	return true;
}

struct sfw_journal *sfw_journal_alloc(void);
void sfw_journal_free(struct sfw_journal *j);
void sfw_journal_note(struct sfw_journal *j, const struct sfw_refusal *r);
u32 sfw_journal_read(struct sfw_journal *j, struct sfw_refusal *out);

#endif /* SFW_DB_EVENT_JOURNAL_H */
