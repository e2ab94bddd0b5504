// SPDX-License-Identifier: GPL-2.0
/*
 * The data of an entry: until when its source is blocked, if the guard blocks;
 * then the stamps of the hits that were admitted, sfw_recent.state of them,
 * which are more than the guard needs where it once had more hits. A guard that
 * begins or ceases to block has a new list, see edit_gate.c.
 */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>

#include "guard.h"

static u8 first_stamp(const struct sfw_guard *g)
{
	return g->then == SFW_THEN_BLOCK;
}

/**
 * sfw_guard_memory - how long a guard's entries mean something, nanoseconds
 * @g: the guard
 */
u64 sfw_guard_memory(const struct sfw_guard *g)
{
	return g->then == SFW_THEN_BLOCK ?
	       max(g->windows.longest, g->block_time) : g->windows.longest;
}

/* The next free place for a stamp, or that of the oldest. */
static u64 *stamp_place(const struct sfw_guard *g, struct sfw_recent *e)
{
	u64 *stamp = &e->data[first_stamp(g)], *oldest = stamp;
	u32 i;

	if (e->state < g->windows.slots)
		return &stamp[e->state++];
	for (i = 1; i < e->state; i++)
		if (stamp[i] < *oldest)
			oldest = &stamp[i];
	return oldest;
}

/* Whether the hit of that moment was admitted, and so left its stamp. */
static bool was_admitted(const struct sfw_guard *g, const struct sfw_recent *e,
			 u64 then)
{
	const u64 *stamp = &e->data[first_stamp(g)];
	u32 i;

	for (i = 0; i < e->state; i++)
		if (sfw_stamp(then, sfw_stamp_ttl(stamp[i])) == stamp[i])
			return true;
	return false;
}

/* The first that is refused after one that was admitted. */
static void refuse(const struct sfw_guard *g, const struct sfw_recent *e,
		   u64 before)
{
	if (static_branch_unlikely(&sfw_events_wanted) && !e->fixed &&
	    was_admitted(g, e, before))
		sfw_list_tell(g->list, e, SFW_E_TRIPPED, SFW_BY_GUARD, 0);
}

/**
 * sfw_guard_admit - whether a guard admits one more connection; if so it
 * counts
 * @g: the guard
 * @family: of @src
 * @src: the source
 * @proto: of the packet
 * @port: that it is for
 * @ttl: of the packet
 * @now: boot-time nanoseconds
 *
 * Context: a receive hook. Where there is no memory to remember the source it
 * is refused: a guard never fails open.
 */
bool sfw_guard_admit(const struct sfw_guard *g, u8 family,
		     const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
		     u64 now)
{
	struct sfw_list_key key = sfw_list_key(g->list, family, src);
	u8 base = first_stamp(g);
	struct sfw_recent *e;
	bool admit = false;
	u64 before;

	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(g->list, &key, base + g->windows.slots, now);
	if (e) {
		before = atomic64_read(&e->last);
		now = sfw_recent_hit(e, sfw_recent_cause(proto, port), ttl,
				     now);
		admit = !e->fixed &&
			sfw_windows_admit(&g->windows, e->data + base,
					  e->state, now, ttl);
		if (!admit)
			refuse(g, e, before);
	}
	if (admit)
		*stamp_place(g, e) = sfw_stamp(now, ttl);
	spin_unlock_bh(&key.part->lock);
	return admit;
}

/**
 * sfw_guard_refuses - whether a guard has counted too much of a source
 * @g: the guard
 * @e: the source's entry in its list
 * @now: boot-time nanoseconds
 *
 * The TTL of the next packet is taken to be that of the last.
 */
bool sfw_guard_refuses(const struct sfw_guard *g, const struct sfw_recent *e,
		       u64 now)
{
	if (e->fixed || sfw_recent_expired(g->list, e, now))
		return e->fixed;
	return !sfw_windows_admit(&g->windows, e->data + first_stamp(g),
				  READ_ONCE(e->state), now, READ_ONCE(e->ttl));
}

/**
 * sfw_guard_would_admit - the same, but nothing is counted
 * @g: the guard
 * @family: of @src
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * See sfw_guard_refuses().
 *
 * Context: any but hard interrupts.
 */
bool sfw_guard_would_admit(const struct sfw_guard *g, u8 family,
			   const struct sfw_addr *src, u64 now)
{
	const struct sfw_recent *e;
	bool admit;

	rcu_read_lock();
	e = sfw_list_find(g->list, family, src);
	admit = !e || !sfw_guard_refuses(g, e, now);
	rcu_read_unlock();
	return admit;
}

/**
 * sfw_guard_ends - sfw_list.ends of a guard that blocks
 * @list: its list
 * @e: an entry
 * @by: who ends it; with SFW_BY_TIME it ends only if its time is over
 *
 * Each end is told once, and not if it was before anybody listened.
 */
void sfw_guard_ends(const struct sfw_list *list, struct sfw_recent *e,
		    enum sfw_by by)
{
	const struct sfw_events *events = READ_ONCE(list->events);
	u64 until = e->slots ? e->data[0] : 0;
	u64 now = ktime_get_boottime_ns();

	if (!events || until <= READ_ONCE(events->since) ||
	    (by == SFW_BY_TIME && now < until))
		return;
	sfw_list_tell(list, e, SFW_E_UNBLOCKED,
		      now < until ? by : SFW_BY_TIME, 0);
	WRITE_ONCE(e->data[0], 0);
}

/* Tell of a block that begins, and before it of the end of the last one. */
static void tell_block(const struct sfw_guard *g, struct sfw_recent *e, u64 now)
{
	if (!static_branch_unlikely(&sfw_events_wanted) || now < e->data[0])
		return;
	sfw_guard_ends(g->list, e, SFW_BY_TIME);
	sfw_list_tell(g->list, e, SFW_E_BLOCKED, SFW_BY_GUARD,
		      div_u64(g->block_time, NSEC_PER_SEC));
}

/**
 * sfw_guard_block - block a source for the guard's time
 * @g: a guard that blocks
 * @family: of @src
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * Context: a receive hook.
 */
void sfw_guard_block(const struct sfw_guard *g, u8 family,
		     const struct sfw_addr *src, u64 now)
{
	struct sfw_list_key key = sfw_list_key(g->list, family, src);
	struct sfw_recent *e;

	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(g->list, &key, 1 + g->windows.slots, now);
	if (e) {
		tell_block(g, e, now);
		WRITE_ONCE(e->data[0], now + g->block_time);
	}
	spin_unlock_bh(&key.part->lock);
}

/**
 * sfw_guard_blocks_until - until when a guard has blocked a source
 * @g: the guard
 * @e: the source's entry in its list
 *
 * Return: boot-time nanoseconds, U64_MAX for ever, 0 for never.
 */
u64 sfw_guard_blocks_until(const struct sfw_guard *g,
			   const struct sfw_recent *e)
{
	if (g->then != SFW_THEN_BLOCK)
		return 0;
	if (e->fixed)
		return U64_MAX;
	return e->slots ? READ_ONCE(e->data[0]) : 0;
}

/**
 * sfw_guard_blocks - whether a guard has blocked a source
 * @g: the guard
 * @family: of @src
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * Context: under rcu_read_lock(); takes no lock.
 */
bool sfw_guard_blocks(const struct sfw_guard *g, u8 family,
		      const struct sfw_addr *src, u64 now)
{
	const struct sfw_recent *e;

	if (g->then != SFW_THEN_BLOCK)
		return false;
	e = sfw_list_find(g->list, family, src);
	return e && now < sfw_guard_blocks_until(g, e);
}

/**
 * sfw_guards_block - which guard has blocked a source
 * @p: the policy
 * @family: of @src
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * Context: under rcu_read_lock(); takes no lock. Return: its place in
 * @p->guards, or SFW_NO_GATE.
 */
u8 sfw_guards_block(const struct sfw_policy *p, u8 family,
		    const struct sfw_addr *src, u64 now)
{
	u32 i;

	for (i = 0; i < p->n_guards; i++)
		if (sfw_guard_blocks(&p->guards[i], family, src, now))
			return i;
	return SFW_NO_GATE;
}
