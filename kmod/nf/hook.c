// SPDX-License-Identifier: GPL-2.0
/* The way of a packet: connection state, facts, decision, effects, count. */
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "../core/decide.h"
#include "../db/entry.h"
#include "facts.h"
#include "hook.h"
#include "reject.h"
#include "socket.h"

static u8 track_state(const struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;

	if (!nf_ct_get(skb, &ctinfo))
		return ctinfo == IP_CT_UNTRACKED ? SFW_CT_UNTRACKED :
						   SFW_CT_INVALID;
	switch (ctinfo) {
	case IP_CT_ESTABLISHED:
	case IP_CT_ESTABLISHED_REPLY:
		return SFW_CT_ESTABLISHED;
	case IP_CT_RELATED:
	case IP_CT_RELATED_REPLY:
		return SFW_CT_RELATED;
	default:
		return SFW_CT_NEW;
	}
}

static void count(const struct sfw_db *db, u8 reason,
		  const struct sk_buff *skb)
{
	sfw_count_add(&db->stats->reason[reason], skb->len);
}

static unsigned int judge(const struct sfw_db *db, const struct sfw_policy *p,
			  struct sk_buff *skb,
			  const struct nf_hook_state *state, u8 ct)
{
	struct sfw_facts facts;
	struct sfw_verdict v;

	sfw_facts_gather(&facts, skb, state, ct);
	if (p->timed)
		facts.now = ktime_get_boottime_ns();
	v = sfw_decide(&facts, p);
	if (v.ask == SFW_ASK_OWNER) {
		facts.owner = sfw_socket_owns(&facts, skb, state) ? SFW_YES :
								    SFW_NO;
		v = sfw_decide(&facts, p);
	}
	count(db, v.reason, skb);
	if (v.action == SFW_ACT_ACCEPT) {
		if (v.rule == SFW_RULE_ENTRY)
			sfw_count_add(sfw_port_of(p->entries[v.index])->count,
				      skb->len);
		return NF_ACCEPT;
	}
	sfw_reject(v.action, skb, state);
	return NF_DROP;
}

static unsigned int local_in(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;
	u8 reason, ct = track_state(skb);

	if (unlikely(!p->enabled))
		return NF_ACCEPT;
	if (likely(sfw_passes(state->in->flags & IFF_LOOPBACK, ct, &reason))) {
		count(db, reason, skb);
		return NF_ACCEPT;
	}
	return judge(db, p, skb, state, ct);
}

/* Bridged frames visit this hook under br_netfilter; they are not routed. */
static bool is_bridged(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	const struct nf_bridge_info *info = nf_bridge_info_get(skb);

	return info && info->physoutdev;
#else
	return false;
#endif
}

static unsigned int forward(void *priv, struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	const struct sfw_db *db = priv;
	const struct sfw_policy *p = &rcu_dereference(db->live)->policy;
	u8 reason, ct;

	if (!p->enabled || p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF ||
	    is_bridged(skb))
		return NF_ACCEPT;
	ct = track_state(skb);
	if (likely(sfw_passes(false, ct, &reason))) {
		count(db, reason, skb);
		return NF_ACCEPT;
	}
	return judge(db, p, skb, state, ct);
}

static const struct nf_hook_ops hooks[SFW_NF_HOOKS] = {
	{
		.hook		= local_in,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP_PRI_FILTER,
	}, {
		.hook		= forward,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_FORWARD,
		.priority	= NF_IP_PRI_FILTER,
	}, {
		.hook		= local_in,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP6_PRI_FILTER,
	}, {
		.hook		= forward,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_FORWARD,
		.priority	= NF_IP6_PRI_FILTER,
	},
};

/**
 * sfw_nf_start - begin to judge the packets of a namespace
 * @nf: its registration
 * @net: the namespace
 * @db: its policy and counters
 *
 * Connection tracking (and with it defragmentation) is on while this lasts.
 *
 * Context: may sleep. Return: 0 or an error of netfilter.
 */
int sfw_nf_start(struct sfw_nf *nf, struct net *net, struct sfw_db *db)
{
	unsigned int i;
	int err;

	memcpy(nf->ops, hooks, sizeof(hooks));
	for (i = 0; i < ARRAY_SIZE(nf->ops); i++)
		nf->ops[i].priv = db;
	err = nf_ct_netns_get(net, NFPROTO_INET);
	if (err)
		return err;
	err = nf_register_net_hooks(net, nf->ops, ARRAY_SIZE(nf->ops));
	if (err)
		nf_ct_netns_put(net, NFPROTO_INET);
	return err;
}

/**
 * sfw_nf_stop - judge no more
 * @nf: its registration
 * @net: the namespace
 *
 * Context: may sleep. Packets may be inside a hook until a grace period has
 * passed.
 */
void sfw_nf_stop(struct sfw_nf *nf, struct net *net)
{
	nf_unregister_net_hooks(net, nf->ops, ARRAY_SIZE(nf->ops));
	nf_ct_netns_put(net, NFPROTO_INET);
}
