/* SPDX-License-Identifier: GPL-2.0 */
/* Events of a namespace, and their listeners. */
#ifndef SFW_DB_EVENT_EVENTS_H
#define SFW_DB_EVENT_EVENTS_H

#include <linux/jump_label.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/workqueue.h>

#include "ratelimit.h"
#include "event_buffer.h"
#include "../portids.h"

struct sfw_db;

/**
 * struct sfw_events - the events of a namespace
 * @buffer: being filled; NULL while nobody listens
 * @since: when somebody began to listen, boot-time nanoseconds
 * @spare: to fill next; of the work, or of @lock while it is off
 * @work: sends the buffer, once a second while somebody listens
 * @db: the namespace; only the work uses it
 * @logs: how many refused packets go to the log
 * @refs: one of the namespace, one of each recent list, which may outlive it
 * @lock: serialises changes of @listeners, and protects them
 * @listeners: port ids of their sockets
 */
struct sfw_events {
	struct sfw_event_buffer __rcu *buffer;
	u64 since;
	struct sfw_event_buffer *spare;
	struct delayed_work work;
	struct sfw_db *db;
	struct sfw_ratelimit logs;
	refcount_t refs;
	struct mutex lock;	/* see above */
	struct sfw_portids listeners;
};

/* Somebody listens in some namespace: else events cost nothing but this. */
DECLARE_STATIC_KEY_FALSE(sfw_events_wanted);

struct sfw_events *sfw_events_alloc(struct sfw_db *db);
struct sfw_events *sfw_events_get(struct sfw_events *ev);
void sfw_events_put(struct sfw_events *ev);
void sfw_events_stop(struct sfw_events *ev);
int sfw_events_listen(struct sfw_events *ev, u32 listener);
void sfw_events_leave(struct sfw_events *ev, u32 listener);

bool sfw_events_heard(const struct sfw_events *ev);
void sfw_events_refuse(const struct sfw_events *ev, const struct sfw_facts *f,
		       u8 reason);
void sfw_events_add(const struct sfw_events *ev, struct sfw_event_info *info);

#endif /* SFW_DB_EVENT_EVENTS_H */
