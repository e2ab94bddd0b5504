// SPDX-License-Identifier: GPL-2.0
/*
 * Looks, while it is loaded, at the kernel's unbound workers, as many as come at
 * once: one that code of a system call has left with TIF_SIGPENDING cannot wait
 * any more for anybody whose work it does next. Nothing else shows that flag.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/workqueue.h>

#define WORKS	64

static DECLARE_COMPLETION(all_came);
static struct work_struct works[WORKS];
static atomic_t came, flagged;

static unsigned int signalled;
module_param(signalled, uint, 0444);
MODULE_PARM_DESC(signalled, "how many of 64 workers had a signal pending");

/* None goes before all have come, so that each has a worker of its own. */
static void look(struct work_struct *work)
{
	if (signal_pending(current))
		atomic_inc(&flagged);
	if (atomic_inc_return(&came) == WORKS)
		complete_all(&all_came);
	wait_for_completion(&all_came);
}

static int __init probe_init(void)
{
	unsigned int i;

	for (i = 0; i < WORKS; i++) {
		INIT_WORK(&works[i], look);
		queue_work(system_unbound_wq, &works[i]);
	}
	for (i = 0; i < WORKS; i++)
		flush_work(&works[i]);
	signalled = atomic_read(&flagged);
	return 0;
}

static void __exit probe_exit(void)
{
}

module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Looks at workers for the tests of sfw");
