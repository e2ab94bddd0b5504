// SPDX-License-Identifier: GPL-2.0
/* Open ports and protocols. */
#include <linux/in.h>

#include "family.h"
#include "txn.h"

/**
 * sfw_nl_get_ports - read a protocol with ports, and a port or range
 * @info: the request
 * @e: gets them
 *
 * Return: 0, -EINVAL or -ERANGE.
 */
int sfw_nl_get_ports(const struct genl_info *info, struct sfw_entry *e)
{
	int err;

	err = sfw_nl_need(info, SFW_A_PROTO, "the protocol") ?:
	      sfw_nl_need(info, SFW_A_PORT_FIRST, "the first port") ?:
	      sfw_nl_need(info, SFW_A_PORT_LAST, "the last port");
	if (err)
		return err;
	e->proto = nla_get_u8(info->attrs[SFW_A_PROTO]);
	if (!sfw_proto_has_ports(e->proto))
		return sfw_nl_err(info, SFW_A_PROTO, -EINVAL,
				  "protocol %u has no ports", e->proto);
	e->first = nla_get_u16(info->attrs[SFW_A_PORT_FIRST]);
	e->last = nla_get_u16(info->attrs[SFW_A_PORT_LAST]);
	if (e->last < e->first)
		return sfw_nl_err(info, SFW_A_PORT_LAST, -ERANGE,
				  "%u-%u runs backwards", e->first, e->last);
	return 0;
}

static int get_proto(const struct genl_info *info, struct sfw_entry *e)
{
	int err = sfw_nl_need(info, SFW_A_PROTO, "the protocol");

	if (err)
		return err;
	e->proto = nla_get_u8(info->attrs[SFW_A_PROTO]);
	if (sfw_proto_has_ports(e->proto))
		return sfw_nl_err(info, SFW_A_PROTO, -EINVAL,
				  "protocol %u has ports: open ports instead",
				  e->proto);
	e->last = info->attrs[SFW_A_PING] ? 0 : 65535;
	if (sfw_entry_is_ping(e) && e->proto != IPPROTO_ICMP)
		return sfw_nl_err(info, SFW_A_PROTO, -EINVAL,
				  "echo requests stand at protocol 1, not %u",
				  e->proto);
	if (info->attrs[SFW_A_GUARD] && !sfw_entry_is_ping(e))
		return sfw_nl_err(info, SFW_A_GUARD, -EINVAL,
				  "of protocols without ports only ping has a guard");
	return 0;
}

static int get_key(const struct sfw_snapshot *s, const struct genl_info *info,
		   struct sfw_entry *e)
{
	u8 cmd = info->genlhdr->cmd;
	int err;

	memset(e, 0, sizeof(*e));
	err = cmd == SFW_CMD_PORT_ADD || cmd == SFW_CMD_PORT_DEL ?
	      sfw_nl_get_ports(info, e) : get_proto(info, e);
	return err ?: sfw_nl_get_selector(&s->policy, info, &e->sel);
}

static int get_extras(const struct genl_info *info, struct sfw_entry *e)
{
	e->expires = sfw_nl_get_expiry(info);
	return sfw_nl_get_comment(info, e->comment);
}

static int get_gate(const struct sfw_snapshot *s, const struct genl_info *info,
		    int attr, enum sfw_object object, char *name)
{
	if (!info->attrs[attr])
		return 0;
	nla_strscpy(name, info->attrs[attr], SFW_NAME_MAX + 1);
	if (sfw_policy_gate(&s->policy, object, name))
		return 0;
	return sfw_nl_err(info, attr, -ENOENT, "no %s is called %s: add it first",
			  object == SFW_OBJ_GUARD ? "guard" : "knock", name);
}

int sfw_nl_add_entry(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	struct sfw_entry e;
	int err = get_key(s, info, &e) ?: get_extras(info, &e) ?:
		  get_gate(s, info, SFW_A_GUARD, SFW_OBJ_GUARD, e.guard) ?:
		  get_gate(s, info, SFW_A_KNOCK, SFW_OBJ_KNOCK, e.knock);

	if (err)
		return err;
	return sfw_nl_line_err(info, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &e), s, object, &e);
}

int sfw_nl_del_entry(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	struct sfw_entry e;
	int err = get_key(s, info, &e);

	if (err)
		return err;
	return sfw_nl_line_err(info, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &e), s, object, &e);
}
