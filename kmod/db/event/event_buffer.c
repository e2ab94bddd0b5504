// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "event_buffer.h"

/**
 * sfw_event_buffer_alloc - an empty buffer, to be freed with kvfree()
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_event_buffer *sfw_event_buffer_alloc(void)
{
	struct sfw_event_buffer *n = kvzalloc(sizeof(*n), GFP_KERNEL_ACCOUNT);
	u32 i;

	if (!n)
		return NULL;
	get_random_bytes(&n->key, sizeof(n->key));
	for (i = 0; i < SFW_EVENT_BUCKETS; i++)
		spin_lock_init(&n->bucket[i].lock);
	return n;
}

/**
 * sfw_event_buffer_reset - empty a buffer
 * @n: the buffer, which nobody reads or writes
 */
void sfw_event_buffer_reset(struct sfw_event_buffer *n)
{
	u32 i;

	for (i = 0; i < SFW_EVENT_BUCKETS; i++)
		n->bucket[i].first = 0;
	atomic_set(&n->n_refused, 0);
	atomic_set(&n->n_other, 0);
	atomic64_set(&n->lost_packets, 0);
	atomic64_set(&n->lost_events, 0);
}

/**
 * sfw_event_buffer_any - whether there is anything to send
 * @n: the buffer
 *
 * Events are lost only when it is full, so there is something to send then.
 */
bool sfw_event_buffer_any(const struct sfw_event_buffer *n)
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

static u32 bucket_of(const struct sfw_event_buffer *n,
		     const struct sfw_event_info *info)
{
	const __be32 *w = info->prefix.addr.w;
	u64 high = (u64)(__force u32)w[0] << 32 | (__force u32)w[1];
	u64 low = (u64)(__force u32)w[2] << 32 | (__force u32)w[3];
	u64 what = (u64)info->port << 32 | info->prefix.family << 16 |
		   info->proto << 8 | info->reason;

	return siphash_3u64(high, low, what, &n->key) % SFW_EVENT_BUCKETS;
}

static bool is_same(const struct sfw_event_info *a,
		    const struct sfw_event_info *b)
{
	return a->port == b->port && a->proto == b->proto &&
	       a->reason == b->reason &&
	       a->prefix.family == b->prefix.family &&
	       sfw_addr_equal(&a->prefix.addr, &b->prefix.addr);
}

/* Count a packet where its like stands, or give it a place. */
static bool count_packet(struct sfw_event_buffer *n,
			 struct sfw_event_bucket *bucket,
			 const struct sfw_event_info *info)
{
	u16 at = bucket->first;
	int place;

	while (at && !is_same(&n->refused[at - 1], info))
		at = n->refused[at - 1].next;
	if (at) {
		n->refused[at - 1].packets++;
		return true;
	}
	place = take_place(&n->n_refused, SFW_EVENTS_REFUSED);
	if (place < 0)
		return false;
	n->refused[place] = *info;
	n->refused[place].packets = 1;
	n->refused[place].next = bucket->first;
	bucket->first = place + 1;
	return true;
}

/**
 * sfw_event_buffer_refuse - note that a packet was refused
 * @n: the buffer
 * @f: the packet
 * @reason: enum sfw_reason
 * @time: wall-clock nanoseconds
 *
 * Context: a receive hook. Allocates nothing.
 */
void sfw_event_buffer_refuse(struct sfw_event_buffer *n,
			     const struct sfw_facts *f, u8 reason, u64 time)
{
	struct sfw_event_info info = {
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
	struct sfw_event_bucket *bucket = &n->bucket[bucket_of(n, &info)];
	bool found_place;

	spin_lock_bh(&bucket->lock);
	found_place = count_packet(n, bucket, &info);
	spin_unlock_bh(&bucket->lock);
	if (!found_place)
		atomic64_inc(&n->lost_packets);
}

/**
 * sfw_event_buffer_add - note any other event
 * @n: the buffer
 * @info: the event; copied
 *
 * Context: any but hard interrupts. Allocates nothing.
 */
void sfw_event_buffer_add(struct sfw_event_buffer *n,
			  const struct sfw_event_info *info)
{
	int place = take_place(&n->n_other, SFW_EVENTS_OTHER);

	if (place < 0)
		atomic64_inc(&n->lost_events);
	else
		n->other[place] = *info;
}

static const struct sfw_event_info *next_lost(struct sfw_event_cursor *t)
{
	u64 packets = atomic64_read(&t->buffer->lost_packets);
	u64 events = atomic64_read(&t->buffer->lost_events);

	if (t->lost.time || !(packets || events))
		return NULL;
	t->lost.event = SFW_E_LOST;
	t->lost.packets = packets;
	t->lost.events = events;
	/* The time of the last event that was not lost. */
	t->lost.time = packets ? t->buffer->refused[t->refused - 1].time :
				 t->buffer->other[t->other - 1].time;
	return &t->lost;
}

/**
 * sfw_event_next - the next event, by the time at which they happened
 * @t: where the walk is
 *
 * Return: NULL behind the last.
 */
const struct sfw_event_info *sfw_event_next(struct sfw_event_cursor *t)
{
	const struct sfw_event_buffer *n = t->buffer;
	u32 refused = min(atomic_read(&n->n_refused), SFW_EVENTS_REFUSED);
	u32 other = min(atomic_read(&n->n_other), SFW_EVENTS_OTHER);

	if (t->refused == refused && t->other == other)
		return next_lost(t);
	if (t->refused == refused ||
	    (t->other < other &&
	     n->other[t->other].time <= n->refused[t->refused].time))
		return &n->other[t->other++];
	return &n->refused[t->refused++];
}
