// SPDX-License-Identifier: GPL-2.0
#include <linux/bitops.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../work.h"
#include "evict.h"
#include "list.h"
#include "live.h"

#define PARTS		64	/* parts of a list that is large enough */
#define PART_CAP_LEAST	64	/* entries that a part is worth it for */
#define SWEEP_SLICE	4096	/* buckets a turn */
#define SWEEP_EVERY	(HZ / 2)

static atomic_t numbers;	/* of lists, that there ever were */

static void sweep(struct work_struct *work);

/**
 * sfw_list_alloc - an empty list with one reference
 * @name: for people; a valid name
 * @kind: kind of its entries
 * @cap: entries that it holds at most, a power of two
 * @mask4: prefix length of the IPv4 sources that share an entry
 * @mask6: the same for IPv6
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_list *sfw_list_alloc(const char *name, enum sfw_list_kind kind,
				u32 cap, u8 mask4, u8 mask6)
{
	u32 i, parts = cap / PARTS >= PART_CAP_LEAST ? PARTS : 1;
	struct sfw_list *list = kzalloc(sizeof(*list), GFP_KERNEL_ACCOUNT);

	if (!list)
		return NULL;
	list->bucket_mask = max(parts, cap / 2) - 1;
	list->part_mask = parts - 1;
	list->part_cap = cap / parts;
	list->bucket = kvmalloc_array(list->bucket_mask + 1,
				      sizeof(*list->bucket),
				      GFP_KERNEL_ACCOUNT);
	list->part = kvcalloc(parts, sizeof(*list->part), GFP_KERNEL_ACCOUNT);
	if (!list->bucket || !list->part) {
		kvfree(list->bucket);
		kvfree(list->part);
		kfree(list);
		return NULL;
	}
	for (i = 0; i <= list->bucket_mask; i++)
		RCU_INIT_POINTER(list->bucket[i], sfw_list_end(list, i));
	for (i = 0; i < parts; i++) {
		spin_lock_init(&list->part[i].lock);
		list->part[i].hand = i;
	}
	mutex_init(&list->by_hand);
	sfw_list_key_init(list, mask4, mask6);
	list->kind = kind;
	list->number = atomic_inc_return(&numbers);
	refcount_set(&list->refs, 1);
	INIT_DELAYED_WORK(&list->sweep, sweep);
	strscpy(list->name, name, sizeof(list->name));
	return list;
}

/**
 * sfw_list_get - take a reference
 * @list: the list
 *
 * Return: @list.
 */
struct sfw_list *sfw_list_get(struct sfw_list *list)
{
	refcount_inc(&list->refs);
	return list;
}

/**
 * sfw_list_put - drop a reference
 * @list: the list, or NULL; no packet may be using it by this reference
 *
 * Context: may sleep.
 */
void sfw_list_put(struct sfw_list *list)
{
	if (!list || !refcount_dec_and_test(&list->refs))
		return;
	cancel_delayed_work_sync(&list->sweep);
	sfw_list_flush(list);
	sfw_list_put(list->lower);
	sfw_events_put(list->events);
	sfw_live_free(list->live);
	kvfree(list->bucket);
	kvfree(list->part);
	kfree(list);
}

/**
 * sfw_list_cap - how many entries a list holds at most
 * @list: the list
 */
u32 sfw_list_cap(const struct sfw_list *list)
{
	return list->part_cap * (list->part_mask + 1);
}

/**
 * sfw_list_size - how many entries a list holds, and has evicted
 * @list: the list
 *
 * Context: process.
 */
struct sfw_list_size sfw_list_size(struct sfw_list *list)
{
	struct sfw_list_size size = {};
	u32 i;

	for (i = 0; i <= list->part_mask; i++) {
		spin_lock_bh(&list->part[i].lock);
		size.count += list->part[i].count;
		size.evicted += list->part[i].evicted;
		size.broken += list->part[i].broken;
		spin_unlock_bh(&list->part[i].lock);
	}
	return size;
}

#define locked(list, bucket, p)						\
	rcu_dereference_protected(p,					\
				  lockdep_is_held(sfw_list_lock(list, bucket)))

static noinline void forget_promise(const struct sfw_list *list,
				    struct sfw_list_part *part,
				    struct sfw_recent *e, enum sfw_by by)
{
	if (!e->data[0])
		return;
	if (static_branch_unlikely(&sfw_events_wanted))
		__sfw_list_notify_end(list, e, by);
	WRITE_ONCE(e->data[0], 0);
	part->promised -= !e->fixed;
}

/* A promise is over, kept or not. Few entries of a flood have one. */
static void end_promise(const struct sfw_list *list, struct sfw_list_part *part,
			struct sfw_recent *e, enum sfw_by by)
{
	lockdep_assert_held(&part->lock);
	if (sfw_recent_until(list, e))
		forget_promise(list, part, e, by);
}

/* The link that leads to @e, in a bucket whose part is locked. */
static struct sfw_recent __rcu **link_to(struct sfw_list *list, u32 bucket,
					 const struct sfw_recent *e)
{
	struct sfw_recent __rcu **at = &list->bucket[bucket];

	while (locked(list, bucket, *at) != e)
		at = &locked(list, bucket, *at)->next;
	return at;
}

/* Nobody's any more, before anything else of it changes. */
static void bury(struct sfw_recent *e)
{
	/* Behind the link of grow(): pairs with sfw_list_is_of(). */
	smp_store_release(&e->family, SFW_AF_ANY);
	smp_wmb();	/* pairs with sfw_list_is_still() */
}

static void unlink_entry(struct sfw_list *list, u32 bucket,
			 struct sfw_recent *e, enum sfw_by by)
{
	struct sfw_list_part *part = sfw_list_part_of(list, bucket);

	end_promise(list, part, e, by);
	rcu_assign_pointer(*link_to(list, bucket, e),
			   locked(list, bucket, e->next));
	part->count--;
	part->fixed -= e->fixed;
	bury(e);
}

static void remove_entry(struct sfw_list *list, u32 bucket, struct sfw_recent *e)
{
	unlink_entry(list, bucket, e, SFW_BY_ADMIN);
	sfw_recent_free(e);
}

/* Hits before an expiry are forgotten. */
static void restart(struct sfw_recent *e, u64 now)
{
	u32 i;

	WRITE_ONCE(e->first, now >> SFW_RECENT_TICK);
	atomic64_set(&e->last, now);
	atomic_set(&e->hits, 0);
	WRITE_ONCE(e->cause, 0);
	WRITE_ONCE(e->ttl, 0);
	WRITE_ONCE(e->state, 0);
	for (i = 0; i < e->slots; i++)
		WRITE_ONCE(e->data[i], 0);
}

static void set_key(struct sfw_recent *e, u8 family, const struct sfw_addr *a)
{
	const u64 *from = (const u64 *)a;
	u64 *to = (u64 *)&e->addr;

	WRITE_ONCE(to[0], from[0]);
	WRITE_ONCE(to[1], from[1]);
	/* All of it is there: pairs with sfw_list_is_of(). */
	smp_store_release(&e->family, family);
}

static void begin(struct sfw_recent *e, const struct sfw_list_key *key, u64 now)
{
	e->fixed = false;
	restart(e, now);
	set_key(e, key->family, &key->addr);
}

static void begin_anew(struct sfw_list *list, struct sfw_list_part *part,
		       struct sfw_recent *e, u64 now)
{
	end_promise(list, part, e, SFW_BY_TIME);
	restart(e, now);
}

/* In a full list, @e is mostly the memory of the evicted entry. */
static void insert(struct sfw_list *list, const struct sfw_list_key *key,
		   struct sfw_recent *e, struct sfw_eviction v, u64 now)
{
	u32 bucket = key->bucket;

	if (v.e) {
		key->part->evicted++;
		unlink_entry(list, v.bucket, v.e, SFW_BY_ROOM);
		if (v.e != e)
			sfw_recent_free(v.e);
	}
	begin(e, key, now);
	rcu_assign_pointer(e->next, locked(list, bucket, list->bucket[bucket]));
	rcu_assign_pointer(list->bucket[bucket], e);
	key->part->count++;
	if (!delayed_work_pending(&list->sweep))
		queue_delayed_work(sfw_wq, &list->sweep, SWEEP_EVERY);
}

/*
 * The entry of an address in a locked part; where it has none, whether a run of bad
 * luck has filled its bucket.
 */
static struct sfw_recent *look_locked(const struct sfw_list *list,
				      const struct sfw_list_key *key,
				      bool *crowded)
{
	struct sfw_recent *e;
	u32 n = 0;

	lockdep_assert_held(&key->part->lock);
	sfw_list_for_each_in(e, list, key->bucket) {
		if (sfw_list_is_of(e, key))
			return e;
		n++;
	}
	*crowded = n >= SFW_LIST_CHAIN_MOST;
	return NULL;
}

/* Under a flood of sources nothing is allocated, and nothing waits for RCU. */
static struct sfw_recent *come(struct sfw_list *list,
			       const struct sfw_list_key *key, bool crowded,
			       u8 slots, u64 now)
{
	struct sfw_eviction v = sfw_evict_oldest(list, key, crowded, now);
	struct sfw_recent *e = v.e;

	if (!e && key->part->count >= list->part_cap) {
		key->part->evicted++;
		return NULL;
	}
	if (!e || e->slots != slots)
		e = sfw_recent_alloc(slots, GFP_ATOMIC);
	if (e)
		insert(list, key, e, v, now);
	return e;
}

/* All but the key, and how it is kept. */
static void copy_state(struct sfw_recent *to, const struct sfw_recent *from)
{
	u32 i;

	atomic64_set(&to->last, atomic64_read(&from->last));
	atomic_set(&to->hits, atomic_read(&from->hits));
	WRITE_ONCE(to->first, READ_ONCE(from->first));
	WRITE_ONCE(to->cause, READ_ONCE(from->cause));
	WRITE_ONCE(to->ttl, READ_ONCE(from->ttl));
	for (i = 0; i < from->slots; i++)
		WRITE_ONCE(to->data[i], READ_ONCE(from->data[i]));
	WRITE_ONCE(to->state, READ_ONCE(from->state));
}

/* Give an entry more room: limits have changed since it was made. */
static struct sfw_recent *grow(struct sfw_list *list, u32 bucket,
			       struct sfw_recent *e, struct sfw_recent *big)
{
	if (!big)
		return NULL;
	big->fixed = e->fixed;
	restart(big, 0);
	copy_state(big, e);
	set_key(big, e->family, &e->addr);
	RCU_INIT_POINTER(big->next, locked(list, bucket, e->next));
	rcu_assign_pointer(*link_to(list, bucket, e), big);
	rcu_assign_pointer(e->next, big);	/* for readers at @e */
	bury(e);
	sfw_recent_free(e);
	return big;
}

/**
 * sfw_list_enter - the entry of an address, made if need be, for a change
 * @list: the list
 * @key: the address
 * @slots: room that the entry needs in its data
 * @now: boot-time nanoseconds
 *
 * An entry that has expired comes back as a new one. A full list evicts.
 *
 * Context: @key->part->lock is held. Return: the entry, or NULL when there is no
 * memory, or none in the list because all in it still serve.
 */
struct sfw_recent *sfw_list_enter(struct sfw_list *list,
				  const struct sfw_list_key *key, u8 slots,
				  u64 now)
{
	bool crowded;
	struct sfw_recent *e = look_locked(list, key, &crowded);

	if (!e)
		return come(list, key, crowded, slots, now);
	if (e->slots < slots)
		e = grow(list, key->bucket, e,
			 sfw_recent_alloc(slots, GFP_ATOMIC));
	if (e && sfw_recent_expired(list, e, now))
		begin_anew(list, key->part, e, now);
	return e;
}

/**
 * sfw_list_copy_up - have a list over another one speak for itself about an address
 * @list: a list with a lower one, and nothing promised in it
 * @key: the address
 * @now: boot-time nanoseconds
 *
 * Called before a packet that counts for only one of them. The address gets an
 * entry here as the lower list has it, or one that says nothing, and keeps it while the
 * lower one has any. An entry by hand there holds in both.
 *
 * Context: under rcu_read_lock(). Return: whether it has an entry here.
 */
bool sfw_list_copy_up(struct sfw_list *list, const struct sfw_list_key *key,
		      u64 now)
{
	struct sfw_list_part *part = sfw_list_part_of(list->lower, key->bucket);
	struct sfw_recent *from, *e;

	spin_lock_bh(&key->part->lock);
	spin_lock_nested(&part->lock, SINGLE_DEPTH_NESTING);
	e = sfw_list_look(list, key);
	from = sfw_list_look(list->lower, key);
	if (!e && !(from && from->fixed)) {
		e = sfw_list_enter(list, key, from ? from->slots : 0, now);
		if (e && from)
			copy_state(e, from);
	}
	spin_unlock(&part->lock);
	spin_unlock_bh(&key->part->lock);
	return e;
}

/* The promise that ends soonest goes; one whose time was over is not broken. */
static void bound_promises(struct sfw_list *list, struct sfw_list_part *part,
			   u32 more, u64 now)
{
	struct sfw_recent *e;

	if (part->promised + more <= sfw_list_promises_most(list, part))
		return;
	e = sfw_evict_soonest(list, part).e;
	part->broken += sfw_recent_until(list, e) > now;
	end_promise(list, part, e, SFW_BY_ROOM);
}

/**
 * sfw_list_promise - promise an address something
 * @list: a list of promises
 * @key: the address
 * @e: its entry
 * @until: boot-time nanoseconds; a promise is never shortened
 * @now: likewise
 *
 * It is kept until then: neither time nor a flood takes the entry out. Where as
 * many are promised something as may be, the promise that ends soonest goes.
 *
 * Context: @key->part->lock is held. Return: whether nothing was promised before.
 */
bool sfw_list_promise(struct sfw_list *list, const struct sfw_list_key *key,
		      struct sfw_recent *e, u64 until, u64 now)
{
	bool begins = sfw_recent_until(list, e) <= now;

	if (begins) {
		end_promise(list, key->part, e, SFW_BY_TIME);
		bound_promises(list, key->part, 1, now);
		key->part->promised++;
	}
	WRITE_ONCE(e->data[0], max(e->data[0], until));
	return begins;
}

/**
 * sfw_list_put_in - put an address in by hand
 * @list: the list
 * @key: the address; not put in by hand yet
 * @spare: memory of SFW_LIST_FIXED_SLOTS
 * @now: boot-time nanoseconds
 *
 * It stays until it is taken out: neither time nor a flood does that.
 *
 * Context: @key->part->lock is held, and there is room, see
 * sfw_list_fixed_most(). Return: whether @spare is used.
 */
bool sfw_list_put_in(struct sfw_list *list, const struct sfw_list_key *key,
		     struct sfw_recent *spare, u64 now)
{
	bool crowded;
	struct sfw_recent *e = look_locked(list, key, &crowded);
	bool used = !e || e->slots < SFW_LIST_FIXED_SLOTS;

	if (!e) {
		insert(list, key, spare,
		       sfw_evict_oldest(list, key, crowded, now), now);
		e = spare;
	} else if (used) {
		e = grow(list, key->bucket, e, spare);
	}
	if (sfw_recent_expired(list, e, now))
		begin_anew(list, key->part, e, now);
	key->part->promised -= sfw_recent_until(list, e) != 0;
	e->fixed = true;
	key->part->fixed++;
	bound_promises(list, key->part, 0, now);
	if (list->kind == SFW_LIST_SCAN)
		WRITE_ONCE(e->state, SFW_SCAN_IS_LISTED);
	sfw_list_notify(list, e, SFW_E_LISTED, SFW_BY_ADMIN, 0);
	return used;
}

/**
 * sfw_list_fix - put an address into a list by hand
 * @list: the list
 * @family: of the address
 * @addr: the address
 * @now: boot-time nanoseconds
 *
 * It stays until sfw_list_del(): neither time nor a flood takes it out.
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC when half of its part of the
 * list is fixed already, or -ENOMEM.
 */
int sfw_list_fix(struct sfw_list *list, u8 family, const struct sfw_addr *addr,
		 u64 now)
{
	struct sfw_recent *e, *spare = sfw_recent_alloc(SFW_LIST_FIXED_SLOTS,
							GFP_KERNEL_ACCOUNT);
	struct sfw_list_key key = sfw_list_key(list, family, addr);
	int err = 0;

	if (!spare)
		return -ENOMEM;
	mutex_lock(&list->by_hand);
	spin_lock_bh(&key.part->lock);
	e = sfw_list_look(list, &key);
	if (e && e->fixed)
		err = -EEXIST;
	else if (key.part->fixed >= sfw_list_fixed_most(list))
		err = -ENOSPC;
	else if (sfw_list_put_in(list, &key, spare, now))
		spare = NULL;
	spin_unlock_bh(&key.part->lock);
	mutex_unlock(&list->by_hand);
	if (spare)
		sfw_recent_free(spare);
	return err;
}

/**
 * sfw_list_del - take an address out by hand
 * @list: the list
 * @family: of the address
 * @addr: the address; masked here
 *
 * Context: process. Return: 0 or -ENOENT.
 */
int sfw_list_del(struct sfw_list *list, u8 family, const struct sfw_addr *addr)
{
	struct sfw_list_key key = sfw_list_key(list, family, addr);
	struct sfw_recent *e;

	spin_lock_bh(&key.part->lock);
	e = sfw_list_look(list, &key);
	if (e)
		remove_entry(list, key.bucket, e);
	spin_unlock_bh(&key.part->lock);
	return e ? 0 : -ENOENT;
}

/* It says something else than the list below. */
static bool is_copied_up(const struct sfw_list *list, u32 bucket,
			 const struct sfw_recent *e)
{
	const struct sfw_list_key key = {
		.addr = e->addr, .family = e->family, .bucket = bucket,
	};
	bool found;

	if (!list->lower)
		return false;
	rcu_read_lock();
	found = sfw_list_look(list->lower, &key);
	rcu_read_unlock();
	return found;
}

/* Remove the entries of a bucket that have expired, or all. */
static void clean_bucket(struct sfw_list *list, u32 bucket, bool all, u64 now)
{
	struct sfw_list_part *part = sfw_list_part_of(list, bucket);
	struct sfw_recent *e, *next;

	if (sfw_list_is_end(rcu_access_pointer(list->bucket[bucket])))
		return;
	spin_lock_bh(&part->lock);
	for (e = locked(list, bucket, list->bucket[bucket]);
	     !sfw_list_is_end(e); e = next) {
		next = locked(list, bucket, e->next);
		if (sfw_recent_until(list, e) <= now)
			end_promise(list, part, e, SFW_BY_TIME);
		if (all || (sfw_recent_expired(list, e, now) &&
			    !is_copied_up(list, bucket, e)))
			remove_entry(list, bucket, e);
	}
	spin_unlock_bh(&part->lock);
}

/**
 * sfw_list_flush - take everything out of a list
 * @list: the list
 *
 * Context: process; may sleep.
 */
void sfw_list_flush(struct sfw_list *list)
{
	u32 bucket;

	for (bucket = 0; bucket <= list->bucket_mask; bucket++) {
		clean_bucket(list, bucket, true, 0);
		cond_resched();
	}
}

static void sweep(struct work_struct *work)
{
	struct sfw_list *list = container_of(to_delayed_work(work),
					     struct sfw_list, sweep);
	u64 now = ktime_get_boottime_ns();
	u32 n;

	for (n = min_t(u32, SWEEP_SLICE, list->bucket_mask + 1); n; n--) {
		clean_bucket(list, list->sweep_at, false, now);
		list->sweep_at = (list->sweep_at + 1) & list->bucket_mask;
		cond_resched();
	}
	if (sfw_list_size(list).count)
		queue_delayed_work(sfw_wq, &list->sweep, SWEEP_EVERY);
}
