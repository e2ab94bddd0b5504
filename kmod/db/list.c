// SPDX-License-Identifier: GPL-2.0
#include <linux/bitops.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "list.h"
#include "snapshot.h"
#include "victim.h"

#define PARTS		64	/* parts of a list that is large enough */
#define PART_CAP_LEAST	64	/* entries that a part is worth it for */
#define SWEEP_SLICE	4096	/* buckets a turn */
#define SWEEP_EVERY	(HZ / 2)

static void sweep(struct work_struct *work);

/**
 * sfw_list_alloc - an empty list with one reference
 * @name: for people; a valid name
 * @kind: what its entries are
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
	list->bucket = kvcalloc(list->bucket_mask + 1, sizeof(*list->bucket),
				GFP_KERNEL_ACCOUNT);
	list->part = kvcalloc(parts, sizeof(*list->part), GFP_KERNEL_ACCOUNT);
	if (!list->bucket || !list->part) {
		kvfree(list->bucket);
		kvfree(list->part);
		kfree(list);
		return NULL;
	}
	for (i = 0; i < parts; i++) {
		spin_lock_init(&list->part[i].lock);
		seqcount_spinlock_init(&list->part[i].moves,
				       &list->part[i].lock);
		list->part[i].hand = i;
	}
	sfw_list_key_init(list, mask4, mask6);
	list->kind = kind;
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
	sfw_events_put(list->events);
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
		spin_unlock_bh(&list->part[i].lock);
	}
	return size;
}

/**
 * sfw_recent_expired - whether an entry means nothing any more
 * @list: its list
 * @e: the entry
 * @now: boot-time nanoseconds
 */
bool sfw_recent_expired(const struct sfw_list *list,
			const struct sfw_recent *e, u64 now)
{
	u64 last = atomic64_read(&e->last);

	if (e->fixed)
		return false;
	/* Another CPU may have stamped it with a moment after our now. */
	return now > last && now - last >= READ_ONCE(list->window);
}

/**
 * sfw_recent_shows - whether people are shown an entry
 * @list: its list
 * @e: the entry
 * @now: boot-time nanoseconds
 *
 * Not what has expired, and of a scan list not who is only suspected yet.
 */
bool sfw_recent_shows(const struct sfw_list *list, const struct sfw_recent *e,
		      u64 now)
{
	return !sfw_recent_expired(list, e, now) &&
	       (list->kind != SFW_LIST_SCAN ||
		READ_ONCE(e->state) == SFW_SCAN_IS_LISTED);
}

static void tell_end(const struct sfw_list *list, struct sfw_recent *e,
		     enum sfw_by by)
{
	if (static_branch_unlikely(&sfw_events_wanted) &&
	    READ_ONCE(list->ends))
		list->ends(list, e, by);
}

static bool is_entry(const struct sfw_recent *e, u8 family,
		     const struct sfw_addr *a)
{
	const __be32 *w = e->addr.w;

	/* It may leave the list meanwhile, see struct sfw_recent. */
	return READ_ONCE(w[0]) == a->w[0] && READ_ONCE(w[3]) == a->w[3] &&
	       READ_ONCE(w[1]) == a->w[1] && READ_ONCE(w[2]) == a->w[2] &&
	       e->family == family;
}

/**
 * sfw_list_look - the entry of an address, expired or not
 * @list: the list
 * @key: the address
 *
 * Context: under rcu_read_lock(); takes no lock. Return: NULL without one.
 */
struct sfw_recent *sfw_list_look(const struct sfw_list *list,
				 const struct sfw_list_key *key)
{
	const struct sfw_list_part *part = key->part;
	struct sfw_recent *e;
	unsigned int moves;

	do {
		moves = read_seqcount_begin(&part->moves);
		e = rcu_dereference(list->bucket[key->bucket]);
		while (e && !is_entry(e, key->family, &key->addr))
			e = rcu_dereference(e->next);
	} while (unlikely(read_seqcount_retry(&part->moves, moves)));
	return e;
}

/**
 * sfw_list_find - the same for who has no key
 * @list: the list
 * @family: of the address
 * @addr: the address; masked here
 *
 * Context: under rcu_read_lock(); takes no lock. Return: NULL without one.
 */
struct sfw_recent *sfw_list_find(const struct sfw_list *list, u8 family,
				 const struct sfw_addr *addr)
{
	struct sfw_list_key key = sfw_list_key(list, family, addr);

	return sfw_list_look(list, &key);
}

#define locked(list, bucket, p)						\
	rcu_dereference_protected(p,					\
				  lockdep_is_held(sfw_list_lock(list, bucket)))

/* The link that leads to @e, in a bucket whose part is locked. */
static struct sfw_recent __rcu **link_to(struct sfw_list *list, u32 bucket,
					 const struct sfw_recent *e)
{
	struct sfw_recent __rcu **at = &list->bucket[bucket];

	while (locked(list, bucket, *at) != e)
		at = &locked(list, bucket, *at)->next;
	return at;
}

static void remove_entry(struct sfw_list *list, u32 bucket,
			 struct sfw_recent *e)
{
	struct sfw_list_part *part = sfw_list_part_of(list, bucket);

	rcu_assign_pointer(*link_to(list, bucket, e),
			   locked(list, bucket, e->next));
	part->count--;
	part->fixed -= e->fixed;
	sfw_recent_free(e);
}

static void evict(struct sfw_list *list, const struct sfw_victim *v)
{
	if (!v->e)
		return;
	sfw_list_part_of(list, v->bucket)->evicted++;
	tell_end(list, v->e, SFW_BY_ROOM);
	remove_entry(list, v->bucket, v->e);
}

static noinline void evict_from_part(struct sfw_list *list,
				     struct sfw_list_part *part)
{
	struct sfw_victim v = sfw_list_victim(list, part);

	evict(list, &v);
}

static noinline void evict_from_bucket(struct sfw_list *list, u32 bucket)
{
	struct sfw_victim v = sfw_list_victim_in(list, bucket);

	evict(list, &v);
}

static bool is_full(const struct sfw_list *list,
		    const struct sfw_list_part *part)
{
	return part->count >= list->part_cap;
}

static void begin(struct sfw_recent *e, u8 family, const struct sfw_addr *a,
		  u64 now)
{
	e->addr = *a;
	e->family = family;
	e->first = now >> SFW_RECENT_TICK;
	atomic64_set(&e->last, now);
}

static void link_first(struct sfw_list *list, u32 bucket, struct sfw_recent *e)
{
	RCU_INIT_POINTER(e->next, locked(list, bucket, list->bucket[bucket]));
	rcu_assign_pointer(list->bucket[bucket], e);
}

static void insert(struct sfw_list *list, const struct sfw_list_key *key,
		   struct sfw_recent *e)
{
	struct sfw_list_part *part = key->part;
	u32 bucket = key->bucket;

	if (sfw_list_is_crowded(list, bucket))
		evict_from_bucket(list, bucket);
	if (is_full(list, part))
		evict_from_part(list, part);
	part->count++;
	link_first(list, bucket, e);
	if (!delayed_work_pending(&list->sweep))
		queue_delayed_work(sfw_wq, &list->sweep, SWEEP_EVERY);
}

/* Give an entry more room: limits have changed since it was made. */
static struct sfw_recent *grow(struct sfw_list *list, u32 bucket,
			       struct sfw_recent *e, struct sfw_recent *big)
{
	if (!big)
		return NULL;
	begin(big, e->family, &e->addr, 0);
	atomic64_set(&big->last, atomic64_read(&e->last));
	atomic_set(&big->hits, atomic_read(&e->hits));
	big->first = e->first;
	big->cause = e->cause;
	big->state = e->state;
	big->ttl = e->ttl;
	big->fixed = e->fixed;
	memcpy(big->data, e->data, e->slots * sizeof(*e->data));
	RCU_INIT_POINTER(big->next, locked(list, bucket, e->next));
	rcu_assign_pointer(*link_to(list, bucket, e), big);
	sfw_recent_free(e);
	return big;
}

/* What it did before its time is over is forgotten. */
static void restart(struct sfw_recent *e, u64 now)
{
	WRITE_ONCE(e->first, now >> SFW_RECENT_TICK);
	atomic64_set(&e->last, now);
	atomic_set(&e->hits, 0);
	WRITE_ONCE(e->cause, 0);
	WRITE_ONCE(e->ttl, 0);
	e->state = 0;
	memset(e->data, 0, e->slots * sizeof(*e->data));
}

/*
 * In a full list of scanners who comes gets the memory of who goes: under a flood
 * of sources nothing is allocated, and nothing waits for a grace period. Readers
 * see by @moves that they may have been led into another bucket.
 */
static noinline struct sfw_recent *reuse(struct sfw_list *list,
					 const struct sfw_list_key *key,
					 u8 slots, u64 now)
{
	struct sfw_list_part *part = key->part;
	struct sfw_victim v;

	if (sfw_list_is_crowded(list, key->bucket))
		return NULL;
	v = sfw_list_victim(list, part);
	if (!v.e || v.e->slots != slots)
		return NULL;
	part->evicted++;
	tell_end(list, v.e, SFW_BY_ROOM);
	write_seqcount_begin(&part->moves);
	rcu_assign_pointer(*link_to(list, v.bucket, v.e),
			   locked(list, v.bucket, v.e->next));
	begin(v.e, key->family, &key->addr, now);
	restart(v.e, now);
	link_first(list, key->bucket, v.e);
	write_seqcount_end(&part->moves);
	return v.e;
}

static struct sfw_recent *find_locked(struct sfw_list *list,
				      const struct sfw_list_key *key)
{
	u32 bucket = key->bucket;
	struct sfw_recent *e = locked(list, bucket, list->bucket[bucket]);

	while (e && !is_entry(e, key->family, &key->addr))
		e = locked(list, bucket, e->next);
	return e;
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
 * Context: @key->part->lock is held. Return: the entry, or NULL when there is
 * no memory.
 */
struct sfw_recent *sfw_list_enter(struct sfw_list *list,
				  const struct sfw_list_key *key, u8 slots,
				  u64 now)
{
	struct sfw_recent *e;

	lockdep_assert_held(&key->part->lock);
	e = find_locked(list, key);
	if (!e) {
		if (list->kind == SFW_LIST_SCAN && is_full(list, key->part))
			e = reuse(list, key, slots, now);
		if (e)
			return e;
		e = sfw_recent_alloc(slots);
		if (!e)
			return NULL;
		begin(e, key->family, &key->addr, now);
		insert(list, key, e);
		return e;
	}
	if (e->slots < slots)
		e = grow(list, key->bucket, e, sfw_recent_alloc(slots));
	if (e && sfw_recent_expired(list, e, now)) {
		tell_end(list, e, SFW_BY_TIME);
		restart(e, now);
	}
	return e;
}

/* Uses up what was put by, where memory is needed. */
static void use(struct sfw_list *list, const struct sfw_list_key *key,
		struct sfw_recent **spare, u64 now)
{
	struct sfw_recent *e = find_locked(list, key);

	if (e && e->slots >= SFW_LIST_FIXED_SLOTS)
		return;
	begin(*spare, key->family, &key->addr, now);
	if (e)
		grow(list, key->bucket, e, *spare);
	else
		insert(list, key, *spare);
	*spare = NULL;
}

static int fix(struct sfw_list *list, const struct sfw_list_key *key, u64 now,
	       struct sfw_recent **spare)
{
	struct sfw_recent *e;

	if (spare)
		use(list, key, spare, now);
	e = sfw_list_enter(list, key, SFW_LIST_FIXED_SLOTS, now);
	if (!e)
		return -ENOMEM;
	e->fixed = true;
	key->part->fixed++;
	if (list->kind == SFW_LIST_SCAN)
		WRITE_ONCE(e->state, SFW_SCAN_IS_LISTED);
	sfw_list_tell(list, e, SFW_E_LISTED, SFW_BY_ADMIN, 0);
	return 0;
}

/**
 * sfw_list_fix - put an address into a list by hand
 * @list: the list
 * @family: of the address
 * @addr: the address
 * @now: boot-time nanoseconds
 * @spare: an entry of SFW_LIST_FIXED_SLOTS, NULL once it is used; or NULL
 *
 * It stays until sfw_list_del(): neither time nor a flood takes it out.
 *
 * Context: process. Return: 0, -EEXIST, -ENOSPC when half of its part of the
 * list is fixed already, or -ENOMEM, which a spare prevents.
 */
int sfw_list_fix(struct sfw_list *list, u8 family, const struct sfw_addr *addr,
		 u64 now, struct sfw_recent **spare)
{
	struct sfw_list_key key = sfw_list_key(list, family, addr);
	struct sfw_list_part *part = key.part;
	struct sfw_recent *e;
	int err;

	spin_lock_bh(&part->lock);
	e = find_locked(list, &key);
	if (e && e->fixed)
		err = -EEXIST;
	else if (part->fixed >= list->part_cap / 2)
		err = -ENOSPC;
	else
		err = fix(list, &key, now, spare);
	spin_unlock_bh(&part->lock);
	return err;
}

/**
 * sfw_list_del - take an address out of a list
 * @list: the list
 * @family: of the address
 * @addr: the address
 *
 * Context: process. Return: 0 or -ENOENT.
 */
int sfw_list_del(struct sfw_list *list, u8 family, const struct sfw_addr *addr)
{
	struct sfw_list_key key = sfw_list_key(list, family, addr);
	struct sfw_recent *e;

	spin_lock_bh(&key.part->lock);
	e = find_locked(list, &key);
	if (e) {
		tell_end(list, e, SFW_BY_ADMIN);
		remove_entry(list, key.bucket, e);
	}
	spin_unlock_bh(&key.part->lock);
	return e ? 0 : -ENOENT;
}

/* Remove the entries of a bucket that have expired, or all. */
static void clean_bucket(struct sfw_list *list, u32 bucket, bool all, u64 now)
{
	struct sfw_recent *e, *next;

	if (!rcu_access_pointer(list->bucket[bucket]))
		return;
	spin_lock_bh(&sfw_list_part_of(list, bucket)->lock);
	for (e = locked(list, bucket, list->bucket[bucket]); e; e = next) {
		next = locked(list, bucket, e->next);
		tell_end(list, e, all ? SFW_BY_ADMIN : SFW_BY_TIME);
		if (all || sfw_recent_expired(list, e, now))
			remove_entry(list, bucket, e);
	}
	spin_unlock_bh(&sfw_list_part_of(list, bucket)->lock);
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
