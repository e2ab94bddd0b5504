/* SPDX-License-Identifier: GPL-2.0 */
/* Where packets meet the firewall. */
#ifndef SFW_NF_HOOK_H
#define SFW_NF_HOOK_H

#include <linux/netfilter.h>

#include "../db/db.h"

#define SFW_NF_HOOKS	4	/* local-in and forward, for each family */

/**
 * struct sfw_nf - a namespace's registration with netfilter
 * @ops: its hooks; their private pointer is the namespace's database
 */
struct sfw_nf {
	struct nf_hook_ops ops[SFW_NF_HOOKS];
};

int sfw_nf_start(struct sfw_nf *nf, struct net *net, struct sfw_db *db);
void sfw_nf_stop(struct sfw_nf *nf, struct net *net);

#endif /* SFW_NF_HOOK_H */
