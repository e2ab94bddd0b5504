// SPDX-License-Identifier: GPL-2.0
#include <linux/cred.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include "change.h"
#include "events.h"

/* Whoever publishes a policy does it in its own system call. */
static void add_process(struct sfw_note *note)
{
	note->pid = task_tgid_nr(current);
	note->uid = from_kuid(&init_user_ns, current_uid());
	get_task_comm(note->process, current);
}

static void tell(struct sfw_db *db, struct sfw_note *note, u64 before)
{
	if (!sfw_events_heard(db->events))
		return;
	note->before = before;
	note->after = sfw_db_live(db)->generation;
	if (note->by == SFW_BY_ADMIN)
		add_process(note);
	sfw_events_add(db->events, note);
}

/**
 * sfw_change_policy - a process has published or confirmed a policy
 * @db: the namespace
 * @change: how
 * @before: generation before
 *
 * Context: that process; @db->lock is held.
 */
void sfw_change_policy(struct sfw_db *db, enum sfw_change change, u64 before)
{
	struct sfw_note note = {
		.event = SFW_E_POLICY, .by = SFW_BY_ADMIN, .change = change,
	};

	tell(db, &note, before);
}

/**
 * sfw_change_rollback - the policy before has come back
 * @db: the namespace
 * @by: SFW_BY_ADMIN, in the process that wanted it, or SFW_BY_TIME
 * @before: generation before
 *
 * Context: @db->lock is held.
 */
void sfw_change_rollback(struct sfw_db *db, enum sfw_by by, u64 before)
{
	struct sfw_note note = { .event = SFW_E_ROLLBACK, .by = by };

	tell(db, &note, before);
}

/* What one set has and the other has not. */
static void tell_missing(struct sfw_db *db, const struct sfw_prefixes *there,
			 const struct sfw_prefixes *here, enum sfw_event event,
			 enum sfw_by by)
{
	u64 now = ktime_get_boottime_ns();
	u32 i;

	for (i = 0; i < there->n; i++) {
		const struct sfw_prefix_item *item = &there->item[i];
		struct sfw_note note = {
			.event = event, .by = by, .prefix = item->prefix,
		};

		cond_resched();
		if (sfw_prefixes_exact(here, &item->prefix) != SFW_NO_PREFIX)
			continue;
		if (event == SFW_E_UNBLOCKED && item->expires &&
		    item->expires <= now)
			note.by = SFW_BY_TIME;
		else if (event == SFW_E_BLOCKED && item->expires > now)
			note.seconds = div_u64(item->expires - now +
					       NSEC_PER_SEC - 1, NSEC_PER_SEC);
		sfw_events_add(db->events, &note);
	}
}

/**
 * sfw_change_blocks - another policy may block others
 * @db: the namespace
 * @from: the policy before
 * @to: the policy after
 * @by: who changes it; what has expired is told as SFW_BY_TIME
 *
 * Context: @db->lock is held; may sleep.
 */
void sfw_change_blocks(struct sfw_db *db, const struct sfw_snapshot *from,
		       const struct sfw_snapshot *to, enum sfw_by by)
{
	if (from->blocks == to->blocks || !sfw_events_heard(db->events))
		return;
	tell_missing(db, &from->blocks->set, &to->blocks->set, SFW_E_UNBLOCKED,
		     by);
	tell_missing(db, &to->blocks->set, &from->blocks->set, SFW_E_BLOCKED,
		     by);
}
