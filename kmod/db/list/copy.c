// SPDX-License-Identifier: GPL-2.0
#include <linux/math64.h>
#include <linux/minmax.h>

#include "../../core/window.h"
#include "copy.h"

static bool has_stamps(const struct sfw_list *list)
{
	return list->kind == SFW_LIST_GUARD || list->kind == SFW_LIST_BLOCK;
}

/* Words of an entry's data in front of its stamps. */
static u8 stamps_at(const struct sfw_list *list)
{
	return list->kind == SFW_LIST_BLOCK;
}

/**
 * sfw_list_stamps - the hits of an address that a guard counts
 * @list: the list
 * @e: its entry
 * @now: boot-time nanoseconds
 * @stamp: room for SFW_STAMPS_MAX, filled as struct sfw_list_copy has them
 *
 * Context: its part of the list is locked. Return: how many.
 */
u32 sfw_list_stamps(const struct sfw_list *list, const struct sfw_recent *e,
		    u64 now, u64 *stamp)
{
	u32 i, n = has_stamps(list) ? min_t(u32, e->state, SFW_STAMPS_MAX) : 0;
	const u64 *from = &e->data[stamps_at(list)];

	for (i = 0; i < n; i++)
		stamp[i] = div_u64(sfw_stamp_age(from[i], now), NSEC_PER_MSEC) << 8 |
			   sfw_stamp_ttl(from[i]);
	return n;
}

static bool has_run_out(const struct sfw_list *list, const struct sfw_list_copy *c)
{
	return !c->fixed && !c->left && c->last >= READ_ONCE(list->window);
}

/* Hits of before stand beside those that came since. */
static void add_stamps(const struct sfw_list *list, struct sfw_recent *e,
		       const struct sfw_list_copy *c, u64 now)
{
	u8 base = stamps_at(list);
	u64 stamp;
	u32 i;

	if (!has_stamps(list))
		return;
	for (i = 0; i < c->n_stamps; i++) {
		stamp = sfw_stamp(now - (c->stamp[i] >> 8) * NSEC_PER_MSEC, c->stamp[i]);
		e->state = sfw_stamps_add(e->data + base, e->state, e->slots - base, stamp);
	}
}

/* Whole seconds of a file: when it was saved, and of when it tells. */
#define ROUNDED		(2 * NSEC_PER_SEC)

/*
 * Whether an entry has the hits of a copy: it began before the last of them, as where the
 * list goes on, or the copy comes again. Else it began since.
 */
static bool has_hits_of(const struct sfw_recent *e, const struct sfw_list_copy *c, u64 now)
{
	u32 last = (now - c->last + ROUNDED) >> SFW_RECENT_TICK;

	return atomic_read(&e->hits) && (s32)(READ_ONCE(e->first) - last) <= 0;
}

/* Room for the stamps of both; @e may be NULL. */
static u8 slots_of(const struct sfw_list *list, const struct sfw_recent *e,
		   const struct sfw_list_copy *c, u64 now)
{
	u32 n = c->n_stamps;

	if (!has_stamps(list))
		return list->kind == SFW_LIST_KNOCK ? SFW_LIST_FIXED_SLOTS : 0;
	if (e && !has_hits_of(e, c, now))
		n += e->state;
	return stamps_at(list) + min_t(u32, n, SFW_STAMPS_MAX);
}

static void add_hits(const struct sfw_list *list, struct sfw_recent *e,
		     const struct sfw_list_copy *c, u64 now)
{
	atomic_add(c->hits, &e->hits);
	WRITE_ONCE(e->first, (now - c->first) >> SFW_RECENT_TICK);
	add_stamps(list, e, c, now);
}

/* As if its hits had been before those that came since. */
static void merge(struct sfw_list *list, const struct sfw_list_key *key,
		  struct sfw_recent *e, const struct sfw_list_copy *c, u64 now)
{
	bool known = atomic_read(&e->hits);

	if (!has_hits_of(e, c, now))
		add_hits(list, e, c, now);
	if (!known) {
		atomic64_set(&e->last, now - c->last);
		WRITE_ONCE(e->ttl, c->ttl);
		WRITE_ONCE(e->cause, c->cause);
	}
	if (list->kind == SFW_LIST_SCAN)
		WRITE_ONCE(e->state, SFW_SCAN_IS_LISTED);
	if (c->left && (list->kind == SFW_LIST_BLOCK ||
			list->kind == SFW_LIST_KNOCK) && !e->fixed)
		sfw_list_promise(list, key, e, now + c->left, now);
}

/**
 * sfw_list_put_copy - put an entry into a list as it was
 * @list: the list
 * @copy: the entry; left out if its time is over
 * @now: boot-time nanoseconds
 *
 * An entry that is there already goes on, with the hits and the promise of both; none of
 * them counts twice.
 *
 * Context: may sleep. Return: 0, -ENOSPC when there is no room for one by hand, or all in
 * its part of the list still serve, or -ENOMEM.
 */
int sfw_list_put_copy(struct sfw_list *list, const struct sfw_list_copy *copy,
		      u64 now)
{
	struct sfw_list_key key = sfw_list_key(list, copy->family, &copy->addr);
	struct sfw_recent *e;
	int err = 0;

	if (has_run_out(list, copy))
		return 0;
	if (copy->fixed)
		err = sfw_list_fix(list, copy->family, &copy->addr, now);
	if (err && err != -EEXIST)
		return err;
	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(list, &key,
			   slots_of(list, sfw_list_look(list, &key), copy, now), now);
	if (e)
		merge(list, &key, e, copy, now);
	spin_unlock_bh(&key.part->lock);
	return e ? 0 : -ENOSPC;
}
