/* SPDX-License-Identifier: GPL-2.0 */
/* Where packets meet the firewall. */
#ifndef SFW_NF_HOOK_H
#define SFW_NF_HOOK_H

#include <linux/netfilter.h>

#include "../db/db.h"
#include "offload.h"

/* Hooks that come and go together: what nobody uses costs nothing. */
enum sfw_nf_group {
	SFW_NF_JUDGE,		/* packets to and through this host */
	SFW_NF_EARLY,		/* all of them, before connection tracking */
	SFW_NF_PEERS,		/* connections that this host begins */
	SFW_NF_NAT,		/* connections that nobody has bound yet */
	SFW_NF_GROUPS
};

#define SFW_NF_GROUP_MOST	4	/* hooks a group */

/**
 * struct sfw_nf - a namespace's registration with netfilter
 * @ops: its hooks; their private pointer is the namespace's database
 * @on: which groups are registered
 * @offload: its flow table
 * @logs: the logger is held
 */
struct sfw_nf {
	struct nf_hook_ops ops[SFW_NF_GROUPS][SFW_NF_GROUP_MOST];
	bool on[SFW_NF_GROUPS];
	struct sfw_offload offload;
	bool logs;
};

void sfw_nf_init(struct sfw_nf *nf, struct sfw_db *db);
int sfw_nf_start(struct sfw_nf *nf, struct net *net,
		 const struct sfw_policy *p);
void sfw_nf_stop(struct sfw_nf *nf, struct net *net,
		 const struct sfw_policy *p, const struct sfw_policy *before);

#endif /* SFW_NF_HOOK_H */
