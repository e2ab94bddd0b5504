// SPDX-License-Identifier: GPL-2.0
/* What would happen to a packet: the hooks' own decision on facts by hand. */
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/route.h>

#include "../core/decide.h"
#include "../core/gateway.h"
#include "../db/answer.h"
#include "../db/home.h"
#include "../db/lists.h"
#include "../db/txn.h"
#include "family.h"
#include "put.h"
#include "txn.h"

/* Would the stack deliver it to this host, or forward it? */
static bool is_local(struct net *net, const struct sfw_facts *f)
{
	const struct in6_addr *dst6 = (const struct in6_addr *)&f->dst;

	if (f->family == SFW_AF_INET)
		return inet_addr_type(net, f->dst.w[0]) != RTN_UNICAST;
#if IS_ENABLED(CONFIG_IPV6)
	return ipv6_addr_is_multicast(dst6) ||
	       ipv6_chk_addr(net, dst6, NULL, 0);
#else
	return true;
#endif
}

static bool is_loopback(struct net *net, const char *name)
{
	struct net_device *dev;
	bool loopback;

	rcu_read_lock();
	dev = dev_get_by_name_rcu(net, name);
	loopback = dev && dev->flags & IFF_LOOPBACK;
	rcu_read_unlock();
	return loopback;
}

/* Packets to no address in particular are for that of their interface. */
static void find_home(struct net *net, struct sfw_facts *f, bool has_dst,
		      char *home)
{
	rcu_read_lock();
	strscpy(home, has_dst ? sfw_home(net, f->family, &f->dst) : f->dev,
		SFW_DEV_MAX + 1);
	rcu_read_unlock();
	f->home = home;
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
		return sfw_refuse(info, SFW_A_DST, -EINVAL,
				  "source and destination are of two families");
	f->forwarded = !is_local(genl_info_net((struct genl_info *)info), f);
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
		     char *dev, char *home)
{
	struct net *net = genl_info_net((struct genl_info *)info);
	int err;

	memset(f, 0, sizeof(*f));
	err = sfw_nl_need(info, SFW_A_PROTO, "the protocol") ?:
	      sfw_nl_need(info, SFW_A_SRC, "the source address") ?:
	      sfw_nl_get_dev(info, SFW_A_DEV, dev) ?:
	      get_addresses(info, f);
	if (err)
		return err;
	f->dev = dev;
	f->loopback = is_loopback(net, dev);
	find_home(net, f, info->attrs[SFW_A_DST], home);
	f->now = ktime_get_boottime_ns();
	f->proto = nla_get_u8(info->attrs[SFW_A_PROTO]);
	f->sport = get_u16(info, SFW_A_SPORT);
	f->dport = get_u16(info, SFW_A_DPORT);
	f->ct = get_u8(info, SFW_A_CT_STATE, SFW_CT_NEW);
	f->tcp_flags = get_u8(info, SFW_A_TCP_FLAGS, SFW_TCP_SYN);
	f->icmp_type = get_u8(info, SFW_A_ICMP_TYPE, 0);
	f->hop_limit = 255;	/* as if from the link */
	f->owner = SFW_NO;	/* no live socket knows a packet made up */
	f->spoofed = SFW_NO;
	f->unclaimed = SFW_NO;	/* same answer, only later */
	return 0;
}

static int put_decider(struct sk_buff *skb, const struct sfw_policy *p,
		       const struct sfw_verdict *v)
{
	switch (v->rule) {
	case SFW_RULE_SETTING:
		return sfw_nl_put_setting(skb, p, v->index);
	case SFW_RULE_TRUST:
		return sfw_nl_put_trust(skb, &p->trusts[v->index]);
	case SFW_RULE_BLOCK:
		return sfw_nl_put_item(skb, &p->blocks->item[v->index]);
	case SFW_RULE_GUARD:
		return sfw_nl_put_guard(skb, &p->guards[v->index]);
	case SFW_RULE_KNOCK:
		return sfw_nl_put_knock(skb, &p->locks[v->index]);
	case SFW_RULE_LAN:
		return sfw_nl_put_trust(skb, &p->lans[v->index]);
	case SFW_RULE_FORWARD:
		return sfw_nl_put_entry(skb, p->forwards[v->index]);
	default:
		return sfw_nl_put_entry(skb, p->entries[v->index]);
	}
}

static u8 decider_cmd(const struct sfw_policy *p, const struct sfw_verdict *v)
{
	switch (v->rule) {
	case SFW_RULE_SETTING:
		return SFW_CMD_SETTING_SET;
	case SFW_RULE_TRUST:
		return SFW_CMD_TRUST_ADD;
	case SFW_RULE_BLOCK:
		return SFW_CMD_BLOCK_ADD;
	case SFW_RULE_GUARD:
		return SFW_CMD_GUARD_ADD;
	case SFW_RULE_KNOCK:
		return SFW_CMD_KNOCK_ADD;
	case SFW_RULE_LAN:
		return SFW_CMD_LAN_ADD;
	case SFW_RULE_FORWARD:
		return SFW_CMD_FORWARD_ADD;
	default:
		return sfw_nl_entry_cmd(p->entries[v->index]);
	}
}

static int put_rule(struct sk_buff *skb, const struct sfw_policy *p,
		    const struct sfw_verdict *v)
{
	struct nlattr *nest;
	int err;

	if (v->rule == SFW_RULE_NONE)
		return 0;
	nest = nla_nest_start(skb, SFW_A_RULE);
	if (!nest)
		return -EMSGSIZE;
	err = put_decider(skb, p, v);
	nla_nest_end(skb, nest);
	return err ?: nla_put_u8(skb, SFW_A_RULE_CMD, decider_cmd(p, v));
}

/* What translation would do to it, where nobody else has a hand in that. */
static void translate(const struct sfw_policy *p, struct sfw_facts *f)
{
	u32 i;

	f->first_dst = f->dst;
	f->first_dport = f->dport;
	if (f->loopback || f->ct == SFW_CT_INVALID)
		return;
	i = sfw_forward_find(f, p);
	if (i == SFW_NO_ENTRY)
		return;
	f->dst = p->forwards[i]->to.addr;
	f->dport = sfw_forward_port(p->forwards[i], f->first_dport);
	f->forwarded = true;
}

/* The lists are looked into, but learn nothing of it. */
static struct sfw_verdict decide(const struct sfw_db *db,
				 const struct sfw_policy *p,
				 struct sfw_facts *f)
{
	struct sfw_verdict v;

	rcu_read_lock();
	while ((v = sfw_decide_early(f, p)).ask)
		sfw_db_answer(db, p, &v, f, true);
	if (v.action == SFW_ACT_ACCEPT) {
		translate(p, f);
		while ((v = sfw_decide(f, p)).ask)
			sfw_db_answer(db, p, &v, f, true);
	}
	rcu_read_unlock();
	return v;
}

static int put_verdict(struct sk_buff *skb, const struct sfw_db *db,
		       const struct sfw_policy *p, struct sfw_facts *f)
{
	struct sfw_verdict v = decide(db, p, f);

	if (nla_put_u8(skb, SFW_A_ENABLED, p->enabled) ||
	    nla_put_u8(skb, SFW_A_ACTION, v.action) ||
	    nla_put_u8(skb, SFW_A_REASON, v.reason))
		return -EMSGSIZE;
	return put_rule(skb, p, &v);
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
		err = sfw_snapshot_seal(txn->staged, f->now) ?:
		      sfw_lists_prepare(db, &txn->staged->policy);
	if (!err)
		err = put_verdict(skb, db, txn ? &txn->staged->policy :
					     &sfw_db_live(db)->policy, f);
	mutex_unlock(&db->lock);
	return err;
}

/**
 * sfw_nl_test - SFW_CMD_TEST
 * @skb: the request
 * @info: the request
 */
int sfw_nl_test(struct sk_buff *skb, struct genl_info *info)
{
	char dev[SFW_DEV_MAX + 1], home[SFW_DEV_MAX + 1];
	struct sk_buff *reply;
	struct sfw_facts f;
	void *head;
	int err;

	err = get_facts(info, &f, dev, home);
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
