// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "notes.h"

/**
 * sfw_notes_alloc - empty notes, to be freed with kvfree()
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_notes *sfw_notes_alloc(void)
{
	struct sfw_notes *n = kvzalloc(sizeof(*n), GFP_KERNEL_ACCOUNT);
	u32 i;

	if (!n)
		return NULL;
	get_random_bytes(&n->key, sizeof(n->key));
	for (i = 0; i < SFW_NOTES_BUCKETS; i++)
		spin_lock_init(&n->bucket[i].lock);
	return n;
}

/**
 * sfw_notes_reset - empty them
 * @n: the notes, which nobody reads or writes
 */
void sfw_notes_reset(struct sfw_notes *n)
{
	u32 i;

	for (i = 0; i < SFW_NOTES_BUCKETS; i++)
		n->bucket[i].first = 0;
	atomic_set(&n->n_refused, 0);
	atomic_set(&n->n_other, 0);
	atomic64_set(&n->lost_packets, 0);
	atomic64_set(&n->lost_events, 0);
}

/**
 * sfw_notes_any - whether there is anything to tell
 * @n: the notes
 *
 * What is lost was too much, so that there is something.
 */
bool sfw_notes_any(const struct sfw_notes *n)
{
	return atomic_read(&n->n_refused) || atomic_read(&n->n_other);
}

/* A place that nobody else has, or -1. */
static int take_place(atomic_t *taken, int most)
{
	int place;

	if (atomic_read(taken) >= most)
		return -1;
	place = atomic_fetch_inc(taken);
	return place < most ? place : -1;
}

static u32 bucket_of(const struct sfw_notes *n, const struct sfw_note *note)
{
	const __be32 *w = note->prefix.addr.w;
	u64 high = (u64)(__force u32)w[0] << 32 | (__force u32)w[1];
	u64 low = (u64)(__force u32)w[2] << 32 | (__force u32)w[3];
	u64 what = (u64)note->port << 32 | note->prefix.family << 16 |
		   note->proto << 8 | note->reason;

	return siphash_3u64(high, low, what, &n->key) % SFW_NOTES_BUCKETS;
}

static bool is_same(const struct sfw_note *a, const struct sfw_note *b)
{
	return a->port == b->port && a->proto == b->proto &&
	       a->reason == b->reason &&
	       a->prefix.family == b->prefix.family &&
	       sfw_addr_equal(&a->prefix.addr, &b->prefix.addr);
}

/* Count a packet where its like stands, or give it a place. */
static bool count_packet(struct sfw_notes *n, struct sfw_notes_bucket *bucket,
			 const struct sfw_note *note)
{
	u16 at = bucket->first;
	int place;

	while (at && !is_same(&n->refused[at - 1], note))
		at = n->refused[at - 1].next;
	if (at) {
		n->refused[at - 1].packets++;
		return true;
	}
	place = take_place(&n->n_refused, SFW_NOTES_REFUSED);
	if (place < 0)
		return false;
	n->refused[place] = *note;
	n->refused[place].packets = 1;
	n->refused[place].next = bucket->first;
	bucket->first = place + 1;
	return true;
}

/**
 * sfw_notes_refuse - note that a packet was refused
 * @n: the notes
 * @f: the packet
 * @reason: enum sfw_reason
 * @time: wall-clock nanoseconds
 *
 * Context: a receive hook. Allocates nothing.
 */
void sfw_notes_refuse(struct sfw_notes *n, const struct sfw_facts *f,
		      u8 reason, u64 time)
{
	struct sfw_note note = {
		.time = time,
		.prefix = {
			.addr = f->src,
			.family = f->family,
			.len = f->family == SFW_AF_INET ? 32 : 128,
		},
		.event = SFW_E_REFUSED,
		.reason = reason,
		.proto = f->proto,
		.port = f->dport,
	};
	struct sfw_notes_bucket *bucket = &n->bucket[bucket_of(n, &note)];
	bool found_place;

	spin_lock_bh(&bucket->lock);
	found_place = count_packet(n, bucket, &note);
	spin_unlock_bh(&bucket->lock);
	if (!found_place)
		atomic64_inc(&n->lost_packets);
}

/**
 * sfw_notes_add - note any other event
 * @n: the notes
 * @note: the event; copied
 *
 * Context: any but hard interrupts. Allocates nothing.
 */
void sfw_notes_add(struct sfw_notes *n, const struct sfw_note *note)
{
	int place = take_place(&n->n_other, SFW_NOTES_OTHER);

	if (place < 0)
		atomic64_inc(&n->lost_events);
	else
		n->other[place] = *note;
}

static const struct sfw_note *told_lost(struct sfw_told *t)
{
	u64 packets = atomic64_read(&t->notes->lost_packets);
	u64 events = atomic64_read(&t->notes->lost_events);

	if (t->lost.time || !(packets || events))
		return NULL;
	t->lost.event = SFW_E_LOST;
	t->lost.packets = packets;
	t->lost.events = events;
	/* As old as the last that was not. */
	t->lost.time = packets ? t->notes->refused[t->refused - 1].time :
				 t->notes->other[t->other - 1].time;
	return &t->lost;
}

/**
 * sfw_told_next - the next event, by the time at which they happened
 * @t: where the walk is
 *
 * Return: NULL behind the last.
 */
const struct sfw_note *sfw_told_next(struct sfw_told *t)
{
	const struct sfw_notes *n = t->notes;
	u32 refused = min(atomic_read(&n->n_refused), SFW_NOTES_REFUSED);
	u32 other = min(atomic_read(&n->n_other), SFW_NOTES_OTHER);

	if (t->refused == refused && t->other == other)
		return told_lost(t);
	if (t->refused == refused ||
	    (t->other < other &&
	     n->other[t->other].time <= n->refused[t->refused].time))
		return &n->other[t->other++];
	return &n->refused[t->refused++];
}
