// SPDX-License-Identifier: GPL-2.0
/* The local network, masqueraded prefixes, forwarded ports. */
#include <linux/in.h>
#include <net/ipv6.h>

#include "../core/gateway.h"
#include "../db/describe.h"
#include "family.h"
#include "txn.h"

static int refuse_lan(const struct genl_info *info, int err,
		      const struct sfw_selector *sel)
{
	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack, "in the local network already: %s",
			   sel->dev);
		break;
	case -ENOENT:
		sfw_extack(info->extack, "not in the local network: %s",
			   sel->dev);
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "%u interfaces are in the local network, the most there may be",
			   SFW_LANS_MAX);
		break;
	}
	return err;
}

static int change_lan(struct sfw_snapshot *s, const struct genl_info *info,
		      int (*change)(struct sfw_snapshot *s,
				    const struct sfw_selector *sel))
{
	struct sfw_selector sel = {};
	int err;

	err = sfw_nl_need(info, SFW_A_DEV, "the interface") ?:
	      sfw_nl_get_dev(info, SFW_A_DEV, sel.dev);
	if (err)
		return err;
	return refuse_lan(info, change(s, &sel), &sel);
}

static int add_lan(struct sfw_snapshot *s, const struct genl_info *info)
{
	return change_lan(s, info, sfw_snapshot_add_lan);
}

static int del_lan(struct sfw_snapshot *s, const struct genl_info *info)
{
	return change_lan(s, info, sfw_snapshot_del_lan);
}

static int refuse_masq(const struct genl_info *info, int err,
		       const struct sfw_selector *sel)
{
	const struct sfw_selector from = { .from = sel->from };
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_selector(text, &from);
	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack, "masqueraded already: %s out %s",
			   text, sel->dev);
		break;
	case -ENOENT:
		sfw_extack(info->extack, "not masqueraded: %s out %s", text,
			   sel->dev);
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "%u prefixes are masqueraded, the most there may be",
			   SFW_MASQS_MAX);
		break;
	}
	return err;
}

static int change_masq(struct sfw_snapshot *s, const struct genl_info *info,
		       int (*change)(struct sfw_snapshot *s,
				     const struct sfw_selector *sel))
{
	struct sfw_selector sel = {};
	int err;

	err = sfw_nl_need(info, SFW_A_FROM, "the prefix") ?:
	      sfw_nl_need(info, SFW_A_OUT, "the outgoing interface") ?:
	      sfw_nl_get_prefix(info, &sel.from) ?:
	      sfw_nl_get_dev(info, SFW_A_OUT, sel.dev);
	if (err)
		return err;
	return refuse_masq(info, change(s, &sel), &sel);
}

static int add_masq(struct sfw_snapshot *s, const struct genl_info *info)
{
	return change_masq(s, info, sfw_snapshot_add_masq);
}

static int del_masq(struct sfw_snapshot *s, const struct genl_info *info)
{
	return change_masq(s, info, sfw_snapshot_del_masq);
}

/* An address that packets can be led to. */
static bool is_host(u8 family, const struct sfw_addr *a)
{
	const struct in6_addr *a6 = (const struct in6_addr *)a;

	if (family == SFW_AF_INET6)
		return !(ipv6_addr_any(a6) || ipv6_addr_loopback(a6) ||
			 ipv6_addr_is_multicast(a6) || ipv6_addr_v4mapped(a6) ||
			 ipv6_addr_type(a6) & IPV6_ADDR_LINKLOCAL);
	return !(ipv4_is_zeronet(a->w[0]) || ipv4_is_loopback(a->w[0]) ||
		 ipv4_is_multicast(a->w[0]) || ipv4_is_lbcast(a->w[0]));
}

static int get_to_ports(const struct genl_info *info, struct sfw_entry *e)
{
	struct nlattr *first = info->attrs[SFW_A_TO_FIRST];
	struct nlattr *last = info->attrs[SFW_A_TO_LAST];
	int from, to;

	e->to.first = first ? nla_get_u16(first) : e->first;
	from = e->last - e->first;
	to = last ? nla_get_u16(last) - e->to.first : first ? 0 : from;
	if (from != to)
		return sfw_refuse(info, SFW_A_TO_FIRST, -EINVAL,
				  "%u-%u cannot lead to %u-%u: as many ports are needed",
				  e->first, e->last, e->to.first,
				  e->to.first + to);
	return 0;
}

/* All that names one; @e->to.family stays SFW_AF_ANY where no target is given */
static int get_key(const struct genl_info *info, struct sfw_entry *e)
{
	int err;

	memset(e, 0, sizeof(*e));
	err = sfw_nl_get_ports(info, e) ?:
	      sfw_nl_need(info, SFW_A_DEV, "the incoming interface") ?:
	      sfw_nl_get_selector(info, &e->sel);
	if (err || !info->attrs[SFW_A_TO])
		return err;
	err = sfw_nl_get_addr(info, SFW_A_TO, &e->to.addr, &e->to.family);
	if (err)
		return err;
	if (e->sel.from.family && e->sel.from.family != e->to.family)
		return sfw_refuse(info, SFW_A_TO, -EINVAL,
				  "source and target are of two families");
	return 0;
}

static int refuse_forward(const struct genl_info *info, int err,
			  const struct sfw_entry *e)
{
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_entry(text, e);
	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack, "forwarded already: %s", text);
		break;
	case -ENOENT:
		sfw_extack(info->extack, "not forwarded: %s", text);
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "%u ports are forwarded, the most there may be",
			   SFW_FORWARDS_MAX);
		break;
	}
	return err;
}

static int add_forward(struct sfw_snapshot *s, const struct genl_info *info)
{
	struct sfw_entry e;
	int err;

	err = sfw_nl_need(info, SFW_A_TO, "the target") ?:
	      get_key(info, &e) ?:
	      get_to_ports(info, &e) ?:
	      sfw_nl_get_comment(info, e.comment);
	if (err)
		return err;
	if (!is_host(e.to.family, &e.to.addr))
		return sfw_refuse(info, SFW_A_TO, -EINVAL,
				  "the target is not the address of a host");
	e.sel.from.family = e.to.family;
	return refuse_forward(info, sfw_snapshot_add_forward(s, &e), &e);
}

static int del_forward(struct sfw_snapshot *s, const struct genl_info *info)
{
	struct sfw_entry e;
	int err = get_key(info, &e);

	if (err)
		return err;
	return refuse_forward(info, sfw_snapshot_del_forwards(s, &e), &e);
}

/**
 * sfw_nl_lan_add - SFW_CMD_LAN_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_lan_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add_lan);
}

/**
 * sfw_nl_lan_del - SFW_CMD_LAN_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_lan_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del_lan);
}

/**
 * sfw_nl_masq_add - SFW_CMD_MASQ_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_masq_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add_masq);
}

/**
 * sfw_nl_masq_del - SFW_CMD_MASQ_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_masq_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del_masq);
}

/**
 * sfw_nl_forward_add - SFW_CMD_FORWARD_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_forward_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add_forward);
}

/**
 * sfw_nl_forward_del - SFW_CMD_FORWARD_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_forward_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del_forward);
}
