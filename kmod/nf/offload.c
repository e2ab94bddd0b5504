// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks where packets come in look connections up in the kernel's flow table
 * and send them on their way; sfw_flow_add() fills it. Its packets bypass
 * connection tracking and us, so any change has to tear its flows down.
 */
#include <linux/netdevice.h>
#include <linux/rhashtable.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/netfilter/nf_conntrack.h>

#include "../core/decide.h"
#include "../db/lookup.h"
#include "../db/policy/snapshot.h"
#include "../db/work.h"
#include "facts.h"
#include "flow.h"
#include "hook.h"
#include "offload.h"

#define SWEEP_PERIOD	(HZ / 2)	/* a block works within a second */

/**
 * struct hook - the hook of a device
 * @list: in sfw_offload.devs
 * @ops: its registration, which others list under RCU (nfnetlink_hook)
 * @rcu: frees it
 */
struct hook {
	struct list_head list;
	struct nf_hook_ops ops;
	struct rcu_head rcu;
};

/* No callbacks of our own, but the kernel reads it without a check for NULL. */
static const struct nf_flowtable_type table_type = {
	.family	= NFPROTO_INET,
	.owner	= THIS_MODULE,
};

static unsigned int look_up(void *priv, struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	switch (skb->protocol) {
	case htons(ETH_P_IP):
		return nf_flow_offload_ip_hook(priv, skb, state);
	case htons(ETH_P_IPV6):
		return nf_flow_offload_ipv6_hook(priv, skb, state);
	default:
		return NF_ACCEPT;
	}
}

static int add_dev(struct sfw_offload *o, struct net_device *dev)
{
	struct hook *hook;
	int err;

	if (dev->flags & IFF_LOOPBACK)
		return 0;
	hook = kzalloc(sizeof(*hook), GFP_KERNEL_ACCOUNT);
	if (!hook)
		return -ENOMEM;
	hook->ops.hook = look_up;
	hook->ops.pf = NFPROTO_NETDEV;
	hook->ops.hooknum = NF_NETDEV_INGRESS;
	hook->ops.dev = dev;
	hook->ops.priv = &o->table;
	err = nf_register_net_hook(o->net, &hook->ops);
	if (err) {
		kfree(hook);
		return err;
	}
	list_add(&hook->list, &o->devs);
	return 0;
}

/* A listing of hooks may still read it, until a grace period has passed. */
static void del_hook(struct sfw_offload *o, struct hook *hook)
{
	nf_unregister_net_hook(o->net, &hook->ops);
	list_del(&hook->list);
	kfree_rcu(hook, rcu);
}

static void del_dev(struct sfw_offload *o, const struct net_device *dev)
{
	struct hook *hook;

	list_for_each_entry(hook, &o->devs, list) {
		if (hook->ops.dev == dev) {
			del_hook(o, hook);
			break;
		}
	}
}

static void del_all(struct sfw_offload *o)
{
	struct hook *hook, *next;

	list_for_each_entry_safe(hook, next, &o->devs, list)
		del_hook(o, hook);
}

static int add_all(struct sfw_offload *o)
{
	struct net_device *dev;
	int err;

	for_each_netdev(o->net, dev) {
		err = add_dev(o, dev);
		if (err) {
			del_all(o);
			return err;
		}
	}
	return 0;
}

static void walk(struct sfw_offload *o,
		 bool (*goes)(const struct sfw_offload *o,
			      const struct flow_offload *flow))
{
	struct flow_offload_tuple_rhash *hash;
	struct rhashtable_iter iter;
	struct flow_offload *flow;

	rhashtable_walk_enter(&o->table.rhashtable, &iter);
	rhashtable_walk_start(&iter);
	while ((hash = rhashtable_walk_next(&iter))) {
		if (IS_ERR(hash) || hash->tuple.dir)
			continue;	/* resized, or seen from its end */
		flow = container_of(hash, struct flow_offload, tuplehash[0]);
		if (!test_bit(NF_FLOW_TEARDOWN, &flow->flags) && goes(o, flow))
			flow_offload_teardown(flow);
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
}

static bool always(const struct sfw_offload *o, const struct flow_offload *flow)
{
	return true;
}

/* Whether packets from an address would be refused before all else. */
static bool is_refused(const struct sfw_offload *o, u8 l3proto, const void *src,
		       const struct net_device *in)
{
	const struct sfw_policy *p = &rcu_dereference(o->db->live)->policy;
	struct sfw_facts f = { .dev = "", .spoofed = SFW_NO };
	struct sfw_early e;

	if (in)
		sfw_facts_gather_dev(&f, NULL, in);
	f.now = ktime_get_boottime_ns();
	f.family = l3proto == NFPROTO_IPV4 ? SFW_AF_INET : SFW_AF_INET6;
	memcpy(&f.src, src, l3proto == NFPROTO_IPV4 ? 4 : 16);
	while ((e = sfw_decide_early(&f, p)).step == SFW_EARLY_ASK)
		sfw_db_lookup(o->db, p, &e.v, &f, true);
	return e.step == SFW_EARLY_REFUSE;
}

static bool is_blocked(const struct sfw_offload *o,
		       const struct flow_offload *flow)
{
	const struct flow_offload_tuple *tuple;
	int dir;

	for (dir = 0; dir < FLOW_OFFLOAD_DIR_MAX; dir++) {
		tuple = &flow->tuplehash[dir].tuple;
		if (is_refused(o, tuple->l3proto, &tuple->src_v6,
			       dev_get_by_index_rcu(o->net, tuple->iifidx)))
			return true;
	}
	return false;
}

static bool is_over(const struct sfw_offload *o,
		    const struct flow_offload *flow)
{
	return is_blocked(o, flow) || !sfw_flow_arrives(flow);
}

/**
 * sfw_offload_try - let a connection go by the flow table, if it can and
 * neither end is blocked
 * @o: the flow table; may be off
 * @skb: a packet of a live connection that is forwarded
 * @state: where it is
 *
 * Context: the hook of forwarded packets.
 */
void sfw_offload_try(struct sfw_offload *o, struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);
	enum ip_conntrack_dir dir = CTINFO2DIR(ctinfo);

	/* Pairs with sfw_offload_start(): the table is ready. */
	if (!smp_load_acquire(&o->on) ||
	    test_bit(IPS_OFFLOAD_BIT, &ct->status) ||
	    is_refused(o, state->pf, &nf_ct_tuple(ct, dir)->src.u3,
		       state->in) ||
	    is_refused(o, state->pf, &nf_ct_tuple(ct, !dir)->src.u3,
		       state->out))
		return;
	sfw_flow_add(&o->table, skb, state);
}

static void sweep(struct work_struct *work)
{
	struct sfw_offload *o = container_of(to_delayed_work(work),
					     struct sfw_offload, sweep);

	walk(o, is_over);
	queue_delayed_work(sfw_wq, &o->sweep, SWEEP_PERIOD);
}

/**
 * sfw_offload_flush - take all connections back, for a new policy
 * @o: the flow table; may be off
 *
 * Connections that the policy still allows return with their next packets.
 *
 * Context: may sleep.
 */
void sfw_offload_flush(struct sfw_offload *o)
{
	if (o->on)
		walk(o, always);
}

/**
 * sfw_offload_start - begin to let connections go by the flow table
 * @o: the flow table
 * @net: the namespace
 * @db: the namespace
 *
 * Context: may sleep; takes the RTNL. Return: 0, -ENOMEM or an error of
 * netfilter.
 */
int sfw_offload_start(struct sfw_offload *o, struct net *net, struct sfw_db *db)
{
	int err;

	memset(o, 0, sizeof(*o));
	o->net = net;
	o->db = db;
	o->table.type = &table_type;
	o->table.flags = NF_FLOWTABLE_COUNTER;
	write_pnet(&o->table.net, net);
	INIT_LIST_HEAD(&o->devs);
	INIT_DELAYED_WORK(&o->sweep, sweep);
	err = nf_flow_table_init(&o->table);
	if (err)
		return err;
	rtnl_lock();
	err = add_all(o);
	if (!err)
		/* Pairs with sfw_offload_try(): the table is ready. */
		smp_store_release(&o->on, true);
	rtnl_unlock();
	if (err) {
		synchronize_net();
		nf_flow_table_free(&o->table);
		return err;
	}
	queue_delayed_work(sfw_wq, &o->sweep, SWEEP_PERIOD);
	return 0;
}

/**
 * sfw_offload_stop - take all connections back, for good
 * @o: the flow table; may be off
 *
 * Context: may sleep; takes the RTNL.
 */
void sfw_offload_stop(struct sfw_offload *o)
{
	if (!o->on)
		return;
	rtnl_lock();
	WRITE_ONCE(o->on, false);
	del_all(o);
	rtnl_unlock();
	cancel_delayed_work_sync(&o->sweep);
	synchronize_net();	/* packets in the hooks, here and of forwarding */
	nf_flow_table_free(&o->table);
}

static int on_device(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct sfw_offload *o = &sfw_db_of(dev_net(dev))->nf->offload;

	if (!o->on)
		return NOTIFY_DONE;
	switch (event) {
	case NETDEV_REGISTER:
		return notifier_from_errno(add_dev(o, dev));
	case NETDEV_UNREGISTER:
		del_dev(o, dev);
		fallthrough;
	case NETDEV_DOWN:
		sfw_offload_flush(o);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block devices = {
	.notifier_call	= on_device,
};

/**
 * sfw_offload_init - follow devices as they come and go
 *
 * Context: may sleep; namespaces are set up. Return: 0 or an error.
 */
int sfw_offload_init(void)
{
	return register_netdevice_notifier(&devices);
}

/**
 * sfw_offload_exit - follow them no longer
 */
void sfw_offload_exit(void)
{
	unregister_netdevice_notifier(&devices);
}
