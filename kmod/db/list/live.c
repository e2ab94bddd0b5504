// SPDX-License-Identifier: GPL-2.0
/*
 * Each connection that a guard admits is remembered in the bucket of its source, and
 * counts as long as its tracker says that it lives, which is asked when the next
 * connection of that source begins:
 *
 *	bucket[7] -> A:1 -> B:1 -> A:2 -> A:3		three of A, one of B
 *
 * So a place is free in the moment that a connection is closed, nothing has to be
 * told of the end of one, and a connection costs its source's others a look-up each,
 * at most twice as many as the guard admits.
 *
 * The kernel's own nf_conncount counts anew once a tick at most, so a place that was
 * freed in the same one stays taken, and has no bound but that of the connection table.
 *
 * Forged sources open connections that are never finished. Each counts for its source
 * alone and for three seconds, in which an honest one is; and where there is no room
 * for more, such a one makes way. So do flows without a handshake, of which nobody can
 * tell, until they have gone on for a while.
 *
 * No guard sees the segment that ends a handshake. So slow handshakes are summed as well: a
 * source that delays it has as many again.
 *
 * A server's refusal has a tracker forget the connection at once, and then it looks like one
 * that the tracker does not know yet. So nobody is to blame for those that may be over.
 */
#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "live.h"

#define BUCKETS		8192
#define LOCKS		64
#define SETTLE		(HZ / 2)	/* until the tracker knows it; before a SYN is sent again */
#define HANDSHAKE	(3 * HZ)
#define LOOK		2		/* remembered ones looked at a newcomer */
#define LOOK_FULL	8		/* the same where there is no room */

/**
 * struct sfw_live - connections of a guard
 * @ask: state of one
 * @owner: for @ask
 * @count: how many are remembered
 * @hand: bucket in which the next search for those that are over begins
 * @lock: bucket B has lock B % LOCKS
 * @bucket: connections by the hash of their source
 */
struct sfw_live {
	sfw_live_ask *ask;
	void *owner;
	atomic_t count;
	atomic_t hand;
	spinlock_t lock[LOCKS];		/* of the buckets */
	struct hlist_head bucket[BUCKETS];
};

/**
 * struct conn - a connection
 * @node: in its bucket
 * @src: its source, masked
 * @since: when it began, jiffies
 * @family: of @src
 * @id: its name to the tracker
 */
struct conn {
	struct hlist_node node;
	struct sfw_addr src;
	u32 since;
	u8 family;
	struct sfw_live_id id;
};

/**
 * struct tally - connections of a source
 * @live: those that count each
 * @slow: those that count together with all others
 */
struct tally {
	u32 live;
	u32 slow;
};

/**
 * struct look - a look for those that are over
 * @live: the connections
 * @only: a question: all stay, and those that a newcomer would have forgotten are counted
 * @gone: how many those are
 * @steps: how far the hand of a question is ahead of that of the connections
 */
struct look {
	struct sfw_live *live;
	bool only;
	u32 gone;
	u32 steps;
};

/**
 * sfw_live_alloc - remember connections
 * @ask: tells the state of one
 * @owner: for @ask
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_live *sfw_live_alloc(sfw_live_ask *ask, void *owner)
{
	struct sfw_live *l = kvzalloc(sizeof(*l), GFP_KERNEL_ACCOUNT);
	u32 i;

	if (!l)
		return NULL;
	for (i = 0; i < LOCKS; i++)
		spin_lock_init(&l->lock[i]);
	l->ask = ask;
	l->owner = owner;
	return l;
}

static void forget(struct sfw_live *l, struct conn *c)
{
	hlist_del(&c->node);
	kfree(c);
	atomic_dec(&l->count);
}

/**
 * sfw_live_free - forget all of them
 * @l: the connections, or NULL; nobody uses them any more
 */
void sfw_live_free(struct sfw_live *l)
{
	struct hlist_node *next;
	struct conn *c;
	u32 i;

	if (!l)
		return;
	for (i = 0; i < BUCKETS; i++)
		hlist_for_each_entry_safe(c, next, &l->bucket[i], node)
			forget(l, c);
	kvfree(l);
}

/**
 * sfw_live_size - how many connections are remembered
 * @l: the connections
 */
u32 sfw_live_size(const struct sfw_live *l)
{
	return atomic_read(&l->count);
}

static spinlock_t *lock_of(struct sfw_live *l, u32 bucket)
{
	return &l->lock[bucket % LOCKS];
}

static bool is_younger(const struct conn *c, u32 ticks)
{
	return (u32)jiffies - c->since < ticks;
}

static void let_go(struct look *k, struct conn *c)
{
	if (k->only)
		k->gone++;
	else
		forget(k->live, c);
}

/* One that the tracker does not know may be about to be confirmed. */
static bool is_over(const struct conn *c, enum sfw_live_state state)
{
	return state == SFW_LIVE_CLOSED ||
	       (state == SFW_LIVE_GONE && !is_younger(c, SETTLE));
}

static bool may_be_over(enum sfw_live_state state)
{
	return state == SFW_LIVE_GONE || state == SFW_LIVE_LINGERING;
}

static void tally(struct tally *t, const struct conn *c, enum sfw_live_state state)
{
	bool begins = state == SFW_LIVE_OPENING || state == SFW_LIVE_LINGERING;

	if (begins && !is_younger(c, HANDSHAKE))
		t->slow++;
	else
		t->live++;
}

static bool has_most(const struct tally *t, u32 most)
{
	return t->live >= most || t->live + t->slow >= 2 * most;
}

static bool is_of(const struct conn *c, const struct sfw_list_key *src)
{
	return c->family == src->family && sfw_addr_equal(&c->src, &src->addr);
}

static bool is_same(const struct conn *c, const struct sfw_live_id *id)
{
	return !memcmp(&c->id, id, sizeof(*id));
}

/*
 * Whether @most of a source live, or twice as many with those that may still begin to;
 * those that are over are let go.
 */
static enum sfw_admission count(struct look *k, u32 bucket, const struct sfw_list_key *src,
				const struct sfw_live_id *id, u32 most)
{
	struct tally all = {}, sure = {};
	struct sfw_live *l = k->live;
	struct hlist_node *next;
	struct conn *c;

	hlist_for_each_entry_safe(c, next, &l->bucket[bucket], node) {
		enum sfw_live_state state;

		if (!is_of(c, src))
			continue;
		/* Its tuple is free again for a new connection. */
		if (id && is_same(c, id)) {
			let_go(k, c);
			continue;
		}
		state = l->ask(l->owner, &c->id);
		if (is_over(c, state)) {
			let_go(k, c);
			continue;
		}
		tally(&all, c, state);
		if (!may_be_over(state))
			tally(&sure, c, state);
		if (has_most(&sure, most))
			return SFW_TOO_MANY;
	}
	return has_most(&all, most) ? SFW_NO_ROOM : SFW_ADMITTED;
}

static u32 next_bucket(struct look *k)
{
	atomic_t *hand = &k->live->hand;
	u32 at = k->only ? atomic_read(hand) + ++k->steps : atomic_inc_return(hand);

	return at % BUCKETS;
}

/* Look at a few where the hand is, and let go those that need not be remembered. */
static void look_on(struct look *k, u32 few, bool full)
{
	u32 bucket = next_bucket(k);
	struct sfw_live *l = k->live;
	struct hlist_node *next;
	struct conn *c;

	if (hlist_empty(&l->bucket[bucket]))
		return;
	spin_lock_bh(lock_of(l, bucket));
	hlist_for_each_entry_safe(c, next, &l->bucket[bucket], node) {
		enum sfw_live_state state;

		if (!few--)
			break;
		state = l->ask(l->owner, &c->id);
		if (is_over(c, state) || (full && state != SFW_LIVE_OPEN))
			let_go(k, c);
	}
	spin_unlock_bh(lock_of(l, bucket));
}

static bool lacks_room(const struct look *k)
{
	return sfw_live_size(k->live) >= SFW_LIVE_CAP + k->gone;
}

static bool has_room(struct look *k)
{
	u32 i;

	look_on(k, LOOK, false);
	for (i = 0; i < LOOK_FULL && lacks_room(k); i++)
		look_on(k, LOOK_FULL, true);
	return !lacks_room(k);
}

static bool remember(struct sfw_live *l, u32 bucket, const struct sfw_list_key *src,
		     const struct sfw_live_id *id)
{
	struct conn *c = kmalloc(sizeof(*c), GFP_ATOMIC | __GFP_NOWARN);

	if (!c)
		return false;
	c->src = src->addr;
	c->family = src->family;
	c->since = jiffies;
	c->id = *id;
	hlist_add_head(&c->node, &l->bucket[bucket]);
	atomic_inc(&l->count);
	return true;
}

/**
 * sfw_live_enter - let one more connection of a source begin, if it has not too many
 * @l: the connections
 * @src: their source
 * @id: the new one
 * @most: how many it may have, with this one
 *
 * Context: a receive hook. Return: one that cannot be remembered does not begin either:
 * a guard never fails open.
 */
enum sfw_admission sfw_live_enter(struct sfw_live *l, const struct sfw_list_key *src,
				  const struct sfw_live_id *id, u32 most)
{
	u32 bucket = src->hash % BUCKETS;
	struct look k = { .live = l };
	enum sfw_admission answer;
	bool room = has_room(&k);

	spin_lock_bh(lock_of(l, bucket));
	answer = count(&k, bucket, src, id, most);
	if (answer == SFW_ADMITTED && !(room && remember(l, bucket, src, id)))
		answer = SFW_NO_ROOM;
	spin_unlock_bh(lock_of(l, bucket));
	return answer;
}

/**
 * sfw_live_leave - undo sfw_live_enter(): it does not begin
 * @l: the connections
 * @src: their source
 * @id: the connection
 *
 * Context: a receive hook.
 */
void sfw_live_leave(struct sfw_live *l, const struct sfw_list_key *src,
		    const struct sfw_live_id *id)
{
	u32 bucket = src->hash % BUCKETS;
	struct hlist_node *next;
	struct conn *c;

	spin_lock_bh(lock_of(l, bucket));
	hlist_for_each_entry_safe(c, next, &l->bucket[bucket], node)
		if (is_of(c, src) && is_same(c, id))
			forget(l, c);
	spin_unlock_bh(lock_of(l, bucket));
}

/**
 * sfw_live_is_full - whether a source has as many connections as it may, or none may have
 * one more
 * @l: the connections
 * @src: their source
 * @most: how many it may have
 *
 * The answer is that of sfw_live_enter(), but nothing is changed: nobody makes way.
 *
 * Context: any but hard interrupts.
 */
bool sfw_live_is_full(struct sfw_live *l, const struct sfw_list_key *src, u32 most)
{
	u32 bucket = src->hash % BUCKETS;
	struct look k = { .live = l, .only = true };
	bool full = !has_room(&k);

	spin_lock_bh(lock_of(l, bucket));
	full |= count(&k, bucket, src, NULL, most) != SFW_ADMITTED;
	spin_unlock_bh(lock_of(l, bucket));
	return full;
}
