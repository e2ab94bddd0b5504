/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Recent lists: which addresses did something lately. Attackers fill them, so
 * they are keyed with a secret, bounded, and nothing in them is ever lost
 * without being counted.
 */
#ifndef SFW_DB_LIST_LIST_H
#define SFW_DB_LIST_LIST_H

#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/sfw.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "../../core/scan.h"
#include "../event/events.h"
#include "list_entry.h"

/* Kind of a list's entries; decides how they are kept. */
enum sfw_list_kind {
	SFW_LIST_SCAN,		/* data: ports seen, until it is listed */
	SFW_LIST_GUARD,		/* data: see guard.c */
	SFW_LIST_BLOCK,		/* likewise, of a guard that blocks */
	SFW_LIST_KNOCK,		/* data: see knock.c */
	SFW_LIST_PEER,		/* data: connections, see nf/peers.c */
};

struct sfw_live;

/**
 * struct sfw_list_part - a part of a list, cut by the hash
 * @lock: serialises changes of its buckets and their entries
 * @count: entries
 * @fixed: entries put there by hand, at most half of @count's most
 * @promised: other entries that have a promise, see sfw_list_promises_most()
 * @hand: where the search for one to evict goes on
 * @skip: entries of that bucket that it has passed already
 * @evicted: entries that made room for others, or found none
 * @broken: promises that were broken before their time for others
 */
struct sfw_list_part {
	spinlock_t lock;	/* of the buckets of this part */
	u32 count;
	u32 fixed;
	u32 promised;
	u32 hand;
	u32 skip;
	u64 evicted;
	u64 broken;
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
 * @proto: of a scan list: protocol of the ports tried
 * @keeps: whether an entry is still in use, so that it is not evicted, even if a
 *	   new one then finds no room; NULL where only their age counts. Called
 *	   with a part locked, at most SFW_EVICT_CHOICE times a new entry.
 * @owner: for @keeps
 * @lower: the list that speaks for an address without an entry here; or NULL. It has
 *	   the same key, masks and size, see sfw_list_copy_up()
 * @live: of a guard: connections at once; NULL before a guard limited them
 * @events: sink for the events of its entries; NULL before a policy uses it
 * @number: that no other list has or had
 * @refs: references
 * @by_hand: serialises additions by hand
 * @sweep_at: bucket from which the collection goes on
 * @sweep: collects expired entries, a slice at a time
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
	struct sfw_list *lower;
	struct sfw_live *live;
	struct sfw_events *events;
	u32 number;
	refcount_t refs;
	struct mutex by_hand;	/* sfw_list_part.fixed does not grow meanwhile */
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

/*
 * A chain ends in the address of its head with the lowest bit set, as nulls of
 * hlist_nulls do, but with no pointer back, which is a sixth of an entry:
 *
 *	bucket[3] -> e -> f -> &bucket[3] | 1
 *
 * A reader without a lock whose entry became another's meanwhile arrives at the
 * end of that one's chain, sees so, and begins again. New entries come first in
 * their chain, so a reader led into its own chain again misses none.
 */
static inline struct sfw_recent *sfw_list_end(const struct sfw_list *list,
					      u32 bucket)
{
	return (struct sfw_recent *)((unsigned long)&list->bucket[bucket] | 1);
}

static inline bool sfw_list_is_end(const struct sfw_recent *e)
{
	return (unsigned long)e & 1;
}

/* Walk a bucket whose part is locked. */
#define sfw_list_for_each_in(e, list, i)				\
	for ((e) = sfw_list_deref(list, i, (list)->bucket[i]);		\
	     !sfw_list_is_end(e);					\
	     (e) = sfw_list_deref(list, i, (e)->next))

#define sfw_list_deref(list, i, p)					\
	rcu_dereference_check(p, lockdep_is_held(sfw_list_lock(list, i)))

/* Whose lock guards a bucket. */
static inline struct sfw_list_part *
sfw_list_part_of(const struct sfw_list *list, u32 bucket)
{
	return &list->part[bucket & list->part_mask];
}

/**
 * sfw_list_lock - the lock under which a bucket and its entries keep still
 * @list: the list
 * @bucket: the bucket
 */
static inline spinlock_t *sfw_list_lock(const struct sfw_list *list, u32 bucket)
{
	return &sfw_list_part_of(list, bucket)->lock;
}

/**
 * sfw_list_object - the kind of object that keeps a list
 * @list: the list
 *
 * Return: SFW_OBJ_GUARD or SFW_OBJ_KNOCK, SFW_OBJ_MAX: a list of scanners or of peers.
 */
static inline enum sfw_object sfw_list_object(const struct sfw_list *list)
{
	switch (list->kind) {
	case SFW_LIST_GUARD:
	case SFW_LIST_BLOCK:
		return SFW_OBJ_GUARD;
	case SFW_LIST_KNOCK:
		return SFW_OBJ_KNOCK;
	default:
		return SFW_OBJ_MAX;
	}
}

/* Most entries of a part that may be put in by hand. */
static inline u32 sfw_list_fixed_most(const struct sfw_list *list)
{
	return list->part_cap / 2;
}

/* How many others may have a promise: a quarter of it is always strangers'. */
static inline u32 sfw_list_promises_most(const struct sfw_list *list,
					 const struct sfw_list_part *part)
{
	return min(list->part_cap / 2, list->part_cap / 4 * 3 - part->fixed);
}

/**
 * sfw_recent_until - until when an address is promised something
 * @list: its list: blocks of a guard, openings of a knock; others promise
 *	  nothing
 * @e: its entry
 *
 * Return: boot-time nanoseconds, U64_MAX for ever, 0 for never.
 */
static inline u64 sfw_recent_until(const struct sfw_list *list,
				   const struct sfw_recent *e)
{
	if (list->kind != SFW_LIST_BLOCK && list->kind != SFW_LIST_KNOCK)
		return 0;
	/* A bit is not torn, and its word has nothing else that changes. */
	return data_race((bool)e->fixed) ? U64_MAX : READ_ONCE(e->data[0]);
}

/**
 * sfw_list_key_place - find the place of a key in a list
 * @list: the list
 * @key: of sfw_list_key(), for this list or one that hashes alike
 */
static inline void sfw_list_key_place(const struct sfw_list *list,
				      struct sfw_list_key *key)
{
	key->bucket = key->hash & list->bucket_mask;
	key->part = sfw_list_part_of(list, key->bucket);
}

static inline bool sfw_list_is_of(const struct sfw_recent *e,
				  const struct sfw_list_key *key)
{
	const u64 *a = (const u64 *)&e->addr, *b = (const u64 *)&key->addr;

	/* Pairs with set_key() and bury() of list.c. */
	return smp_load_acquire(&e->family) == key->family &&
	       READ_ONCE(a[0]) == b[0] && READ_ONCE(a[1]) == b[1];
}

/**
 * sfw_list_is_still - whether an entry read without a lock is still that address's
 * @e: of sfw_list_look(), NULL too
 * @key: the key looked up
 *
 * Return: false: the entry has become another's meanwhile; look again.
 */
static inline bool sfw_list_is_still(const struct sfw_recent *e,
				     const struct sfw_list_key *key)
{
	smp_rmb();	/* pairs with bury() of list.c */
	return likely(!e || sfw_list_is_of(e, key));
}

void __sfw_list_notify(const struct sfw_list *list, const struct sfw_recent *e,
		       enum sfw_event event, enum sfw_by by, u32 seconds);
void __sfw_list_notify_end(const struct sfw_list *list,
			   const struct sfw_recent *e, enum sfw_by by);

/**
 * sfw_list_notify - report an event of an address
 * @list: the list
 * @e: its entry
 * @event: enum sfw_event
 * @by: enum sfw_by
 * @seconds: how long it lasts, 0 if nobody knows
 *
 * Context: its part of the list is locked.
 */
static inline void sfw_list_notify(const struct sfw_list *list,
				   const struct sfw_recent *e,
				   enum sfw_event event, enum sfw_by by,
				   u32 seconds)
{
	if (static_branch_unlikely(&sfw_events_wanted))
		__sfw_list_notify(list, e, event, by, seconds);
}

/* Totals of a list. */
struct sfw_list_size {
	u32 count;
	u64 evicted;
	u64 broken;
};

struct sfw_list *sfw_list_alloc(const char *name, enum sfw_list_kind kind,
				u32 cap, u8 mask4, u8 mask6);
struct sfw_list *sfw_list_get(struct sfw_list *list);
void sfw_list_put(struct sfw_list *list);
struct sfw_list_size sfw_list_size(struct sfw_list *list);
u32 sfw_list_cap(const struct sfw_list *list);

bool sfw_recent_expired(const struct sfw_list *list,
			const struct sfw_recent *e, u64 now);
struct sfw_recent *sfw_list_look(const struct sfw_list *list,
				 const struct sfw_list_key *key);
bool sfw_list_promised(const struct sfw_list *list, u8 family,
		       const struct sfw_addr *addr, u64 now);
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
bool sfw_list_copy_up(struct sfw_list *list, const struct sfw_list_key *key,
		      u64 now);
bool sfw_list_promise(struct sfw_list *list, const struct sfw_list_key *key,
		      struct sfw_recent *e, u64 until, u64 now);

/* Words of data that any kind of list may look at in a fixed entry. */
#define SFW_LIST_FIXED_SLOTS	2

bool sfw_list_put_in(struct sfw_list *list, const struct sfw_list_key *key,
		     struct sfw_recent *spare, u64 now);
int sfw_list_fix(struct sfw_list *list, u8 family, const struct sfw_addr *addr,
		 u64 now);
int sfw_list_del(struct sfw_list *list, u8 family,
		 const struct sfw_addr *addr);
void sfw_list_flush(struct sfw_list *list);

#endif /* SFW_DB_LIST_LIST_H */
