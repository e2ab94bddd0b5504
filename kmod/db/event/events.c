// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../db.h"
#include "../work.h"
#include "events.h"

/* Never two rounds within one second, also where a tick has just begun. */
#define SEND_EVERY	(HZ + 1)

DEFINE_STATIC_KEY_FALSE(sfw_events_wanted);

/* Packets go on with the other buffer, so that this one keeps still. */
static void send(struct sfw_events *ev)
{
	struct sfw_event_buffer *buffer = rcu_dereference_protected(ev->buffer,
								    true);
	struct sfw_event_cursor cursor = { .buffer = buffer };

	if (!sfw_event_buffer_any(buffer))
		return;
	rcu_assign_pointer(ev->buffer, ev->spare);
	synchronize_rcu();
	ev->db->ops->send_events(ev->db, &cursor);
	sfw_event_buffer_reset(buffer);
	ev->spare = buffer;
}

static void send_work(struct work_struct *work)
{
	struct sfw_events *ev = container_of(to_delayed_work(work),
					     struct sfw_events, work);

	send(ev);
	queue_delayed_work(sfw_wq, &ev->work, SEND_EVERY);
}

/**
 * sfw_events_alloc - events that nobody listens to, with one reference
 * @db: their namespace
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_events *sfw_events_alloc(struct sfw_db *db)
{
	struct sfw_events *ev = kzalloc(sizeof(*ev), GFP_KERNEL_ACCOUNT);

	if (!ev)
		return NULL;
	ev->db = db;
	refcount_set(&ev->refs, 1);
	mutex_init(&ev->lock);
	INIT_DELAYED_WORK(&ev->work, send_work);
	return ev;
}

/**
 * sfw_events_get - take a reference
 * @ev: the events
 *
 * Return: @ev.
 */
struct sfw_events *sfw_events_get(struct sfw_events *ev)
{
	refcount_inc(&ev->refs);
	return ev;
}

/**
 * sfw_events_put - drop a reference
 * @ev: the events, or NULL; nobody listens any more
 */
void sfw_events_put(struct sfw_events *ev)
{
	if (ev && refcount_dec_and_test(&ev->refs))
		kfree(ev);
}

static int start(struct sfw_events *ev)
{
	struct sfw_event_buffer *buffer = sfw_event_buffer_alloc();

	ev->spare = sfw_event_buffer_alloc();
	if (!buffer || !ev->spare) {
		kvfree(buffer);
		kvfree(ev->spare);
		return -ENOMEM;
	}
	WRITE_ONCE(ev->since, ktime_get_boottime_ns());
	rcu_assign_pointer(ev->buffer, buffer);
	static_branch_inc(&sfw_events_wanted);
	queue_delayed_work(sfw_wq, &ev->work, SEND_EVERY);
	return 0;
}

static void stop(struct sfw_events *ev)
{
	struct sfw_event_buffer *buffer;

	lockdep_assert_held(&ev->lock);
	static_branch_dec(&sfw_events_wanted);
	cancel_delayed_work_sync(&ev->work);
	buffer = rcu_dereference_protected(ev->buffer,
					   lockdep_is_held(&ev->lock));
	RCU_INIT_POINTER(ev->buffer, NULL);
	synchronize_rcu();
	kvfree(buffer);
	kvfree(ev->spare);
}

/**
 * sfw_events_listen - add a listener
 * @ev: the events
 * @listener: port id of its socket
 *
 * The first one allocates the buffers.
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC when SFW_LISTENERS_MAX
 * listen, or -ENOMEM.
 */
int sfw_events_listen(struct sfw_events *ev, u32 listener)
{
	int err;

	static_assert(SFW_LISTENERS_MAX == SFW_PORTIDS_MAX);
	mutex_lock(&ev->lock);
	err = sfw_portids_add(&ev->listeners, listener);
	if (!err && ev->listeners.n == 1) {
		err = start(ev);
		if (err)
			sfw_portids_del(&ev->listeners, listener);
	}
	mutex_unlock(&ev->lock);
	return err;
}

/**
 * sfw_events_leave - remove a listener, if it is one
 * @ev: the events
 * @listener: port id of its socket
 *
 * Context: may sleep.
 */
void sfw_events_leave(struct sfw_events *ev, u32 listener)
{
	if (!sfw_portids_have(&ev->listeners, listener))
		return;
	mutex_lock(&ev->lock);
	/* Unless the namespace has gone meanwhile. */
	if (sfw_portids_have(&ev->listeners, listener)) {
		sfw_portids_del(&ev->listeners, listener);
		if (!ev->listeners.n)
			stop(ev);
	}
	mutex_unlock(&ev->lock);
}

/**
 * sfw_events_stop - the namespace goes: send no more events
 * @ev: the events, to which nobody can begin to listen any more
 *
 * Context: may sleep.
 */
void sfw_events_stop(struct sfw_events *ev)
{
	mutex_lock(&ev->lock);
	if (ev->listeners.n)
		stop(ev);
	memset(&ev->listeners, 0, sizeof(ev->listeners));
	mutex_unlock(&ev->lock);
}

/**
 * sfw_events_heard - whether anybody listens in this namespace
 * @ev: the events
 */
bool sfw_events_heard(const struct sfw_events *ev)
{
	return static_branch_unlikely(&sfw_events_wanted) &&
	       rcu_access_pointer(ev->buffer);
}

/**
 * sfw_events_refuse - a packet was refused
 * @ev: the events
 * @f: the packet
 * @reason: enum sfw_reason
 *
 * Context: a receive hook, under rcu_read_lock().
 */
void sfw_events_refuse(const struct sfw_events *ev, const struct sfw_facts *f,
		       u8 reason)
{
	struct sfw_event_buffer *buffer = rcu_dereference(ev->buffer);

	if (buffer)
		sfw_event_buffer_refuse(buffer, f, reason, ktime_get_real_ns());
}

/**
 * sfw_events_add - note an event other than a refused packet
 * @ev: the events
 * @info: the event; its time is filled in
 *
 * Context: any but hard interrupts.
 */
void sfw_events_add(const struct sfw_events *ev, struct sfw_event_info *info)
{
	struct sfw_event_buffer *buffer;

	info->time = ktime_get_real_ns();
	rcu_read_lock();
	buffer = rcu_dereference(ev->buffer);
	if (buffer)
		sfw_event_buffer_add(buffer, info);
	rcu_read_unlock();
}
