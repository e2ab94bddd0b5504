// SPDX-License-Identifier: GPL-2.0
#include <linux/seq_file_net.h>

#include "../core/words.h"
#include "../db/db.h"
#include "../db/stats.h"
#include "proc.h"

/**
 * sfw_proc_stats - /proc/net/sfw/stats
 * @m: the file
 * @v: unused
 */
int sfw_proc_stats(struct seq_file *m, void *v)
{
	const struct sfw_db *db = sfw_db_of(seq_file_single_net(m));
	unsigned int i;

	for (i = 0; i < SFW_R_MAX; i++) {
		struct sfw_sum sum = sfw_count_sum(&db->stats->reason[i]);

		seq_printf(m, "%s %llu %llu\n", sfw_reason_words[i],
			   sum.packets, sum.bytes);
	}
	return 0;
}
