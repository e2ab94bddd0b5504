// SPDX-License-Identifier: GPL-2.0
/*
 * The data of an entry: until when its source is blocked, if the guard blocks;
 * then the stamps of the hits that were admitted, sfw_recent.state of them,
 * which are more than the guard needs where it once had more hits. A guard that
 * begins or ceases to block has a new list, see edit_gate.c.
 */
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

	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(g->list, &key, base + g->windows.slots, now);
	if (e) {
		now = sfw_recent_hit(e, sfw_recent_cause(proto, port), ttl,
				     now);
		admit = !e->fixed &&
			sfw_windows_admit(&g->windows, e->data + base,
					  e->state, now, ttl);
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
	if (e)
		WRITE_ONCE(e->data[0], now + g->block_time);
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
