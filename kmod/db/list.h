/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Recent lists: which addresses did something lately. Attackers fill them, so
 * they are keyed with a secret, bounded, and nothing in them is ever lost
 * without being counted.
 */
#ifndef SFW_DB_LIST_H
#define SFW_DB_LIST_H

#include <linux/refcount.h>
#include <linux/seqlock.h>
#include <linux/sfw.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "events.h"
#include "recent.h"

/* What the entries of a list are; decides how they are kept. */
enum sfw_list_kind {
	SFW_LIST_SCAN,		/* data: ports seen, until it is listed */
	SFW_LIST_GUARD,		/* data: see guard.c */
	SFW_LIST_KNOCK,		/* data: see knock.c */
	SFW_LIST_PEER,		/* data: connections, see nf/peers.c */
};

#define SFW_SCAN_IS_LISTED	0xff	/* sfw_recent.state */

/**
 * struct sfw_list_part - a part of a list, cut by the hash
 * @lock: serialises changes of its buckets and of what is in them
 * @moves: an entry leaves one bucket for another, for another address
 * @count: entries
 * @fixed: entries put there by hand
 * @hand: where the search for a victim goes on
 * @evicted: how many made room for others
 */
struct sfw_list_part {
	spinlock_t lock;	/* of the buckets of this part */
	seqcount_spinlock_t moves;
	u32 count;
	u32 fixed;
	u32 hand;
	u64 evicted;
} ____cacheline_aligned_in_smp;

/**
 * struct sfw_list - a recent list
 * @bucket: heads of the chains
 * @part: bucket B belongs to part B & @part_mask
 * @key: secret of the hash; lists that share it and the masks hash alike
 * @bucket_mask: buckets - 1
 * @part_mask: parts - 1
 * @part_cap: entries that a part holds at most
 * @window: how long an entry counts after its last hit, nanoseconds
 * @mask: prefix length of the sources that share an entry: [0] IPv4, [1] IPv6
 * @bits: the same as masks
 * @kind: enum sfw_list_kind
 * @proto: of a scan list: whose ports are tried
 * @keeps: whether an entry still serves, so that others are evicted before it;
 *	   NULL where only their age counts. Called with a part locked.
 * @owner: for @keeps
 * @ends: tells that what an entry meant is over, if so; NULL where nobody wants
 *	  to know. Called with the part locked before the entry goes, and now and
 *	  then with SFW_BY_TIME.
 * @events: where that is told, and what begins; NULL before a policy uses it
 * @refs: references
 * @sweep_at: bucket from which the collection goes on
 * @sweep: collects what has expired, a slice at a time
 * @name: for people
 */
struct sfw_list {
	struct sfw_recent __rcu **bucket;
	struct sfw_list_part *part;
	siphash_key_t key;
	u32 bucket_mask;
	u32 part_mask;
	u32 part_cap;
	u64 window;
	struct sfw_addr bits[2];
	u8 mask[2];
	u8 kind;
	u8 proto;
	bool (*keeps)(const struct sfw_list *list, const struct sfw_recent *e);
	void *owner;
	void (*ends)(const struct sfw_list *list, struct sfw_recent *e,
		     enum sfw_by by);
	struct sfw_events *events;
	refcount_t refs;
	u32 sweep_at;
	struct delayed_work sweep;
	char name[SFW_NAME_MAX + 1];
};

/**
 * struct sfw_list_key - an address as a list knows it
 * @addr: masked
 * @family: of @addr
 * @hash: of both, for sfw_list_key_again()
 * @bucket: where it belongs
 * @part: whose lock guards that bucket
 */
struct sfw_list_key {
	struct sfw_addr addr;
	u8 family;
	u32 hash;
	u32 bucket;
	struct sfw_list_part *part;
};

/* Walk a bucket, under rcu_read_lock() or sfw_list_lock(). */
#define sfw_list_for_each_in(e, list, i)				\
	for ((e) = sfw_list_deref(list, i, (list)->bucket[i]); (e);	\
	     (e) = sfw_list_deref(list, i, (e)->next))

#define sfw_list_deref(list, i, p)					\
	rcu_dereference_check(p, lockdep_is_held(sfw_list_lock(list, i)))

/**
 * sfw_list_lock - the lock under which a bucket and its entries keep still
 * @list: the list
 * @bucket: the bucket
 */
static inline spinlock_t *sfw_list_lock(const struct sfw_list *list, u32 bucket)
{
	return &list->part[bucket & list->part_mask].lock;
}

void __sfw_list_tell(const struct sfw_list *list, const struct sfw_recent *e,
		     enum sfw_event event, enum sfw_by by, u32 seconds);

/**
 * sfw_list_tell - tell what an address has come to
 * @list: the list
 * @e: its entry
 * @event: what
 * @by: enum sfw_by
 * @seconds: how long it lasts, 0 if nobody knows
 *
 * Context: its part of the list is locked.
 */
static inline void sfw_list_tell(const struct sfw_list *list,
				 const struct sfw_recent *e,
				 enum sfw_event event, enum sfw_by by,
				 u32 seconds)
{
	if (static_branch_unlikely(&sfw_events_wanted))
		__sfw_list_tell(list, e, event, by, seconds);
}

/* Totals of a list. */
struct sfw_list_size {
	u32 count;
	u64 evicted;
};

struct sfw_list *sfw_list_alloc(const char *name, enum sfw_list_kind kind,
				u32 cap, u8 mask4, u8 mask6);
struct sfw_list *sfw_list_get(struct sfw_list *list);
void sfw_list_put(struct sfw_list *list);
struct sfw_list_size sfw_list_size(struct sfw_list *list);
u32 sfw_list_cap(const struct sfw_list *list);

bool sfw_recent_expired(const struct sfw_list *list,
			const struct sfw_recent *e, u64 now);
struct sfw_recent *sfw_list_find(const struct sfw_list *list, u8 family,
				 const struct sfw_addr *addr);
struct sfw_recent *sfw_list_look(const struct sfw_list *list,
				 const struct sfw_list_key *key);
bool sfw_recent_shows(const struct sfw_list *list, const struct sfw_recent *e,
		      u64 now);
void sfw_list_key_init(struct sfw_list *list, u8 mask4, u8 mask6);
struct sfw_list_key sfw_list_key(const struct sfw_list *list, u8 family,
				 const struct sfw_addr *addr);
struct sfw_list_key sfw_list_key_again(const struct sfw_list *list, u8 family,
				       const struct sfw_addr *addr, u32 hash);
struct sfw_recent *sfw_list_enter(struct sfw_list *list,
				  const struct sfw_list_key *key, u8 slots,
				  u64 now);

/* Words of data that any kind of list may look at in a fixed entry. */
#define SFW_LIST_FIXED_SLOTS	2

int sfw_list_fix(struct sfw_list *list, u8 family, const struct sfw_addr *addr,
		 u64 now, struct sfw_recent **spare);
int sfw_list_del(struct sfw_list *list, u8 family,
		 const struct sfw_addr *addr);
void sfw_list_flush(struct sfw_list *list);

/* Whose lock guards a bucket. */
static inline struct sfw_list_part *
sfw_list_part_of(const struct sfw_list *list, u32 bucket)
{
	return &list->part[bucket & list->part_mask];
}

#endif /* SFW_DB_LIST_H */
