// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/slab.h>

#include "db.h"
#include "events.h"

/* Never two rounds within one second, also where a tick has just begun. */
#define TELL_EVERY	(HZ + 1)

DEFINE_STATIC_KEY_FALSE(sfw_events_wanted);

/* Packets go on with the other notes, so that these ones keep still. */
static void tell(struct sfw_events *ev)
{
	struct sfw_notes *notes = rcu_dereference_protected(ev->notes, true);
	struct sfw_told told = { .notes = notes };

	if (!sfw_notes_any(notes))
		return;
	rcu_assign_pointer(ev->notes, ev->spare);
	synchronize_rcu();
	ev->db->ops->tell(ev->db, &told);
	sfw_notes_reset(notes);
	ev->spare = notes;
}

static void tell_work(struct work_struct *work)
{
	struct sfw_events *ev = container_of(to_delayed_work(work),
					     struct sfw_events, work);

	tell(ev);
	queue_delayed_work(sfw_wq, &ev->work, TELL_EVERY);
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
	INIT_DELAYED_WORK(&ev->work, tell_work);
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
	struct sfw_notes *notes = sfw_notes_alloc();

	ev->spare = sfw_notes_alloc();
	if (!notes || !ev->spare) {
		kvfree(notes);
		kvfree(ev->spare);
		return -ENOMEM;
	}
	WRITE_ONCE(ev->since, ktime_get_boottime_ns());
	rcu_assign_pointer(ev->notes, notes);
	static_branch_inc(&sfw_events_wanted);
	queue_delayed_work(sfw_wq, &ev->work, TELL_EVERY);
	return 0;
}

static void stop(struct sfw_events *ev)
{
	struct sfw_notes *notes;

	lockdep_assert_held(&ev->lock);
	static_branch_dec(&sfw_events_wanted);
	cancel_delayed_work_sync(&ev->work);
	notes = rcu_dereference_protected(ev->notes,
					  lockdep_is_held(&ev->lock));
	RCU_INIT_POINTER(ev->notes, NULL);
	synchronize_rcu();
	kvfree(notes);
	kvfree(ev->spare);
}

/**
 * sfw_events_listen - somebody wants to be told
 * @ev: the events
 * @listener: who
 *
 * With the first one comes the memory for notes.
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC when SFW_LISTENERS_MAX
 * listen, or -ENOMEM.
 */
int sfw_events_listen(struct sfw_events *ev, u32 listener)
{
	int err = 0;
	u32 i;

	mutex_lock(&ev->lock);
	for (i = 0; i < ev->n; i++)
		if (ev->listener[i] == listener)
			err = -EEXIST;
	if (!err && ev->n == SFW_LISTENERS_MAX)
		err = -ENOSPC;
	if (!err && !ev->n)
		err = start(ev);
	if (!err)
		ev->listener[ev->n++] = listener;
	mutex_unlock(&ev->lock);
	return err;
}

/**
 * sfw_events_leave - somebody is gone, who may have listened
 * @ev: the events
 * @listener: who
 *
 * Context: may sleep.
 */
void sfw_events_leave(struct sfw_events *ev, u32 listener)
{
	u32 i = 0;

	mutex_lock(&ev->lock);
	while (i < ev->n && ev->listener[i] != listener)
		i++;
	if (i < ev->n) {
		ev->listener[i] = ev->listener[--ev->n];
		if (!ev->n)
			stop(ev);
	}
	mutex_unlock(&ev->lock);
}

/**
 * sfw_events_stop - the namespace goes: nothing is told any more
 * @ev: the events, to which nobody can begin to listen any more
 *
 * Context: may sleep.
 */
void sfw_events_stop(struct sfw_events *ev)
{
	mutex_lock(&ev->lock);
	if (ev->n)
		stop(ev);
	ev->n = 0;
	mutex_unlock(&ev->lock);
}

/**
 * sfw_events_heard - whether anybody listens in this namespace
 * @ev: the events
 */
bool sfw_events_heard(const struct sfw_events *ev)
{
	return static_branch_unlikely(&sfw_events_wanted) &&
	       rcu_access_pointer(ev->notes);
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
	struct sfw_notes *notes = rcu_dereference(ev->notes);

	if (notes)
		sfw_notes_refuse(notes, f, reason, ktime_get_real_ns());
}

/**
 * sfw_events_add - something else happened
 * @ev: the events
 * @note: what; its time is filled in
 *
 * Context: any but hard interrupts.
 */
void sfw_events_add(const struct sfw_events *ev, struct sfw_note *note)
{
	struct sfw_notes *notes;

	note->time = ktime_get_real_ns();
	rcu_read_lock();
	notes = rcu_dereference(ev->notes);
	if (notes)
		sfw_notes_add(notes, note);
	rcu_read_unlock();
}
