// SPDX-License-Identifier: GPL-2.0
#include <linux/seq_file_net.h>

#include "../db/db.h"
#include "../db/event/events.h"
#include "../db/list/lists.h"
#include "../db/policy/trial.h"
#include "../db/stats.h"
#include "proc.h"

/**
 * sfw_proc_status - /proc/net/sfw/status
 * @m: the file
 * @v: unused
 */
int sfw_proc_status(struct seq_file *m, void *v)
{
	struct sfw_db *db = sfw_db_of(seq_file_single_net(m));
	struct sfw_snapshot *s = sfw_db_get(db);
	u32 left = sfw_trial_left(db);
	u64 direct = sfw_count_sum(&db->stats->direct).packets;
	u64 unlogged = atomic64_read(&db->events->logs.denied);

	seq_printf(m, "version %s\n", SFW_VERSION);
	seq_printf(m, "enabled %d\n", s->policy.enabled);
	seq_printf(m, "generation %llu\n", s->generation);
	seq_printf(m, "ports %u\n", s->policy.n_entries);
	seq_printf(m, "lists %u\n", sfw_lists_count(&s->policy));
	if (left)
		seq_printf(m, "rollback-in %u\n", left);
	if (unlogged)
		seq_printf(m, "unlogged %llu\n", unlogged);
	if (direct)
		seq_printf(m, "direct %llu\n", direct);
	sfw_snapshot_put(s);
	return 0;
}
