/* SPDX-License-Identifier: GPL-2.0 */
/* An address in a recent list, and the memory that it takes. */
#ifndef SFW_DB_RECENT_H
#define SFW_DB_RECENT_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/math64.h>
#include <linux/rcupdate.h>
#include <linux/time64.h>

#include "../core/addr.h"

#define SFW_RECENT_TICK		28	/* sfw_recent.first: 2^28 ns, for 36 years */

/**
 * struct sfw_recent - an address in a list
 * @next: next in its bucket
 * @addr: masked; with @family the key, constant while it is in its bucket
 * @last: when it was last seen, boot-time nanoseconds
 * @first: when it was first seen, boot time in units of 2^SFW_RECENT_TICK ns
 * @cause: what the last packet was for, see sfw_recent_cause()
 * @hits: how often
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @state: of its kind: ports tried, or SFW_SCAN_IS_LISTED; stamps in use; stage
 *	    of a knock
 * @slots: room in @data
 * @ttl: of the last packet, 0 if put there by hand
 * @fixed: put there by hand: stays until it is deleted by hand
 * @rcu: frees it once it is out of the list. A reader that is still at it then
 *	 finds an address that nobody has, and goes on to @next; who wants the
 *	 address itself holds the list's lock. In a full list of scanners it is
 *	 not freed but somebody else's at once, see sfw_list_part.moves: who
 *	 found it a moment ago may note one more hit for that one.
 * @data: of its kind
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
	u8 family : 7;
	u8 fixed : 1;
	u8 state;
	u8 slots;
	u8 ttl;
	u64 data[];
};

/* A flood makes many of them; see the caches in recent.c. */
static_assert(sizeof(struct sfw_recent) <= 48);

/**
 * sfw_recent_cause - what a packet was for, so that one store tells it
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
	u64 first = (u64)READ_ONCE(e->first) << SFW_RECENT_TICK;

	return now > first ? div_u64(now - first, NSEC_PER_SEC) : 0;
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
	u64 last = atomic64_read(&e->last);

	return now > last ? div_u64(now - last, NSEC_PER_SEC) : 0;
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
	u64 last = atomic64_read(&e->last);

	if (last > now)
		now = last;
	WRITE_ONCE(e->ttl, ttl);
	WRITE_ONCE(e->cause, cause);
	atomic_inc(&e->hits);
	atomic64_set(&e->last, now);
	return now;
}

int sfw_recents_init(void);
void sfw_recents_exit(void);
struct sfw_recent *sfw_recent_alloc(u8 slots);
void sfw_recent_free(struct sfw_recent *e);

#endif /* SFW_DB_RECENT_H */
