/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happened within a second, as it will be told: refused packets are
 * counted by source, reason and port, all else stands as it came. The room is
 * fixed, and what finds none is counted.
 */
#ifndef SFW_DB_NOTES_H
#define SFW_DB_NOTES_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/sched.h>
#include <linux/sfw.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>

#include "../core/addr.h"
#include "../core/facts.h"

#define SFW_NOTES_REFUSED	700	/* sources, reasons and ports */
#define SFW_NOTES_OTHER		250	/* all other events */
#define SFW_NOTES_BUCKETS	256

/* With one more that tells what was lost. */
static_assert(SFW_NOTES_REFUSED + SFW_NOTES_OTHER + 1 < SFW_EVENTS_MAX);

/**
 * struct sfw_note - one event
 * @time: wall-clock nanoseconds
 * @prefix: who it is about, SFW_AF_ANY for nobody
 * @event: enum sfw_event
 * @by: enum sfw_by
 * @reason: enum sfw_reason of a refused packet
 * @proto: of the packet, 0 if there was none
 * @port: of the packet
 * @next: place of the next note in the bucket, see struct sfw_notes_bucket
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
struct sfw_note {
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
 * struct sfw_notes_bucket - refused packets whose hash is the same
 * @lock: protects @first and the notes from there on, but not their places
 * @first: place of the first note plus 1, 0 for none
 */
struct sfw_notes_bucket {
	spinlock_t lock;	/* see above */
	u16 first;
};

/**
 * struct sfw_notes - the notes of a second
 * @key: secret of the hash
 * @n_refused: places taken in @refused; may be above their number
 * @n_other: likewise in @other
 * @lost_packets: refused packets that found no place
 * @lost_events: other events that found none
 * @bucket: finds a place in @refused
 * @refused: in the order of their first packets
 * @other: in the order in which they came
 */
struct sfw_notes {
	siphash_key_t key;
	atomic_t n_refused;
	atomic_t n_other;
	atomic64_t lost_packets;
	atomic64_t lost_events;
	struct sfw_notes_bucket bucket[SFW_NOTES_BUCKETS];
	struct sfw_note refused[SFW_NOTES_REFUSED];
	struct sfw_note other[SFW_NOTES_OTHER];
};

/**
 * struct sfw_told - where a walk through notes is; begins with all others zero
 * @notes: the notes, which nobody writes any more
 * @refused: how many of the refused packets are told
 * @other: how many of the others
 * @lost: told last, where there is something to tell
 */
struct sfw_told {
	const struct sfw_notes *notes;
	u32 refused;
	u32 other;
	struct sfw_note lost;
};

struct sfw_notes *sfw_notes_alloc(void);
void sfw_notes_reset(struct sfw_notes *n);
bool sfw_notes_any(const struct sfw_notes *n);
void sfw_notes_refuse(struct sfw_notes *n, const struct sfw_facts *f,
		      u8 reason, u64 time);
void sfw_notes_add(struct sfw_notes *n, const struct sfw_note *note);
const struct sfw_note *sfw_told_next(struct sfw_told *t);

#endif /* SFW_DB_NOTES_H */
