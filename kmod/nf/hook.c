// SPDX-License-Identifier: GPL-2.0
/* Where the hooks stand, and when. */
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "hook.h"
#include "judge.h"
#include "log.h"
#include "nat.h"
#include "peers.h"

#define HOOK(family, point, prio, fn) {					\
	.hook = (fn), .pf = NFPROTO_##family,				\
	.hooknum = NF_INET_##point, .priority = (prio),			\
}

#define BOTH(point, prio, fn)						\
	HOOK(IPV4, point, NF_IP_PRI_##prio, fn),			\
	HOOK(IPV6, point, NF_IP6_PRI_##prio, fn)

static const struct nf_hook_ops groups[SFW_NF_GROUPS][SFW_NF_GROUP_MOST] = {
	[SFW_NF_JUDGE] = {
		BOTH(LOCAL_IN, FILTER, sfw_judge_local),
		BOTH(FORWARD, FILTER, sfw_judge_forward),
	},
	[SFW_NF_EARLY] = {
		HOOK(IPV4, PRE_ROUTING, NF_IP_PRI_RAW, sfw_judge_early4),
		HOOK(IPV6, PRE_ROUTING, NF_IP6_PRI_RAW, sfw_judge_early6),
	},
	[SFW_NF_PEERS] = {
		BOTH(LOCAL_OUT, FILTER, sfw_peer_local_out),
	},
	[SFW_NF_NAT] = {
		BOTH(PRE_ROUTING, NAT_DST, sfw_nat_dst),
		BOTH(POST_ROUTING, NAT_SRC, sfw_nat_src),
	},
};

static unsigned int group_size(enum sfw_nf_group g)
{
	unsigned int n = 0;

	while (n < SFW_NF_GROUP_MOST && groups[g][n].hook)
		n++;
	return n;
}

static bool is_needed(enum sfw_nf_group g, const struct sfw_policy *p)
{
	if (!p->enabled)
		return false;
	switch (g) {
	case SFW_NF_EARLY:
		return p->screens || p->setting[SFW_S_EARLY];
	case SFW_NF_PEERS:
		return p->setting[SFW_S_SCAN];
	case SFW_NF_NAT:
		return p->n_masqs || p->n_forwards;
	default:
		return true;
	}
}

/* Connection tracking (and with it defragmentation) is on with the first. */
static int start(struct sfw_nf *nf, struct net *net, enum sfw_nf_group g)
{
	int err;

	if (g == SFW_NF_JUDGE) {
		err = nf_ct_netns_get(net, NFPROTO_INET);
		if (err)
			return err;
	}
	err = g == SFW_NF_NAT ?
	      sfw_nat_register(net, nf->ops[g], group_size(g)) :
	      nf_register_net_hooks(net, nf->ops[g], group_size(g));
	if (err && g == SFW_NF_JUDGE)
		nf_ct_netns_put(net, NFPROTO_INET);
	nf->on[g] = !err;
	if (!err && g == SFW_NF_PEERS)
		err = sfw_peers_start(((struct sfw_db *)nf->ops[g][0].priv)->peers,
				      net);
	return err;
}

static void stop(struct sfw_nf *nf, struct net *net, enum sfw_nf_group g)
{
	if (g == SFW_NF_NAT)
		sfw_nat_unregister(net, nf->ops[g], group_size(g));
	else
		nf_unregister_net_hooks(net, nf->ops[g], group_size(g));
	if (g == SFW_NF_JUDGE)
		nf_ct_netns_put(net, NFPROTO_INET);
	nf->on[g] = false;
}

/**
 * sfw_nf_init - set a namespace's registration up; nothing is registered yet
 * @nf: the registration
 * @db: what its hooks are given
 */
void sfw_nf_init(struct sfw_nf *nf, struct sfw_db *db)
{
	unsigned int g, i;

	memcpy(nf->ops, groups, sizeof(groups));
	for (g = 0; g < SFW_NF_GROUPS; g++)
		for (i = 0; i < group_size(g); i++)
			nf->ops[g][i].priv = db;
}

static bool is_offloaded(const struct sfw_policy *p)
{
	return p->enabled && p->setting[SFW_S_OFFLOAD] &&
	       p->setting[SFW_S_FORWARD] != SFW_FORWARD_OFF;
}

/**
 * sfw_nf_start - register what a policy needs
 * @nf: the registration
 * @net: the namespace
 * @p: the policy
 *
 * Context: may sleep. Return: 0 or an error of netfilter; what has been
 * registered by then stays until sfw_nf_stop().
 */
int sfw_nf_start(struct sfw_nf *nf, struct net *net, const struct sfw_policy *p)
{
	unsigned int g;
	int err = 0;

	for (g = 0; g < SFW_NF_GROUPS && !err; g++)
		if (!nf->on[g] && is_needed(g, p))
			err = start(nf, net, g);
	if (!err)
		sfw_log_start(&nf->logs, p);
	if (!err && !nf->offload.on && is_offloaded(p))
		err = sfw_offload_start(&nf->offload, net,
					nf->ops[0][0].priv);
	return err;
}

/*
 * Translated connections need the NAT core as long as they live, which may be
 * longer than the rules that they come from; and a policy that may come back
 * at any moment must find what it needs.
 */
static bool is_kept(enum sfw_nf_group g, const struct sfw_policy *p,
		    const struct sfw_policy *before)
{
	return is_needed(g, p) || (g == SFW_NF_NAT && p->enabled) ||
	       (before && g != SFW_NF_PEERS && is_needed(g, before));
}

/**
 * sfw_nf_stop - unregister what a policy does not need, and have it judge
 * again what goes by the flow table
 * @nf: the registration
 * @net: the namespace
 * @p: the policy, or NULL: nothing is needed any more
 * @before: a policy that may come back, or NULL: what it takes to judge packets
 *	    by it stays as well
 *
 * Context: may sleep. Packets may be inside a hook until a grace period has
 * passed.
 */
void sfw_nf_stop(struct sfw_nf *nf, struct net *net,
		 const struct sfw_policy *p, const struct sfw_policy *before)
{
	unsigned int g;

	if (p && is_offloaded(p))
		sfw_offload_flush(&nf->offload);
	else
		sfw_offload_stop(&nf->offload);
	if (!p || !(p->setting[SFW_S_LOG] ||
		    (before && before->setting[SFW_S_LOG])))
		sfw_log_stop(&nf->logs);
	for (g = SFW_NF_GROUPS; g-- > 0;)
		if (nf->on[g] && !(p && is_kept(g, p, before)))
			stop(nf, net, g);
}
