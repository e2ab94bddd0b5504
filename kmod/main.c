// SPDX-License-Identifier: GPL-2.0
/* Load and unload. */
#include <linux/module.h>
#include <linux/sfw.h>

#include "db/recent.h"
#include "db/snapshot.h"
#include "net.h"
#include "nf/nat.h"
#include "nf/offload.h"
#include "nl/family.h"

static int __init sfw_init(void)
{
	int err;

	err = sfw_recents_init();
	if (err)
		return err;
	err = sfw_snapshots_init();
	if (err)
		goto err_snapshots;
	err = sfw_nat_init();
	if (err)
		goto err_nat;
	err = sfw_nets_init();
	if (err)
		goto err_nets;
	err = sfw_offload_init();
	if (err)
		goto err_offload;
	err = sfw_nl_init();
	if (err)
		goto err_nl;
	return 0;

err_nl:
	sfw_offload_exit();
err_offload:
	sfw_nets_exit();
err_nets:
	sfw_nat_exit();
err_nat:
	sfw_snapshots_exit();
err_snapshots:
	sfw_recents_exit();
	return err;
}

static void __exit sfw_exit(void)
{
	sfw_nl_exit();
	sfw_offload_exit();
	sfw_nets_exit();
	sfw_nat_exit();
	sfw_snapshots_exit();
	sfw_recents_exit();
}

module_init(sfw_init);
module_exit(sfw_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Simple stateful firewall");
MODULE_VERSION(SFW_VERSION);
