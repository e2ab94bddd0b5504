/* SPDX-License-Identifier: GPL-2.0 */
/* An address in a recent list, and the memory that it takes. */
#ifndef SFW_DB_LIST_LIST_ENTRY_H
#define SFW_DB_LIST_LIST_ENTRY_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/math64.h>
#include <linux/rcupdate.h>
#include <linux/time64.h>

#include "../../core/addr.h"

#define SFW_RECENT_TICK		28	/* sfw_recent.first: 2^28 ns, for 36 years */

/**
 * struct sfw_recent - an address in a list
 * @next: next in its bucket, or the bucket's end, see sfw_list_end()
 * @addr: masked; with @family the key
 * @rcu: frees it once it is in no list. Only the key makes way for it: scanners are
 *	 renewed without a lock, perhaps in this moment
 * @last: when it was last seen, boot-time nanoseconds; negative for a moment before
 *	  the boot, from which an entry was brought over
 * @first: when it was first seen, boot time in units of 2^SFW_RECENT_TICK ns, modulo
 *	   2^32
 * @cause: protocol and port of the last packet, see sfw_recent_cause()
 * @hits: how often
 * @family: SFW_AF_INET or SFW_AF_INET6; SFW_AF_ANY while it is in no list
 * @state: of its kind: ports tried, or SFW_SCAN_IS_LISTED; stamps in use; stage
 *	    of a knock
 * @slots: room in @data
 * @fixed: put there by hand: stays until it is deleted by hand
 * @ttl: of the last packet, 0 if put there by hand
 * @data: of its kind; [0] is until when something is promised, where the list
 *	  promises something, see sfw_recent_until()
 *
 * In a full list it becomes the entry of another address at once, perhaps in
 * another bucket, under readers without a lock: data they read is valid only if
 * sfw_list_is_still() returns true afterwards.
 */
struct sfw_recent {
	struct sfw_recent __rcu *next;
	union {
		struct sfw_addr addr;
		struct rcu_head rcu;
	};
	atomic64_t last;
	u32 first;
	u32 cause;
	atomic_t hits;
	u8 family;
	u8 state;
	u8 slots : 7;
	u8 fixed : 1;
	u8 ttl;
	u64 data[];
};

/* A flood makes many of them; see the caches in list_entry.c. */
static_assert(sizeof(struct sfw_recent) <= 48);

/**
 * sfw_recent_cause - protocol and port of a packet in one word, for one store
 * @proto: its protocol, never 0 for one that is listed
 * @port: its destination port
 */
static inline u32 sfw_recent_cause(u8 proto, u16 port)
{
	return (u32)proto << 16 | port;
}

/**
 * sfw_recent_begun - how long ago an address was first seen
 * @e: its entry
 * @now: boot-time nanoseconds
 *
 * Return: seconds.
 */
static inline u64 sfw_recent_begun(const struct sfw_recent *e, u64 now)
{
	int ticks = (u32)(now >> SFW_RECENT_TICK) - READ_ONCE(e->first);
	s64 begun = (s64)ticks * (1 << SFW_RECENT_TICK) +
		    (now & ((1 << SFW_RECENT_TICK) - 1));

	return begun > 0 ? div_u64(begun, NSEC_PER_SEC) : 0;
}

/**
 * sfw_recent_silent - how long ago an address was last seen
 * @e: its entry
 * @now: boot-time nanoseconds
 *
 * Return: seconds.
 */
static inline u64 sfw_recent_silent(const struct sfw_recent *e, u64 now)
{
	s64 silent = now - atomic64_read(&e->last);

	return silent > 0 ? div_u64(silent, NSEC_PER_SEC) : 0;
}

/**
 * sfw_recent_hit - note that an address did it again
 * @e: its entry
 * @cause: of sfw_recent_cause(), 0 for none
 * @ttl: of the packet
 * @now: boot-time nanoseconds
 *
 * Needs no lock. Return: the moment of the hit: another CPU may have stamped
 * the entry with one after our @now.
 */
static inline u64 sfw_recent_hit(struct sfw_recent *e, u32 cause, u8 ttl,
				 u64 now)
{
	s64 last = atomic64_read(&e->last);

	if (last > (s64)now)
		now = last;
	WRITE_ONCE(e->ttl, ttl);
	WRITE_ONCE(e->cause, cause);
	atomic_inc(&e->hits);
	atomic64_set(&e->last, now);
	return now;
}

int sfw_recents_init(void);
void sfw_recents_exit(void);
struct sfw_recent *sfw_recent_alloc(u8 slots, gfp_t gfp);
void sfw_recent_free(struct sfw_recent *e);

#endif /* SFW_DB_LIST_LIST_ENTRY_H */
