// SPDX-License-Identifier: GPL-2.0
/* Load and unload. */
#include <linux/module.h>
#include <linux/sfw.h>

#include "db/list/list_entry.h"
#include "db/policy/prefix_alloc.h"
#include "db/work.h"
#include "net.h"
#include "nf/nat.h"
#include "nf/offload.h"
#include "nl/family.h"

/* In the order in which they begin; they end in the opposite one. */
static const struct part {
	int (*init)(void);
	void (*exit)(void);
} parts[] = {
	{ sfw_recents_init, sfw_recents_exit },
	{ sfw_prefix_nodes_init, sfw_prefix_nodes_exit },
	{ sfw_work_init, sfw_work_exit },
	{ sfw_nat_init, sfw_nat_exit },
	{ sfw_nets_init, sfw_nets_exit },
	{ sfw_offload_init, sfw_offload_exit },
	{ sfw_nl_init, sfw_nl_exit },
};

static void stop(unsigned int begun)
{
	while (begun--)
		parts[begun].exit();
}

static int __init sfw_init(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		err = parts[i].init();
		if (err) {
			stop(i);
			return err;
		}
	}
	return 0;
}

static void __exit sfw_exit(void)
{
	stop(ARRAY_SIZE(parts));
}

module_init(sfw_init);
module_exit(sfw_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Simple stateful firewall");
/* The logger for "set log": nothing loads it later. */
MODULE_SOFTDEP("pre: nf_log_syslog");
MODULE_VERSION(SFW_VERSION);
