/* SPDX-License-Identifier: GPL-2.0 */
/* The flow table of a namespace: live connections pass by everything else. */
#ifndef SFW_NF_OFFLOAD_H
#define SFW_NF_OFFLOAD_H

#include <linux/list.h>
#include <linux/netfilter.h>
#include <linux/workqueue.h>
#include <net/netfilter/nf_flow_table.h>

#include "../db/db.h"

/**
 * struct sfw_offload - the flow table of a namespace
 * @table: the kernel's table, valid while @on
 * @devs: our hooks where packets come in, one a device; under the RTNL
 * @sweep: tears down flows that are blocked by now
 * @db: the namespace
 * @net: the namespace
 * @on: whether connections go by it; written under the RTNL
 */
struct sfw_offload {
	struct nf_flowtable table;
	struct list_head devs;
	struct delayed_work sweep;
	struct sfw_db *db;
	struct net *net;
	bool on;
};

int sfw_offload_init(void);
void sfw_offload_exit(void);
int sfw_offload_start(struct sfw_offload *o, struct net *net,
		      struct sfw_db *db);
void sfw_offload_stop(struct sfw_offload *o);
void sfw_offload_flush(struct sfw_offload *o);
void sfw_offload_try(struct sfw_offload *o, struct sk_buff *skb,
		     const struct nf_hook_state *state);

#endif /* SFW_NF_OFFLOAD_H */
