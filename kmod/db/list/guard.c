// SPDX-License-Identifier: GPL-2.0
/*
 * The data of an entry: until when its source is blocked, if the guard blocks;
 * then the stamps of the hits that were admitted, sfw_recent.state of them,
 * which are more than the guard needs where it once had more hits. A guard that
 * begins or ceases to block has a new list, see edit_gate.c.
 */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/rcupdate.h>

#include "guard.h"
#include "live.h"

static u8 first_stamp(const struct sfw_guard *g)
{
	return g->then == SFW_THEN_BLOCK;
}

/* The first that is refused after one that was admitted. */
static void refuse(const struct sfw_guard *g, const struct sfw_recent *e,
		   u64 before)
{
	if (static_branch_unlikely(&sfw_events_wanted) && !e->fixed &&
	    sfw_stamps_have(e->data + first_stamp(g), e->state, before))
		sfw_list_notify(g->base.list, e, SFW_E_TRIPPED, SFW_BY_GUARD, 0);
}

static void add_stamp(const struct sfw_guard *g, const struct sfw_list_key *key,
		      struct sfw_recent *e, u8 ttl, u64 now)
{
	lockdep_assert_held(&key->part->lock);
	if (g->windows.n)
		e->state = sfw_stamps_add(e->data + first_stamp(g), e->state,
					  g->windows.slots, sfw_stamp(now, ttl));
}

/* One more hit of a source whose part is locked; if it is admitted it counts. */
static bool count(const struct sfw_guard *g, const struct sfw_list_key *key,
		  struct sfw_recent *e, u32 cause, u8 ttl, u64 now)
{
	const u64 *stamps = e->data + first_stamp(g);
	u64 before = atomic64_read(&e->last);

	now = sfw_recent_hit(e, cause, ttl, now);
	if (e->fixed || !sfw_windows_admit(&g->windows, stamps, e->state, now, ttl)) {
		refuse(g, e, before);
		return false;
	}
	add_stamp(g, key, e, ttl, now);
	return true;
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
 * is refused, as a guard never fails open, but it is not to blame.
 */
enum sfw_admission sfw_guard_admit(const struct sfw_guard *g, u8 family,
				   const struct sfw_addr *src, u8 proto, u16 port, u8 ttl,
				   u64 now)
{
	struct sfw_list_key key = sfw_list_key(g->base.list, family, src);
	enum sfw_admission answer = SFW_NO_ROOM;
	struct sfw_recent *e;

	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(g->base.list, &key, first_stamp(g) + g->windows.slots, now);
	if (e)
		answer = count(g, &key, e, sfw_recent_cause(proto, port), ttl, now) ?
			 SFW_ADMITTED : SFW_TOO_MANY;
	spin_unlock_bh(&key.part->lock);
	return answer;
}

/* As many connections at once as it may have; a list is given a place for them late. */
static bool has_too_many(const struct sfw_guard *g, u8 family,
			 const struct sfw_addr *src)
{
	/* Pairs with the release in lists.c. */
	struct sfw_live *live = smp_load_acquire(&g->base.list->live);
	struct sfw_list_key key;

	if (!g->live || !live)
		return false;
	key = sfw_list_key(g->base.list, family, src);
	return sfw_live_is_full(live, &key, g->live);
}

/**
 * sfw_guard_refuses - whether a guard has counted too much of a source
 * @g: the guard
 * @e: the source's entry in its list
 * @now: boot-time nanoseconds
 *
 * The TTL of the next packet is taken to be that of the last.
 *
 * Context: the part of @e is locked.
 */
bool sfw_guard_refuses(const struct sfw_guard *g, const struct sfw_recent *e,
		       u64 now)
{
	if (e->fixed || sfw_recent_expired(g->base.list, e, now))
		return e->fixed;
	if (has_too_many(g, e->family, &e->addr))
		return true;
	return !sfw_windows_admit(&g->windows, e->data + first_stamp(g),
				  e->state, now, e->ttl);
}

/**
 * sfw_guard_would_admit - whether sfw_guard_admit() would, but nothing is counted
 * @g: the guard
 * @family: of @src
 * @src: the source
 * @now: boot-time nanoseconds
 *
 * The TTL is taken as sfw_guard_refuses() does.
 *
 * Context: any but hard interrupts.
 */
bool sfw_guard_would_admit(const struct sfw_guard *g, u8 family,
			   const struct sfw_addr *src, u64 now)
{
	struct sfw_list_key key = sfw_list_key(g->base.list, family, src);
	const struct sfw_recent *e;
	bool admit;

	spin_lock_bh(&key.part->lock);
	e = sfw_list_look(g->base.list, &key);
	admit = e ? !sfw_guard_refuses(g, e, now) :
		    !has_too_many(g, family, src);
	spin_unlock_bh(&key.part->lock);
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
	struct sfw_list_key key = sfw_list_key(g->base.list, family, src);
	struct sfw_recent *e;

	spin_lock_bh(&key.part->lock);
	e = sfw_list_enter(g->base.list, &key, 1 + g->windows.slots, now);
	if (e && sfw_list_promise(g->base.list, &key, e, now + g->block_time, now))
		sfw_list_notify(g->base.list, e, SFW_E_BLOCKED, SFW_BY_GUARD,
				div_u64(g->block_time, NSEC_PER_SEC));
	spin_unlock_bh(&key.part->lock);
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
		if (p->guards[i].then == SFW_THEN_BLOCK &&
		    sfw_list_promised(p->guards[i].base.list, family, src, now))
			return i;
	return SFW_NO_GATE;
}
