// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>

#include "work.h"

/* A policy comes back from here even when memory is short. */
struct workqueue_struct *sfw_wq;

/* Timers of such a time are late by half a second at the most. */
#define EXACT	(4 * HZ)

/*
 * A timer may be late by 8/63 of its time (kernel/time/timer.c), so a longer time is waited
 * for in steps, each of 7/8 of what is left.
 */
static u64 step_of(u64 nanoseconds)
{
	u64 ticks = nsecs_to_jiffies64(nanoseconds) + 1;

	return ticks > EXACT ? ticks - ticks / 8 : ticks;
}

/**
 * sfw_plan - have work done at a moment, or look at the clock again before
 * @work: the work, or none any more where @at is 0
 * @at: boot-time nanoseconds; the clock of timers stops in suspend
 * @least: jiffies that it waits at least
 * @most: jiffies that it waits at the most
 *
 * The work asks sfw_is_due(), and plans again if it is not.
 */
void sfw_plan(struct delayed_work *work, u64 at, unsigned long least,
	      unsigned long most)
{
	u64 now = ktime_get_boottime_ns();

	if (!at)
		cancel_delayed_work(work);
	else
		mod_delayed_work(sfw_wq, work, at <= now ? least :
				 clamp_t(u64, step_of(at - now), least, most));
}

/**
 * sfw_is_due - whether planned work has more to do than to look at the clock
 * @at: of sfw_plan()
 */
bool sfw_is_due(u64 at)
{
	return at && at <= ktime_get_boottime_ns();
}

/**
 * sfw_work_init - make the workqueue that all namespaces share
 */
int sfw_work_init(void)
{
	sfw_wq = alloc_workqueue("sfw", WQ_UNBOUND | WQ_MEM_RECLAIM, 0);
	return sfw_wq ? 0 : -ENOMEM;
}

/**
 * sfw_work_exit - wait until all of it is done, and every snapshot freed
 *
 * Context: no namespace holds one any more; may sleep.
 */
void sfw_work_exit(void)
{
	rcu_barrier();		/* rcu_work is queued by a callback */
	/* Timers of lists may fire until then, and must find it open. */
	flush_workqueue(sfw_wq);
	destroy_workqueue(sfw_wq);
}
