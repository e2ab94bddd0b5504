// SPDX-License-Identifier: GPL-2.0
#include "../db/lists.h"
#include "../net.h"
#include "proc.h"

/**
 * sfw_proc_status - /proc/net/sfw/status
 * @m: the file
 * @v: unused
 */
int sfw_proc_status(struct seq_file *m, void *v)
{
	struct sfw_snapshot *s =
		sfw_db_get(&sfw_net(seq_file_single_net(m))->db);

	seq_printf(m, "version %s\n", SFW_VERSION);
	seq_printf(m, "enabled %d\n", s->policy.enabled);
	seq_printf(m, "generation %llu\n", s->generation);
	seq_printf(m, "ports %u\n", s->policy.n_entries);
	seq_printf(m, "lists %u\n", sfw_lists_count(s));
	sfw_snapshot_put(s);
	return 0;
}
