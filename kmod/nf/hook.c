// SPDX-License-Identifier: GPL-2.0
/* Where the hooks stand, and when. */
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "../db/db.h"
#include "direct.h"
#include "hook.h"
#include "judge.h"
#include "log.h"
#include "nat.h"
#include "peers.h"
#include "rehearse.h"
#include "rehearse_room.h"

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
	[SFW_NF_DIRECT] = {
		HOOK(IPV4, LOCAL_OUT, NF_IP_PRI_RAW, sfw_direct_local_out),
		HOOK(IPV6, LOCAL_OUT, NF_IP6_PRI_RAW, sfw_direct_local_out),
	},
	[SFW_NF_PEERS] = {
		BOTH(LOCAL_OUT, FILTER, sfw_peer_local_out),
	},
	[SFW_NF_DISCOVERY] = {
		BOTH(LOCAL_OUT, FILTER, sfw_discovery_local_out),
	},
	[SFW_NF_NAT] = {
		BOTH(PRE_ROUTING, NAT_DST, sfw_nat_dst),
		BOTH(POST_ROUTING, NAT_SRC, sfw_nat_src),
	},
	[SFW_NF_REHEARSE] = {
		BOTH(LOCAL_IN, FILTER, sfw_judge_rehearsed),
		BOTH(FORWARD, FILTER, sfw_judge_rehearsed),
		BOTH(PRE_ROUTING, RAW, sfw_rehearse_untracked),
		BOTH(LOCAL_OUT, RAW, sfw_rehearse_untracked),
	},
	[SFW_NF_REHEARSE_OUT] = {
		BOTH(LOCAL_OUT, FILTER, sfw_rehearse_local_out),
	},
};

static unsigned int group_size(enum sfw_nf_group g)
{
	unsigned int n = 0;

	while (n < SFW_NF_GROUP_MOST && groups[g][n].hook)
		n++;
	return n;
}

static bool is_needed(const struct sfw_nf *nf, enum sfw_nf_group g,
		      const struct sfw_policy *p)
{
	const struct sfw_policy *rehearsed = nf->rehearsed;

	if (g == SFW_NF_REHEARSE)
		return rehearsed && !p->enabled;
	if (g == SFW_NF_REHEARSE_OUT)
		return rehearsed && rehearsed->setting[SFW_S_SCAN];
	if (g == SFW_NF_DISCOVERY && rehearsed && sfw_policy_needs_queries(rehearsed))
		return true;
	if (!p->enabled)
		return false;
	switch (g) {
	case SFW_NF_EARLY:
		return p->screens || p->setting[SFW_S_EARLY];
	case SFW_NF_DIRECT:
		return p->direct;
	case SFW_NF_PEERS:
		return p->setting[SFW_S_SCAN];
	case SFW_NF_DISCOVERY:
		return sfw_policy_needs_queries(p);
	case SFW_NF_NAT:
		return p->n_masqs || p->n_forwards;
	default:
		return true;
	}
}

static struct sfw_db *db_of(const struct sfw_nf *nf)
{
	return nf->ops[0][0].priv;
}

/* Connection tracking (and with it defragmentation) is on with the first. */
static bool is_tracked(enum sfw_nf_group g)
{
	return g == SFW_NF_JUDGE || g == SFW_NF_REHEARSE || g == SFW_NF_NAT;
}

static int start(struct sfw_nf *nf, struct net *net, enum sfw_nf_group g)
{
	int err;

	if (is_tracked(g)) {
		err = nf_ct_netns_get(net, NFPROTO_INET);
		if (err)
			return err;
	}
	err = g == SFW_NF_NAT ?
	      sfw_nat_register(net, nf->ops[g], group_size(g)) :
	      nf_register_net_hooks(net, nf->ops[g], group_size(g));
	if (err && is_tracked(g))
		nf_ct_netns_put(net, NFPROTO_INET);
	nf->on[g] = !err;
	if (!err && is_tracked(g))
		sfw_foreign_hooks_learn(net);
	if (!err && g == SFW_NF_PEERS)
		err = sfw_peers_start(db_of(nf)->peers, net);
	return err;
}

static void stop(struct sfw_nf *nf, struct net *net, enum sfw_nf_group g)
{
	if (g == SFW_NF_NAT)
		sfw_nat_unregister(net, nf->ops[g], group_size(g));
	else
		nf_unregister_net_hooks(net, nf->ops[g], group_size(g));
	if (is_tracked(g))
		nf_ct_netns_put(net, NFPROTO_INET);
	nf->on[g] = false;
}

/**
 * sfw_nf_init - set a namespace's registration up; nothing is registered yet
 * @nf: the registration
 * @net: the namespace
 * @db: private pointer of its hooks; gets to know @nf
 */
void sfw_nf_init(struct sfw_nf *nf, struct net *net, struct sfw_db *db)
{
	unsigned int g, i;

	db->nf = nf;
	sfw_discovery_init(&nf->discovery);
	sfw_handover_init(&nf->handover[0], net, NFPROTO_IPV4);
	sfw_handover_init(&nf->handover[1], net, NFPROTO_IPV6);
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
 * sfw_nf_start - register the hooks that a policy needs
 * @nf: the registration
 * @net: the namespace
 * @p: the policy
 *
 * Context: may sleep. Return: 0 or an error of netfilter; hooks registered by
 * then stay until sfw_nf_stop().
 */
int sfw_nf_start(struct sfw_nf *nf, struct net *net, const struct sfw_policy *p)
{
	unsigned int g;
	int err = 0;

	for (g = 0; g < SFW_NF_GROUPS && !err; g++)
		if (!nf->on[g] && is_needed(nf, g, p))
			err = start(nf, net, g);
	if (!err)
		sfw_log_start(&nf->logs, p);
	if (!err && !nf->offload.on && is_offloaded(p))
		err = sfw_offload_start(&nf->offload, net, db_of(nf));
	return err;
}

/*
 * Translated connections need the NAT core as long as they live, which may be longer than
 * the rules that they come from, or than packets are judged; and a policy that may come
 * back at any moment must find its hooks.
 */
static bool is_kept(const struct sfw_nf *nf, enum sfw_nf_group g,
		    const struct sfw_policy *p, const struct sfw_policy *before)
{
	return is_needed(nf, g, p) || g == SFW_NF_NAT ||
	       (before && g != SFW_NF_PEERS && is_needed(nf, g, before));
}

/*
 * Peers of connections that went direct are remembered from now on; for want of memory
 * some are not.
 */
static void hand_over(struct sfw_nf *nf, struct net *net)
{
	bool due = sfw_handover_end(&nf->handover[0]);

	due |= sfw_handover_end(&nf->handover[1]);
	if (due && nf->on[SFW_NF_PEERS])
		sfw_peers_start(db_of(nf)->peers, net);
}

/**
 * sfw_nf_stop - unregister the hooks that a policy does not need, and have it
 * judge the connections of the flow table again
 * @nf: the registration
 * @net: the namespace
 * @p: the policy, or NULL: nothing is needed any more
 * @before: a policy that may come back, or NULL: the hooks to judge packets by it
 *	    stay as well
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
		if (nf->on[g] && !(p && is_kept(nf, g, p, before)))
			stop(nf, net, g);
	if (p && !is_needed(nf, SFW_NF_DIRECT, p))
		hand_over(nf, net);
}

/**
 * sfw_nf_exit - the end of a registration, of which sfw_nf_stop() left nothing
 * @nf: the registration
 *
 * Context: may sleep; no packet is in a hook any more.
 */
void sfw_nf_exit(struct sfw_nf *nf)
{
	sfw_handover_stop(&nf->handover[0]);
	sfw_handover_stop(&nf->handover[1]);
}

/**
 * sfw_nf_rehearse - register the hooks that a rehearsal needs, or unregister them
 * @nf: the registration
 * @net: the namespace
 * @p: the policy
 * @rehearsed: the one that is rehearsed; NULL: none is any more
 *
 * Context: may sleep. Return: 0 or an error of netfilter, never where @rehearsed is
 * NULL; hooks registered by then stay until the next call. A policy that comes back
 * from a trial registers the one for queries again.
 */
int sfw_nf_rehearse(struct sfw_nf *nf, struct net *net,
		    const struct sfw_policy *p, const struct sfw_policy *rehearsed)
{
	unsigned int g;
	int err = 0;

	nf->rehearsed = rehearsed;
	for (g = SFW_NF_DISCOVERY; g < SFW_NF_GROUPS; g++) {
		if (nf->on[g] && !is_needed(nf, g, p))
			stop(nf, net, g);
		else if (!err && !nf->on[g] && is_needed(nf, g, p))
			err = start(nf, net, g);
	}
	return err;
}
