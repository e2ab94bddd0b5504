// SPDX-License-Identifier: GPL-2.0
#include <linux/capability.h>
#include <linux/ktime.h>
#include <linux/seq_file_net.h>

#include "../core/describe.h"
#include "../db/db.h"
#include "../db/policy/entry.h"
#include "../db/policy/snapshot.h"
#include "proc.h"

static void show(struct seq_file *m, const struct sfw_entry *e, u64 now)
{
	struct sfw_sum sum = sfw_count_sum(sfw_port_of(e)->count);
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_entry(text, e);
	seq_printf(m, "%s packets %llu bytes %llu", text, sum.packets,
		   sum.bytes);
	if (e->expires)
		seq_printf(m, " ttl %llu", e->expires <= now ? 0 :
			   div_u64(e->expires - now, NSEC_PER_SEC));
	if (e->comment[0])
		seq_printf(m, " comment %s", e->comment);
	seq_putc(m, '\n');
}

/**
 * sfw_proc_ports - /proc/net/sfw/ports
 * @m: the file
 * @v: unused
 *
 * Only its administrator may read the policy: the file's mode alone would let
 * the root of an unprivileged user namespace read it.
 *
 * Return: 0 or -EPERM.
 */
int sfw_proc_ports(struct seq_file *m, void *v)
{
	u64 now = ktime_get_boottime_ns();
	struct sfw_snapshot *s;
	u32 i;

	if (!file_ns_capable(m->file, &init_user_ns, CAP_NET_ADMIN))
		return -EPERM;
	s = sfw_db_get(sfw_db_of(seq_file_single_net(m)));
	for (i = 0; i < s->policy.n_entries; i++)
		show(m, s->policy.entries[i], now);
	sfw_snapshot_put(s);
	return 0;
}
