// SPDX-License-Identifier: GPL-2.0
/* Verdict on an imagined packet: the hooks' own decision on facts by hand. */
#include <linux/netdevice.h>
#include <net/ipv6.h>

#include "../core/decide.h"
#include "../core/gateway.h"
#include "../core/ifname.h"
#include "../core/link.h"
#include "../db/lead.h"
#include "../db/lookup.h"
#include "../db/local_addr.h"
#include "../db/policy/txn.h"
#include "../db/route_out.h"
#include "family.h"
#include "message.h"
#include "put.h"
#include "txn.h"

/* Names of interfaces that the facts of an imagined packet point to. */
struct names {
	char dev[SFW_DEV_MAX + 1];
	char vrf[SFW_DEV_MAX + 1];
	char local_dev[SFW_DEV_MAX + 1];
};

/*
 * The interface that the stack would name: the bridge or bond of a port. Of a VRF's
 * own device the port stays unknown.
 */
static void find_dev(struct net *net, struct sfw_facts *f, struct names *names)
{
	struct net_device *dev, *vrf = NULL;

	f->dev = names->dev;
	dev = dev_get_by_name_rcu(net, names->dev);
	while (dev && (netif_is_bridge_port(dev) || netif_is_lag_port(dev)))
		dev = netdev_master_upper_dev_get_rcu(dev);
	if (!dev)
		return;
	strscpy(names->dev, dev->name, sizeof(names->dev));
	f->loopback = dev->flags & IFF_LOOPBACK;
	if (netif_is_l3_slave(dev))
		vrf = netdev_master_upper_dev_get_rcu(dev);
	if (vrf) {
		strscpy(names->vrf, vrf->name, sizeof(names->vrf));
		f->vrf = names->vrf;
	}
}

static enum sfw_addr_kind kind_of(struct net *net, const struct sfw_facts *f,
				  const struct sfw_addr *a)
{
	return sfw_local_addr_kind(net, dev_get_by_name_rcu(net, f->dev),
				   f->family, a);
}

/*
 * Packets to no address in particular are for one of their interface, and of the
 * scope of their source.
 */
static void find_destination(struct net *net, struct sfw_facts *f, bool has_dst,
			     struct names *names)
{
	enum sfw_addr_kind kind = SFW_ADDR_OWN;
	struct in6_addr src6;

	memcpy(&src6, &f->src, sizeof(src6));
	if (has_dst)
		kind = kind_of(net, f, &f->dst);
	else if (f->family == SFW_AF_INET6 &&
		 ipv6_addr_type(&src6) & IPV6_ADDR_LINKLOCAL)
		f->dst.w[0] = cpu_to_be32(0xfe800000);
	f->forwarded = kind == SFW_ADDR_ELSEWHERE;
	f->multicast = kind == SFW_ADDR_GROUP;
	strscpy(names->local_dev, has_dst ?
		sfw_local_addr_dev(net, dev_get_by_name_rcu(net, f->dev), f->family,
				   &f->dst) : f->dev,
		sizeof(names->local_dev));
	f->local_dev = names->local_dev;
}

/* This host's own packets to itself come in by the loopback interface. */
static void find_place(struct net *net, struct sfw_facts *f, bool has_dst,
		       struct names *names)
{
	rcu_read_lock();
	find_dev(net, f, names);
	find_destination(net, f, has_dst, names);
	if (!names->dev[0] && !f->forwarded &&
	    kind_of(net, f, &f->src) == SFW_ADDR_OWN)
		f->loopback = true;
	rcu_read_unlock();
}

static int get_addresses(const struct genl_info *info, struct sfw_facts *f)
{
	u8 family;
	int err;

	err = sfw_nl_get_addr(info, SFW_A_SRC, &f->src, &f->family);
	if (err || !info->attrs[SFW_A_DST])
		return err;
	err = sfw_nl_get_addr(info, SFW_A_DST, &f->dst, &family);
	if (err)
		return err;
	if (family != f->family)
		return sfw_nl_err(info, SFW_A_DST, -EINVAL,
				  "source and destination are of two families");
	return 0;
}

static u16 get_u16(const struct genl_info *info, int attr)
{
	return info->attrs[attr] ? nla_get_u16(info->attrs[attr]) : 0;
}

static u8 get_u8(const struct genl_info *info, int attr, u8 dflt)
{
	return info->attrs[attr] ? nla_get_u8(info->attrs[attr]) : dflt;
}

static int get_facts(const struct genl_info *info, struct sfw_facts *f,
		     struct names *names)
{
	struct net *net = genl_info_net((struct genl_info *)info);
	int err;

	memset(f, 0, sizeof(*f));
	err = sfw_nl_need(info, SFW_A_PROTO, "the protocol") ?:
	      sfw_nl_need(info, SFW_A_SRC, "the source address") ?:
	      sfw_nl_get_dev(info, SFW_A_DEV, names->dev) ?:
	      get_addresses(info, f);
	if (err)
		return err;
	if (sfw_ifname_stem(names->dev) >= 0)
		return sfw_nl_err(info, SFW_A_DEV, -EINVAL,
				  "'%s' is a pattern: a packet comes in by one interface",
				  names->dev);
	find_place(net, f, info->attrs[SFW_A_DST], names);
	f->now = ktime_get_boottime_ns();
	f->proto = nla_get_u8(info->attrs[SFW_A_PROTO]);
	f->sport = get_u16(info, SFW_A_SPORT);
	f->dport = get_u16(info, SFW_A_DPORT);
	f->ct = get_u8(info, SFW_A_CT_STATE, SFW_CT_NEW);
	f->tcp_flags = get_u8(info, SFW_A_TCP_FLAGS, SFW_TCP_SYN);
	f->icmp_type = get_u8(info, SFW_A_ICMP_TYPE, 0);
	sfw_suppose_on_link(f);
	/* No live socket knows a packet made up, nor has one asked for it. */
	f->owner = SFW_NO;
	f->answers = SFW_NO;
	return 0;
}

/* Apply our own translation to it, assuming that no other does. */
static void translate(struct net *net, const struct sfw_policy *p,
		      struct sfw_facts *f)
{
	f->first_dst = f->dst;
	f->first_dport = f->dport;
	f->out = f->forwarded ? sfw_route_out(net, f) : NULL;
	if (!f->loopback && f->ct == SFW_CT_NEW)
		sfw_lead(net, dev_get_by_name_rcu(net, f->dev), f, p);
}

/* By an interface that is not there nothing is spoofed. */
static void answer(struct net *net, struct sfw_db *db,
		   const struct sfw_policy *p, const struct sfw_verdict *v,
		   struct sfw_facts *f)
{
	struct net_device *in;

	if (v->ask == SFW_ASK_FRESH)
		f->fresh = sfw_local_addr_fresh(net, f, sfw_fresh_addr(v, f, p));
	else if (v->ask != SFW_ASK_SPOOFED)
		sfw_db_lookup(db, p, v, f, true);
	if (v->ask != SFW_ASK_SPOOFED)
		return;
	in = dev_get_by_name_rcu(net, f->dev);
	f->spoofed = SFW_NO;
	if (in)
		db->ops->find_spoofed(db, p, f, in);
}

/*
 * The lists are looked into, but learn nothing of it. A SYN that may end before
 * connection tracking gets the same answer behind it.
 */
static struct sfw_verdict decide(struct net *net, struct sfw_db *db,
				 const struct sfw_policy *p,
				 struct sfw_facts *f)
{
	struct sfw_verdict v;
	struct sfw_early e;

	rcu_read_lock();
	while ((e = sfw_decide_early(f, p)).step == SFW_EARLY_ASK)
		answer(net, db, p, &e.v, f);
	if (e.step == SFW_EARLY_REFUSE) {
		v = e.v;
	} else {
		translate(net, p, f);
		while ((v = sfw_decide(f, p)).ask)
			answer(net, db, p, &v, f);
	}
	rcu_read_unlock();
	return v;
}

static int put_verdict(struct sk_buff *skb, struct net *net, struct sfw_db *db,
		       const struct sfw_policy *p, struct sfw_facts *f)
{
	struct sfw_verdict v = decide(net, db, p, f);

	if (nla_put_u8(skb, SFW_A_ENABLED, p->enabled) ||
	    nla_put_u8(skb, SFW_A_ACTION, v.action) ||
	    nla_put_u8(skb, SFW_A_REASON, v.reason))
		return -EMSGSIZE;
	return sfw_nl_put_rule(skb, p, &v, f);
}

/* The policy that this socket would be judged by after its commit. */
static int put_judgement(struct sk_buff *skb, struct genl_info *info,
			 struct sfw_facts *f)
{
	struct sfw_db *db = sfw_nl_db(info);
	struct sfw_txn *txn;
	int err = 0;

	mutex_lock(&db->lock);
	txn = sfw_txn_find(db, info->snd_portid);
	if (txn)
		err = sfw_snapshot_seal(txn->staged, f->now);
	if (!err)
		err = put_verdict(skb, genl_info_net(info), db, txn ? &txn->staged->policy :
					     &sfw_db_live(db)->policy, f);
	mutex_unlock(&db->lock);
	return err;
}

int sfw_nl_test(struct sk_buff *skb, struct genl_info *info)
{
	struct names names;
	struct sk_buff *reply;
	struct sfw_facts f;
	void *head;
	int err;

	err = get_facts(info, &f, &names);
	if (err)
		return err;
	reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	head = genlmsg_put_reply(reply, info, &sfw_genl, 0, SFW_CMD_TEST);
	err = head ? put_judgement(reply, info, &f) : -EMSGSIZE;
	if (err) {
		nlmsg_free(reply);
		return err;
	}
	genlmsg_end(reply, head);
	return genlmsg_reply(reply, info);
}
