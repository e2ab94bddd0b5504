// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <net/netlink.h>

#include "../core/gateway.h"
#include "../db/policy/comment.h"
#include "../db/policy/entry.h"
#include "../db/policy/group.h"
#include "../db/seconds.h"
#include "message.h"
#include "put.h"

/**
 * sfw_nl_put_addr - write an address
 * @skb: the message
 * @attr: enum sfw_attr
 * @family: of @a
 * @a: the address
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_addr(struct sk_buff *skb, int attr, u8 family,
		    const struct sfw_addr *a)
{
	return nla_put(skb, attr, family == SFW_AF_INET ? 4 : 16, a);
}

/**
 * sfw_nl_put_prefix - write a prefix
 * @skb: the message
 * @p: the prefix; "any" is not written
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_prefix(struct sk_buff *skb, const struct sfw_prefix *p)
{
	if (!p->family)
		return 0;
	return sfw_nl_put_addr(skb, SFW_A_FROM, p->family, &p->addr) ?:
	       nla_put_u8(skb, SFW_A_FROM_LEN, p->len);
}

static int put_source(struct sk_buff *skb, const struct sfw_selector *sel)
{
	return sel->group ? nla_put_string(skb, SFW_A_GROUP, sel->group->name) :
			    sfw_nl_put_prefix(skb, &sel->from);
}

static int put_selector(struct sk_buff *skb, const struct sfw_selector *sel)
{
	if (put_source(skb, sel))
		return -EMSGSIZE;
	if (sel->dev[0] && nla_put_string(skb, SFW_A_DEV, sel->dev))
		return -EMSGSIZE;
	return 0;
}

/**
 * sfw_nl_put_setting - write a setting
 * @skb: the message
 * @setting: enum sfw_setting
 * @value: its value
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_setting(struct sk_buff *skb, u32 setting, u32 value)
{
	return nla_put_u8(skb, SFW_A_SETTING, setting) ?:
	       nla_put_u32(skb, SFW_A_VALUE, value);
}

static int put_time_left(struct sk_buff *skb, u64 expires)
{
	if (!expires)
		return 0;
	return nla_put_u32(skb, SFW_A_DURATION,
			   sfw_seconds_left(expires, ktime_get_boottime_ns()));
}

/* Where it comes from and leads; from a whole family goes without saying. */
static int put_forward(struct sk_buff *skb, const struct sfw_entry *e)
{
	if (((e->sel.from.len || e->sel.group) && put_source(skb, &e->sel)) ||
	    nla_put_string(skb, SFW_A_DEV, e->sel.dev) ||
	    sfw_nl_put_addr(skb, SFW_A_TO, e->to.family, &e->to.addr) ||
	    (e->to.dev[0] && nla_put_string(skb, SFW_A_TO_DEV, e->to.dev)))
		return -EMSGSIZE;
	if (e->to.first == e->first)
		return 0;
	return nla_put_u16(skb, SFW_A_TO_FIRST, e->to.first) ?:
	       nla_put_u16(skb, SFW_A_TO_LAST,
			   sfw_forward_port(e, e->last));
}

static int put_passage(struct sk_buff *skb, const struct sfw_passage *passage)
{
	if (put_selector(skb, &passage->sel) ||
	    (passage->out[0] && nla_put_string(skb, SFW_A_OUT, passage->out)))
		return -EMSGSIZE;
	return passage->to_family ? sfw_nl_put_addr(skb, SFW_A_TO, passage->to_family,
					     &passage->to) : 0;
}

static int put_entry(struct sk_buff *skb, const struct sfw_entry *e)
{
	struct sfw_sum sum = sfw_count_sum(READ_ONCE(sfw_port_of(e)->count));

	if (nla_put_u8(skb, SFW_A_PROTO, e->proto) ||
	    (e->to.family ? put_forward(skb, e) : put_selector(skb, &e->sel)) ||
	    put_time_left(skb, e->expires))
		return -EMSGSIZE;
	if (sfw_entry_is_ping(e) && nla_put_flag(skb, SFW_A_PING))
		return -EMSGSIZE;
	if (!sfw_entry_is_proto(e) &&
	    (nla_put_u16(skb, SFW_A_PORT_FIRST, e->first) ||
	     nla_put_u16(skb, SFW_A_PORT_LAST, e->last)))
		return -EMSGSIZE;
	if ((e->guard[0] && nla_put_string(skb, SFW_A_GUARD, e->guard)) ||
	    (e->knock[0] && nla_put_string(skb, SFW_A_KNOCK, e->knock)))
		return -EMSGSIZE;
	if (e->comment[0] && nla_put_string(skb, SFW_A_COMMENT, e->comment))
		return -EMSGSIZE;
	if (sfw_nl_put_u64(skb, SFW_A_PACKETS, sum.packets) ||
	    sfw_nl_put_u64(skb, SFW_A_BYTES, sum.bytes))
		return -EMSGSIZE;
	return 0;
}

/**
 * sfw_nl_put_item - write a blocked or exempt prefix
 * @skb: the message
 * @item: the prefix
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_item(struct sk_buff *skb, const struct sfw_prefix_item *item)
{
	if (sfw_nl_put_prefix(skb, &item->prefix) ||
	    put_time_left(skb, item->expires) ||
	    (item->comment &&
	     nla_put_string(skb, SFW_A_COMMENT, item->comment->text)))
		return -EMSGSIZE;
	return 0;
}

/**
 * sfw_nl_put_member - write a prefix of a group
 * @skb: the message
 * @g: the group
 * @item: the prefix
 * @fleeting: it is no policy
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_member(struct sk_buff *skb, const struct sfw_group *g,
		      const struct sfw_prefix_item *item, bool fleeting)
{
	return nla_put_string(skb, SFW_A_NAME, g->name) ?:
	       sfw_nl_put_item(skb, item) ?:
	       fleeting ? nla_put_flag(skb, SFW_A_VOLATILE) : 0;
}

static int put_group(struct sk_buff *skb, const struct sfw_group_place *at)
{
	if (nla_put_string(skb, SFW_A_NAME, at->group->name) ||
	    (at->group->is_volatile && nla_put_flag(skb, SFW_A_VOLATILE)))
		return -EMSGSIZE;
	return nla_put_u32(skb, SFW_A_SIZE, at->lasting->set.n + at->fleeting->set.n);
}

static u32 seconds(u64 ns)
{
	return div_u64(ns, NSEC_PER_SEC);
}

static int put_window(struct sk_buff *skb, const struct sfw_window *w)
{
	struct nlattr *nest = nla_nest_start(skb, SFW_A_WINDOW);

	if (!nest || nla_put_u32(skb, SFW_A_HITS, w->hits) ||
	    nla_put_u32(skb, SFW_A_SECONDS, seconds(w->time)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_guard(struct sk_buff *skb, const struct sfw_guard *g)
{
	u32 i;

	if (nla_put_string(skb, SFW_A_NAME, g->base.name))
		return -EMSGSIZE;
	for (i = 0; i < g->windows.n; i++)
		if (put_window(skb, &g->windows.window[i]))
			return -EMSGSIZE;
	if (g->live && nla_put_u32(skb, SFW_A_LIVE, g->live))
		return -EMSGSIZE;
	if ((g->windows.rttl && nla_put_flag(skb, SFW_A_RTTL)) ||
	    nla_put_u8(skb, SFW_A_MASK4, g->mask[0]) ||
	    nla_put_u8(skb, SFW_A_MASK6, g->mask[1]) ||
	    nla_put_u8(skb, SFW_A_THEN, g->then))
		return -EMSGSIZE;
	return g->then == SFW_THEN_BLOCK ?
	       nla_put_u32(skb, SFW_A_DURATION, seconds(g->block_time)) : 0;
}

static int put_step(struct sk_buff *skb, const struct sfw_step *step)
{
	struct nlattr *nest = nla_nest_start(skb, SFW_A_STEP);

	if (!nest || nla_put_u8(skb, SFW_A_PROTO, step->proto) ||
	    nla_put_u16(skb, SFW_A_PORT_FIRST, step->port))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_knock(struct sk_buff *skb, const struct sfw_knock *l)
{
	u32 i;

	if (nla_put_string(skb, SFW_A_NAME, l->base.name))
		return -EMSGSIZE;
	for (i = 0; i < l->sequence.n; i++)
		if (put_step(skb, &l->sequence.step[i]))
			return -EMSGSIZE;
	return nla_put_u32(skb, SFW_A_WITHIN, seconds(l->sequence.within)) ?:
	       nla_put_u32(skb, SFW_A_DURATION, seconds(l->sequence.open));
}

/**
 * sfw_nl_object_cmd - the command that adds an object to a policy
 * @p: the policy
 * @object: the kind
 * @i: its place among its kind
 */
u8 sfw_nl_object_cmd(const struct sfw_policy *p, enum sfw_object object, u32 i)
{
	static const u8 cmds[] = {
		[SFW_OBJ_ENABLED]	= SFW_CMD_ENABLE_SET,
		[SFW_OBJ_SETTING]	= SFW_CMD_SETTING_SET,
		[SFW_OBJ_GROUP]		= SFW_CMD_GROUP_NEW,
		[SFW_OBJ_TRUST]		= SFW_CMD_TRUST_ADD,
		[SFW_OBJ_GUARD]		= SFW_CMD_GUARD_ADD,
		[SFW_OBJ_KNOCK]		= SFW_CMD_KNOCK_ADD,
		[SFW_OBJ_ENTRY]		= SFW_CMD_PORT_ADD,
		[SFW_OBJ_BLOCK]		= SFW_CMD_BLOCK_ADD,
		[SFW_OBJ_LAN]		= SFW_CMD_LAN_ADD,
		[SFW_OBJ_MASQ]		= SFW_CMD_MASQ_ADD,
		[SFW_OBJ_FORWARD]	= SFW_CMD_FORWARD_ADD,
	};

	return object == SFW_OBJ_ENTRY && sfw_entry_is_proto(p->entries[i]) ?
	       SFW_CMD_PROTO_ADD : cmds[object];
}

/**
 * sfw_nl_put_object - write an object of a policy
 * @skb: the message
 * @p: the policy
 * @object: the kind, of those with a place
 * @i: its place among its kind
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_object(struct sk_buff *skb, const struct sfw_policy *p,
		      enum sfw_object object, u32 i)
{
	switch (object) {
	case SFW_OBJ_SETTING:
		return sfw_nl_put_setting(skb, i, p->setting[i]);
	case SFW_OBJ_GROUP:
		return put_group(skb, &p->groups[i]);
	case SFW_OBJ_TRUST:
		return put_selector(skb, &p->trusts[i]);
	case SFW_OBJ_GUARD:
		return put_guard(skb, &p->guards[i]);
	case SFW_OBJ_KNOCK:
		return put_knock(skb, &p->knocks[i]);
	case SFW_OBJ_LAN:
		return put_passage(skb, &p->lans[i]);
	case SFW_OBJ_MASQ:
		return put_passage(skb, &p->masqs[i]);
	case SFW_OBJ_FORWARD:
		return put_entry(skb, p->forwards[i]);
	default:
		return put_entry(skb, p->entries[i]);
	}
}
