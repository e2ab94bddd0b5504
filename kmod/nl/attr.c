// SPDX-License-Identifier: GPL-2.0
#include <linux/netdevice.h>

#include "../db/entry.h"
#include "attr.h"

/**
 * sfw_nl_need - refuse a request that lacks an attribute
 * @info: the request
 * @attr: enum sfw_attr
 * @name: its name for people
 *
 * Return: 0 or -EINVAL.
 */
int sfw_nl_need(const struct genl_info *info, int attr, const char *name)
{
	if (info->attrs[attr])
		return 0;
	return sfw_refuse(info, attr, -EINVAL, "%s is missing", name);
}

/**
 * sfw_nl_get_addr - read an address
 * @info: the request, which has the attribute
 * @attr: enum sfw_attr
 * @addr: the address
 * @family: its family, by its length
 *
 * Return: 0 or -EINVAL.
 */
int sfw_nl_get_addr(const struct genl_info *info, int attr,
		    struct sfw_addr *addr, u8 *family)
{
	int len = nla_len(info->attrs[attr]);

	if (len != 4 && len != 16)
		return sfw_refuse(info, attr, -EINVAL,
				  "an address has 4 or 16 bytes, not %d", len);
	memset(addr, 0, sizeof(*addr));
	memcpy(addr, nla_data(info->attrs[attr]), len);
	*family = len == 4 ? SFW_AF_INET : SFW_AF_INET6;
	return 0;
}

static int get_prefix(const struct genl_info *info, struct sfw_prefix *p)
{
	struct nlattr *len = info->attrs[SFW_A_FROM_LEN];
	unsigned int bits;
	int err;

	if (!info->attrs[SFW_A_FROM])
		return len ? sfw_refuse(info, SFW_A_FROM_LEN, -EINVAL,
					"a prefix length without a prefix") : 0;
	err = sfw_nl_get_addr(info, SFW_A_FROM, &p->addr, &p->family);
	if (err)
		return err;
	bits = p->family == SFW_AF_INET ? 32 : 128;
	p->len = len ? nla_get_u8(len) : bits;
	if (p->len > bits)
		return sfw_refuse(info, SFW_A_FROM_LEN, -ERANGE,
				  "prefix length %u is above %u", p->len, bits);
	if (sfw_prefix_valid(p))
		return 0;
	if (p->family == SFW_AF_INET)
		return sfw_refuse(info, SFW_A_FROM, -EINVAL,
				  "%pI4/%u has host bits set", &p->addr,
				  p->len);
	return sfw_refuse(info, SFW_A_FROM, -EINVAL,
			  "%pI6c/%u has host bits set", &p->addr, p->len);
}

/**
 * sfw_nl_get_dev - read the name of an interface, which need not exist
 * @info: the request
 * @dev: SFW_DEV_MAX + 1 bytes; the name padded with zeros, "" without one
 *
 * Return: 0 or -EINVAL.
 */
int sfw_nl_get_dev(const struct genl_info *info, char *dev)
{
	memset(dev, 0, SFW_DEV_MAX + 1);
	if (!info->attrs[SFW_A_DEV])
		return 0;
	nla_strscpy(dev, info->attrs[SFW_A_DEV], SFW_DEV_MAX + 1);
	if (!dev_valid_name(dev))
		return sfw_refuse(info, SFW_A_DEV, -EINVAL,
				  "'%s' is not a name of an interface", dev);
	return 0;
}

/**
 * sfw_nl_get_selector - read from where
 * @info: the request
 * @sel: what it says; all zero where it says nothing
 *
 * Return: 0, -EINVAL or -ERANGE.
 */
int sfw_nl_get_selector(const struct genl_info *info, struct sfw_selector *sel)
{
	int err;

	memset(sel, 0, sizeof(*sel));
	err = get_prefix(info, &sel->from);
	return err ?: sfw_nl_get_dev(info, sel->dev);
}

static int put_selector(struct sk_buff *skb, const struct sfw_selector *sel)
{
	int len = sel->from.family == SFW_AF_INET ? 4 : 16;

	if (sel->from.family &&
	    (nla_put(skb, SFW_A_FROM, len, &sel->from.addr) ||
	     nla_put_u8(skb, SFW_A_FROM_LEN, sel->from.len)))
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
 * sfw_nl_put_trust - write whom the policy trusts
 * @skb: the message
 * @sel: whom
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_trust(struct sk_buff *skb, const struct sfw_selector *sel)
{
	return put_selector(skb, sel);
}

static int put_time_left(struct sk_buff *skb, const struct sfw_entry *e)
{
	u64 now = ktime_get_boottime_ns();

	if (!e->expires)
		return 0;
	/* Rounded up, so that what still is open never shows as 0 s. */
	return nla_put_u32(skb, SFW_A_DURATION, e->expires <= now ? 0 :
			   div_u64(e->expires - now + NSEC_PER_SEC - 1,
				   NSEC_PER_SEC));
}

/**
 * sfw_nl_put_entry - write an open port or protocol with its counters
 * @skb: the message
 * @e: the entry
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_entry(struct sk_buff *skb, const struct sfw_entry *e)
{
	struct sfw_sum sum = sfw_count_sum(sfw_port_of(e)->count);

	if (nla_put_u8(skb, SFW_A_PROTO, e->proto) ||
	    put_selector(skb, &e->sel) || put_time_left(skb, e))
		return -EMSGSIZE;
	if (!sfw_entry_is_proto(e) &&
	    (nla_put_u16(skb, SFW_A_PORT_FIRST, e->first) ||
	     nla_put_u16(skb, SFW_A_PORT_LAST, e->last)))
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
	return sfw_entry_is_proto(e) ? SFW_CMD_PROTO_ADD : SFW_CMD_PORT_ADD;
}
