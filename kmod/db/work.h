/* SPDX-License-Identifier: GPL-2.0 */
/* Work of sfw that waits: one queue, drained when the module goes. */
#ifndef SFW_DB_WORK_H
#define SFW_DB_WORK_H

#include <linux/workqueue.h>

/* Jiffies stop in suspend: look at the clock again at least this often. */
#define SFW_PLAN_MOST	(60 * HZ)

extern struct workqueue_struct *sfw_wq;

void sfw_plan(struct delayed_work *work, u64 at, unsigned long least,
	      unsigned long most);
bool sfw_is_due(u64 at);
int sfw_work_init(void);
void sfw_work_exit(void);

#endif /* SFW_DB_WORK_H */
