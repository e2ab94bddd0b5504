// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <net/netlink.h>

#include "../core/gateway.h"
#include "../db/comment.h"
#include "../db/entry.h"
#include "put.h"

static int put_addr(struct sk_buff *skb, int attr, u8 family,
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
	return put_addr(skb, SFW_A_FROM, p->family, &p->addr) ?:
	       nla_put_u8(skb, SFW_A_FROM_LEN, p->len);
}

static int put_selector(struct sk_buff *skb, const struct sfw_selector *sel)
{
	if (sfw_nl_put_prefix(skb, &sel->from))
		return -EMSGSIZE;
	if (sel->dev[0] && nla_put_string(skb, SFW_A_DEV, sel->dev))
		return -EMSGSIZE;
	return 0;
}

/**
 * sfw_nl_put_setting - write a setting and its value
 * @skb: the message
 * @p: the policy
 * @setting: enum sfw_setting
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_setting(struct sk_buff *skb, const struct sfw_policy *p,
		       u32 setting)
{
	if (nla_put_u8(skb, SFW_A_SETTING, setting) ||
	    nla_put_u32(skb, SFW_A_VALUE, p->setting[setting]))
		return -EMSGSIZE;
	return 0;
}

/**
 * sfw_nl_put_trust - write whom the policy trusts, or its local network
 * @skb: the message
 * @sel: whom
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_trust(struct sk_buff *skb, const struct sfw_selector *sel)
{
	return put_selector(skb, sel);
}

static int put_time_left(struct sk_buff *skb, u64 expires)
{
	u64 now = ktime_get_boottime_ns();

	if (!expires)
		return 0;
	/* Rounded up, so that what still holds never shows as 0 s. */
	return nla_put_u32(skb, SFW_A_DURATION, expires <= now ? 0 :
			   div_u64(expires - now + NSEC_PER_SEC - 1,
				   NSEC_PER_SEC));
}

/* Where it comes from and leads; from a whole family goes without saying. */
static int put_forward(struct sk_buff *skb, const struct sfw_entry *e)
{
	if ((e->sel.from.len && sfw_nl_put_prefix(skb, &e->sel.from)) ||
	    nla_put_string(skb, SFW_A_DEV, e->sel.dev) ||
	    put_addr(skb, SFW_A_TO, e->to.family, &e->to.addr))
		return -EMSGSIZE;
	if (e->to.first == e->first)
		return 0;
	return nla_put_u16(skb, SFW_A_TO_FIRST, e->to.first) ?:
	       nla_put_u16(skb, SFW_A_TO_LAST,
			   sfw_forward_port(e, e->last));
}

/**
 * sfw_nl_put_masq - write what is masqueraded
 * @skb: the message
 * @sel: source prefix and outgoing interface
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_masq(struct sk_buff *skb, const struct sfw_selector *sel)
{
	return sfw_nl_put_prefix(skb, &sel->from) ?:
	       nla_put_string(skb, SFW_A_OUT, sel->dev);
}

/**
 * sfw_nl_put_entry - write an open or forwarded port, or a protocol, with its
 * counters
 * @skb: the message
 * @e: the entry
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_entry(struct sk_buff *skb, const struct sfw_entry *e)
{
	struct sfw_sum sum = sfw_count_sum(sfw_port_of(e)->count);

	if (nla_put_u8(skb, SFW_A_PROTO, e->proto) ||
	    (e->to.family ? put_forward(skb, e) : put_selector(skb, &e->sel)) ||
	    put_time_left(skb, e->expires))
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
	if (nla_put_u64_64bit(skb, SFW_A_PACKETS, sum.packets, SFW_A_PAD) ||
	    nla_put_u64_64bit(skb, SFW_A_BYTES, sum.bytes, SFW_A_PAD))
		return -EMSGSIZE;
	return 0;
}

/**
 * sfw_nl_entry_cmd - the command that creates an entry
 * @e: the entry
 */
u8 sfw_nl_entry_cmd(const struct sfw_entry *e)
{
	if (e->to.family)
		return SFW_CMD_FORWARD_ADD;
	return sfw_entry_is_proto(e) ? SFW_CMD_PROTO_ADD : SFW_CMD_PORT_ADD;
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

/**
 * sfw_nl_put_guard - write a guard
 * @skb: the message
 * @g: the guard
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_guard(struct sk_buff *skb, const struct sfw_guard *g)
{
	u32 i;

	if (nla_put_string(skb, SFW_A_NAME, g->name))
		return -EMSGSIZE;
	for (i = 0; i < g->windows.n; i++)
		if (put_window(skb, &g->windows.window[i]))
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

/**
 * sfw_nl_put_knock - write a knock
 * @skb: the message
 * @l: the knock
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_knock(struct sk_buff *skb, const struct sfw_lock *l)
{
	u32 i;

	if (nla_put_string(skb, SFW_A_NAME, l->name))
		return -EMSGSIZE;
	for (i = 0; i < l->sequence.n; i++)
		if (put_step(skb, &l->sequence.step[i]))
			return -EMSGSIZE;
	return nla_put_u32(skb, SFW_A_WITHIN, seconds(l->sequence.within)) ?:
	       nla_put_u32(skb, SFW_A_DURATION, seconds(l->sequence.open));
}
