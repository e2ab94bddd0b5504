/* SPDX-License-Identifier: GPL-2.0 */
/* Where packets meet the firewall. */
#ifndef SFW_NF_HOOK_H
#define SFW_NF_HOOK_H

#include <linux/netfilter.h>

#include "../core/policy.h"
#include "discovery.h"
#include "foreign_hooks.h"
#include "handover.h"
#include "offload.h"

struct net;
struct sfw_db;

/* Hooks that come and go together: an unused group costs nothing. */
enum sfw_nf_group {
	SFW_NF_JUDGE,		/* packets to and through this host */
	SFW_NF_EARLY,		/* all of them, before connection tracking */
	SFW_NF_DIRECT,		/* all that leaves this host, likewise */
	SFW_NF_PEERS,		/* connections that this host begins */
	SFW_NF_NAT,		/* connections that nobody has bound yet */
	SFW_NF_DISCOVERY,	/* queries of this host to all on a link */
	SFW_NF_REHEARSE,	/* as JUDGE and EARLY, while they are off */
	SFW_NF_REHEARSE_OUT,	/* as PEERS */
	SFW_NF_GROUPS
};

#define SFW_NF_GROUP_MOST	8	/* hooks a group */

/**
 * struct sfw_nf - a namespace's registration with netfilter
 * @ops: its hooks; their private pointer is the namespace's database
 * @on: which groups are registered
 * @foreign: hooks of others beside them, for IPv4 and IPv6
 * @discovery: the last queries of this host to all on a link
 * @offload: its flow table
 * @rehearsed: the policy that is rehearsed, or NULL
 * @spared_until: until when packets may be untracked for want of room, see rehearse_room.c
 * @handover: connections that went direct, of IPv4 and IPv6
 * @logs: the logger is held
 */
struct sfw_nf {
	struct nf_hook_ops ops[SFW_NF_GROUPS][SFW_NF_GROUP_MOST];
	bool on[SFW_NF_GROUPS];
	struct sfw_foreign_hooks foreign[2];
	struct sfw_discovery discovery;
	struct sfw_offload offload;
	const struct sfw_policy *rehearsed;
	u64 spared_until;
	struct sfw_handover handover[2];
	bool logs;
};

void sfw_nf_init(struct sfw_nf *nf, struct net *net, struct sfw_db *db);
int sfw_nf_start(struct sfw_nf *nf, struct net *net,
		 const struct sfw_policy *p);
void sfw_nf_stop(struct sfw_nf *nf, struct net *net,
		 const struct sfw_policy *p, const struct sfw_policy *before);

void sfw_nf_exit(struct sfw_nf *nf);
int sfw_nf_rehearse(struct sfw_nf *nf, struct net *net,
		    const struct sfw_policy *p, const struct sfw_policy *rehearsed);

#endif /* SFW_NF_HOOK_H */
