/* SPDX-License-Identifier: GPL-2.0 */
/* An address in a recent list, and the memory that it takes. */
#ifndef SFW_DB_RECENT_H
#define SFW_DB_RECENT_H

#include <linux/atomic.h>
#include <linux/rcupdate.h>

#include "../core/addr.h"

/**
 * struct sfw_recent - an address in a list
 * @next: next in its bucket
 * @addr: masked; with @family the key, constant while it is in the list
 * @first: when it was first seen, boot-time nanoseconds
 * @last: when it was last seen
 * @hits: how often
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @state: of its kind: ports tried, or SFW_SCAN_IS_LISTED; stamps in use; stage
 *	    of a knock
 * @slots: room in @data
 * @ttl: of the last packet, 0 if put there by hand
 * @fixed: put there by hand: stays until it is deleted by hand
 * @rcu: frees it once it is out of the list. A reader that is still at it then
 *	 finds an address that nobody has, and goes on to @next; who wants the
 *	 address itself holds the list's lock.
 * @data: of its kind
 */
struct sfw_recent {
	struct sfw_recent __rcu *next;
	union {
		struct sfw_addr addr;
		struct rcu_head rcu;
	};
	u64 first;
	atomic64_t last;
	atomic_t hits;
	u8 family : 7;
	u8 fixed : 1;
	u8 state;
	u8 slots;
	u8 ttl;
	u64 data[];
};

/**
 * sfw_recent_hit - note that an address did it again
 * @e: its entry
 * @ttl: of the packet
 * @now: boot-time nanoseconds
 *
 * Needs no lock. Return: the moment of the hit: another CPU may have stamped
 * the entry with one after our @now.
 */
static inline u64 sfw_recent_hit(struct sfw_recent *e, u8 ttl, u64 now)
{
	u64 last = atomic64_read(&e->last);

	if (last > now)
		now = last;
	WRITE_ONCE(e->ttl, ttl);
	atomic_inc(&e->hits);
	atomic64_set(&e->last, now);
	return now;
}

int sfw_recents_init(void);
void sfw_recents_exit(void);
struct sfw_recent *sfw_recent_alloc(u8 slots);
void sfw_recent_free(struct sfw_recent *e);

#endif /* SFW_DB_RECENT_H */
