// SPDX-License-Identifier: GPL-2.0
/* An entry of a recent list, as SFW_CMD_LIST_GET told it before a reboot. */
#include "../db/list/copy.h"
#include "../db/list/lists.h"
#include "attr.h"
#include "family.h"

/* No age or time that is left is longer: ten years. */
static u64 nanoseconds(u64 seconds)
{
	return min_t(u64, seconds, SFW_DURATION_MAX) * NSEC_PER_SEC;
}

static u64 get_u64(const struct genl_info *info, int attr)
{
	return info->attrs[attr] ? nla_get_u64(info->attrs[attr]) : 0;
}

static void get_cause(const struct genl_info *info, struct sfw_list_copy *c)
{
	const struct nlattr *proto = info->attrs[SFW_A_PROTO];
	const struct nlattr *port = info->attrs[SFW_A_PORT_FIRST];

	if (proto)
		c->cause = sfw_recent_cause(nla_get_u8(proto),
					    port ? nla_get_u16(port) : 0);
	if (info->attrs[SFW_A_TTL])
		c->ttl = nla_get_u8(info->attrs[SFW_A_TTL]);
}

static int get_stamps(const struct genl_info *info, struct sfw_list_copy *c)
{
	const struct nlattr *attr = info->attrs[SFW_A_STAMPS];
	u32 i;

	if (!attr)
		return 0;
	if (nla_len(attr) % sizeof(*c->stamp))
		return sfw_nl_err(info, SFW_A_STAMPS, -EINVAL,
				  "stamps have 8 bytes each");
	c->n_stamps = nla_len(attr) / sizeof(*c->stamp);
	nla_memcpy(c->stamp, attr, sizeof(c->stamp));
	for (i = 0; i < c->n_stamps; i++)
		c->stamp[i] = min_t(u64, c->stamp[i] >> 8,
				    SFW_DURATION_MAX * 1000ULL) << 8 |
			      (u8)c->stamp[i];
	return 0;
}

static int get_copy(const struct genl_info *info, struct sfw_list_copy *c,
		    u8 *len)
{
	struct sfw_prefix p = {};
	int err;

	err = sfw_nl_need(info, SFW_A_FROM, "the address") ?:
	      sfw_nl_get_prefix(info, &p) ?: get_stamps(info, c);
	if (err)
		return err;
	c->addr = p.addr;
	c->family = p.family;
	*len = p.len;
	c->fixed = info->attrs[SFW_A_FIXED];
	c->hits = min_t(u64, get_u64(info, SFW_A_PACKETS), U32_MAX);
	c->first = nanoseconds(get_u64(info, SFW_A_FIRST));
	c->last = min(nanoseconds(get_u64(info, SFW_A_LAST)), c->first);
	if (info->attrs[SFW_A_DURATION])
		c->left = nanoseconds(nla_get_u32(info->attrs[SFW_A_DURATION]));
	get_cause(info, c);
	return 0;
}

/* Files of before told no kind: then a source may be kept out, but nobody is let in. */
static bool is_of_kind(const struct genl_info *info, const struct sfw_list *list)
{
	const struct nlattr *object = info->attrs[SFW_A_OBJECT];

	return object ? nla_get_u8(object) == sfw_list_object(list) :
			list->kind != SFW_LIST_KNOCK;
}

static int put(struct genl_info *info, struct sfw_list *list,
	       const struct sfw_list_copy *c, u8 len)
{
	bool v6 = c->family == SFW_AF_INET6;
	int err;

	if (!is_of_kind(info, list))
		return sfw_nl_err(info, SFW_A_OBJECT, -EINVAL,
				  "%s was of another kind when its list was saved: a guard, or a knock",
				  list->name);
	if (len != list->mask[v6])
		return sfw_nl_err(info, SFW_A_FROM_LEN, -EINVAL,
				  "%s counts sources by /%u, not by /%u",
				  list->name, list->mask[v6], len);
	err = sfw_list_put_copy(list, c, ktime_get_boottime_ns());
	if (err == -ENOSPC)
		sfw_extack(info->extack, "%s has no room for all", list->name);
	return err;
}

int sfw_nl_list_put(struct sk_buff *skb, struct genl_info *info)
{
	struct sfw_list_copy *c = kzalloc(sizeof(*c), GFP_KERNEL_ACCOUNT);
	struct sfw_list *list;
	u8 len;
	int err;

	if (!c)
		return -ENOMEM;
	err = get_copy(info, c, &len);
	if (!err) {
		list = sfw_nl_find_list(info, true);
		err = PTR_ERR_OR_ZERO(list);
	}
	if (!err) {
		err = put(info, list, c, len);
		sfw_list_put(list);
	}
	kfree(c);
	return err;
}
