// SPDX-License-Identifier: GPL-2.0
#include <linux/netdevice.h>

#include "../compat/genl.h"
#include "../core/ifname.h"
#include "../core/text.h"
#include "../core/words.h"
#include "../db/policy/group.h"
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
	return sfw_nl_err(info, attr, -EINVAL, "%s is missing", name);
}

/**
 * sfw_nl_read_addr - read an address
 * @attr: the attribute
 * @addr: the address
 * @family: its family, by its length
 *
 * Return: false if it is neither of 4 nor of 16 bytes.
 */
bool sfw_nl_read_addr(const struct nlattr *attr, struct sfw_addr *addr,
		      u8 *family)
{
	int len = nla_len(attr);

	if (len != 4 && len != 16)
		return false;
	memset(addr, 0, sizeof(*addr));
	memcpy(addr, nla_data(attr), len);
	*family = len == 4 ? SFW_AF_INET : SFW_AF_INET6;
	return true;
}

/**
 * sfw_nl_get_addr - read an address of a request
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
	if (sfw_nl_read_addr(info->attrs[attr], addr, family))
		return 0;
	return sfw_nl_err(info, attr, -EINVAL,
			  "an address has 4 or 16 bytes, not %d",
			  nla_len(info->attrs[attr]));
}

/**
 * sfw_nl_get_prefix - read a prefix
 * @info: the request
 * @p: the prefix; left alone where there is none
 *
 * Return: 0, -EINVAL or -ERANGE.
 */
int sfw_nl_get_prefix(const struct genl_info *info, struct sfw_prefix *p)
{
	struct nlattr *len = info->attrs[SFW_A_FROM_LEN];
	unsigned int bits;
	int err;

	if (!info->attrs[SFW_A_FROM])
		return len ? sfw_nl_err(info, SFW_A_FROM_LEN, -EINVAL,
					"a prefix length without a prefix") : 0;
	err = sfw_nl_get_addr(info, SFW_A_FROM, &p->addr, &p->family);
	if (err)
		return err;
	bits = p->family == SFW_AF_INET ? 32 : 128;
	p->len = len ? nla_get_u8(len) : bits;
	if (p->len > bits)
		return sfw_nl_err(info, SFW_A_FROM_LEN, -ERANGE,
				  "prefix length %u is above %u", p->len, bits);
	if (sfw_prefix_valid(p))
		return 0;
	if (p->family == SFW_AF_INET)
		return sfw_nl_err(info, SFW_A_FROM, -EINVAL,
				  "%pI4/%u has host bits set", &p->addr,
				  p->len);
	return sfw_nl_err(info, SFW_A_FROM, -EINVAL,
			  "%pI6c/%u has host bits set", &p->addr, p->len);
}

/**
 * sfw_nl_get_dev - read the name of an interface, which need not exist, or a
 * pattern of names
 * @info: the request
 * @attr: enum sfw_attr
 * @dev: SFW_DEV_MAX + 1 bytes; the name padded with zeros, "" without one
 *
 * Return: 0 or -EINVAL.
 */
int sfw_nl_get_dev(const struct genl_info *info, int attr, char *dev)
{
	memset(dev, 0, SFW_DEV_MAX + 1);
	if (!info->attrs[attr])
		return 0;
	nla_strscpy(dev, info->attrs[attr], SFW_DEV_MAX + 1);
	/* The kernel takes any byte, but a saved policy is text. */
	if (!sfw_text_valid(dev))
		return sfw_nl_err(info, attr, -EINVAL,
				  "the name of an interface is no UTF-8, or has control characters");
	if (!dev_valid_name(dev) || !sfw_ifname_valid(dev))
		return sfw_nl_err(info, attr, -EINVAL,
				  "'%s' is not a name of an interface", dev);
	return 0;
}

static int get_name(const struct genl_info *info, int attr, char *name)
{
	nla_strscpy(name, info->attrs[attr], SFW_NAME_MAX + 1);
	if (!sfw_name_valid(name))
		return sfw_nl_err(info, attr, -EINVAL,
				  "a name is made of letters, digits, - _ and .");
	return 0;
}

/**
 * sfw_nl_get_group - find the group that a request names
 * @p: the policy
 * @info: the request, which has the attribute
 * @attr: SFW_A_NAME or SFW_A_GROUP
 * @at: the group
 *
 * Return: 0, -EINVAL or -ENOENT.
 */
int sfw_nl_get_group(const struct sfw_policy *p, const struct genl_info *info,
		     int attr, struct sfw_group_place **at)
{
	char name[SFW_NAME_MAX + 1];
	int err = get_name(info, attr, name);

	if (err)
		return err;
	*at = sfw_group_find(p, name);
	return *at ? 0 : sfw_nl_err(info, attr, -ENOENT, "no group is called %s",
				    name);
}

/**
 * sfw_nl_dump_group - find the group that the request of a dump names
 * @cb: the dump
 * @attr: SFW_A_NAME or SFW_A_GROUP
 * @p: the policy
 * @g: the group, or NULL where none is named
 *
 * Return: 0, -EINVAL or -ENOENT.
 */
int sfw_nl_dump_group(struct netlink_callback *cb, int attr,
		      const struct sfw_policy *p, const struct sfw_group **g)
{
	const struct genl_info info = {
		.attrs = sfw_compat_dump_attrs(cb), .extack = cb->extack,
	};
	struct sfw_group_place *at;
	int err;

	*g = NULL;
	if (!info.attrs[attr])
		return 0;
	err = sfw_nl_get_group(p, &info, attr, &at);
	if (!err)
		*g = at->group;
	return err;
}

static int get_source(const struct sfw_policy *p, const struct genl_info *info,
		      struct sfw_selector *sel)
{
	struct sfw_group_place *at;
	int err;

	if (!info->attrs[SFW_A_GROUP])
		return sfw_nl_get_prefix(info, &sel->from);
	if (info->attrs[SFW_A_FROM])
		return sfw_nl_err(info, SFW_A_GROUP, -EINVAL,
				  "the source is either a prefix or a group");
	err = sfw_nl_get_group(p, info, SFW_A_GROUP, &at);
	if (err)
		return err;
	sel->from.family = SFW_AF_GROUP;
	sel->group = at->group;
	return 0;
}

/**
 * sfw_nl_get_selector - read source prefix or group, and interface
 * @p: the policy, whose group it may be
 * @info: the request
 * @sel: the selector read; a part that the request lacks is zero
 *
 * Return: 0, -EINVAL, -ENOENT or -ERANGE.
 */
int sfw_nl_get_selector(const struct sfw_policy *p, const struct genl_info *info,
			struct sfw_selector *sel)
{
	int err;

	memset(sel, 0, sizeof(*sel));
	err = get_source(p, info, sel);
	return err ?: sfw_nl_get_dev(info, SFW_A_DEV, sel->dev);
}

/**
 * sfw_nl_get_name - read the name of a guard, knock, list or group
 * @info: the request
 * @name: SFW_NAME_MAX + 1 bytes
 *
 * Return: 0 or -EINVAL.
 */
int sfw_nl_get_name(const struct genl_info *info, char *name)
{
	int err = sfw_nl_need(info, SFW_A_NAME, "the name");

	return err ?: get_name(info, SFW_A_NAME, name);
}

/**
 * sfw_nl_get_comment - read a comment
 * @info: the request
 * @comment: SFW_COMMENT_MAX + 1 bytes; "" without one
 *
 * Return: 0 or -EINVAL.
 */
int sfw_nl_get_comment(const struct genl_info *info, char *comment)
{
	struct nlattr *attr = info->attrs[SFW_A_COMMENT];

	comment[0] = '\0';
	if (attr)
		nla_strscpy(comment, attr, SFW_COMMENT_MAX + 1);
	if (!sfw_text_valid(comment))
		return sfw_nl_err(info, SFW_A_COMMENT, -EINVAL,
				  "the comment is not UTF-8 without control characters");
	return 0;
}

/**
 * sfw_nl_get_seconds - read a time
 * @info: the request
 * @attr: enum sfw_attr, of 32 bits
 * @missing: its value where it is missing
 *
 * Return: nanoseconds.
 */
u64 sfw_nl_get_seconds(const struct genl_info *info, int attr, u32 missing)
{
	const struct nlattr *a = info->attrs[attr];

	return (u64)(a ? nla_get_u32(a) : missing) * NSEC_PER_SEC;
}

/**
 * sfw_nl_get_expiry - read until when
 * @info: the request
 *
 * Return: boot-time nanoseconds, 0 for ever.
 */
u64 sfw_nl_get_expiry(const struct genl_info *info)
{
	return info->attrs[SFW_A_DURATION] ? ktime_get_boottime_ns() +
	       sfw_nl_get_seconds(info, SFW_A_DURATION, 0) : 0;
}
