/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events of one second, as they will be sent: refused packets are counted by
 * source, reason and port, all else is in the order of arrival. The room is fixed,
 * and events that find none are counted.
 */
#ifndef SFW_DB_EVENT_EVENT_BUFFER_H
#define SFW_DB_EVENT_EVENT_BUFFER_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/sched.h>
#include <linux/sfw.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>

#include "../../core/addr.h"
#include "../../core/facts.h"

#define SFW_EVENTS_REFUSED	700	/* sources, reasons and ports */
#define SFW_EVENTS_OTHER		250	/* all other events */
#define SFW_EVENT_BUCKETS	256

/* With one more that reports the number lost. */
static_assert(SFW_EVENTS_REFUSED + SFW_EVENTS_OTHER + 1 < SFW_EVENTS_MAX);

/**
 * struct sfw_event_info - one event
 * @time: wall-clock nanoseconds
 * @prefix: its source or block, SFW_AF_ANY for none
 * @event: enum sfw_event
 * @by: enum sfw_by
 * @reason: enum sfw_reason of a refused packet
 * @proto: of the packet, 0 if there was none
 * @port: of the packet
 * @next: place of the next one in the bucket, see struct sfw_event_bucket
 * @seconds: how long it lasts, 0 if nobody knows
 * @name: of the recent list, "" for none
 * @packets: of SFW_E_REFUSED and SFW_E_LOST: how many
 * @events: of SFW_E_LOST: how many others
 * @before: of SFW_E_POLICY and SFW_E_ROLLBACK: generation before
 * @after: likewise: generation now
 * @pid: of the process that did it, 0 if none did
 * @uid: of its user
 * @change: enum sfw_change
 * @process: its name
 */
struct sfw_event_info {
	u64 time;
	struct sfw_prefix prefix;
	u8 event;
	u8 by;
	u8 reason;
	u8 proto;
	u16 port;
	u16 next;
	u32 seconds;
	union {
		char name[SFW_NAME_MAX + 1];
		struct {
			u64 packets;
			u64 events;
		};
		struct {
			u64 before;
			u64 after;
			u32 pid;
			u32 uid;
			u8 change;
			char process[TASK_COMM_LEN];
		};
	};
};

/**
 * struct sfw_event_bucket - refused packets whose hash is the same
 * @lock: protects @first and the events from there on, but not their places
 * @first: place of the first one plus 1, 0 for none
 */
struct sfw_event_bucket {
	spinlock_t lock;	/* see above */
	u16 first;
};

/**
 * struct sfw_event_buffer - the events of a second
 * @key: secret of the hash
 * @n_refused: places taken in @refused; may be above their number
 * @n_other: likewise in @other
 * @lost_packets: refused packets that found no place
 * @lost_events: other events that found none
 * @bucket: finds a place in @refused
 * @refused: in the order of their first packets
 * @other: in the order in which they came
 */
struct sfw_event_buffer {
	siphash_key_t key;
	atomic_t n_refused;
	atomic_t n_other;
	atomic64_t lost_packets;
	atomic64_t lost_events;
	struct sfw_event_bucket bucket[SFW_EVENT_BUCKETS];
	struct sfw_event_info refused[SFW_EVENTS_REFUSED];
	struct sfw_event_info other[SFW_EVENTS_OTHER];
};

/**
 * struct sfw_event_cursor - where a walk through a buffer is; all zero but @buffer at first
 * @buffer: nobody writes it any more
 * @refused: events of refused packets that are sent already
 * @other: likewise for other events
 * @lost: sent last, if any were lost
 */
struct sfw_event_cursor {
	const struct sfw_event_buffer *buffer;
	u32 refused;
	u32 other;
	struct sfw_event_info lost;
};

struct sfw_event_buffer *sfw_event_buffer_alloc(void);
void sfw_event_buffer_reset(struct sfw_event_buffer *n);
bool sfw_event_buffer_any(const struct sfw_event_buffer *n);
void sfw_event_buffer_refuse(struct sfw_event_buffer *n,
			     const struct sfw_facts *f, u8 reason, u64 time);
void sfw_event_buffer_add(struct sfw_event_buffer *n,
			  const struct sfw_event_info *info);
const struct sfw_event_info *sfw_event_next(struct sfw_event_cursor *t);

#endif /* SFW_DB_EVENT_EVENT_BUFFER_H */
