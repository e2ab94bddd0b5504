// SPDX-License-Identifier: GPL-2.0
/* Open ports and protocols. */
#include "../db/describe.h"
#include "family.h"
#include "txn.h"

/**
 * sfw_nl_get_ports - read a protocol with ports, and a port or range
 * @info: the request
 * @e: what it says
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
		return sfw_refuse(info, SFW_A_PROTO, -EINVAL,
				  "protocol %u has no ports", e->proto);
	e->first = nla_get_u16(info->attrs[SFW_A_PORT_FIRST]);
	e->last = nla_get_u16(info->attrs[SFW_A_PORT_LAST]);
	if (e->last < e->first)
		return sfw_refuse(info, SFW_A_PORT_LAST, -ERANGE,
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
		return sfw_refuse(info, SFW_A_PROTO, -EINVAL,
				  "protocol %u has ports: open ports instead",
				  e->proto);
	e->last = 65535;
	return 0;
}

static int get_key(const struct genl_info *info, struct sfw_entry *e,
		   bool ports)
{
	int err;

	memset(e, 0, sizeof(*e));
	err = ports ? sfw_nl_get_ports(info, e) : get_proto(info, e);
	return err ?: sfw_nl_get_selector(info, &e->sel);
}

static int get_extras(const struct genl_info *info, struct sfw_entry *e)
{
	e->expires = sfw_nl_get_expiry(info);
	return sfw_nl_get_comment(info, e->comment);
}

static int get_gate(const struct genl_info *info, int attr, char *name,
		    bool there, const char *kind)
{
	if (there)
		return 0;
	return sfw_refuse(info, attr, -ENOENT, "no %s is called %s: add it first",
			  kind, name);
}

static int get_gates(const struct sfw_snapshot *s,
		     const struct genl_info *info, struct sfw_entry *e)
{
	struct nlattr *guard = info->attrs[SFW_A_GUARD];
	struct nlattr *knock = info->attrs[SFW_A_KNOCK];
	int err = 0;

	if (guard) {
		nla_strscpy(e->guard, guard, sizeof(e->guard));
		err = get_gate(info, SFW_A_GUARD, e->guard,
			       sfw_snapshot_guard(s, e->guard), "guard");
	}
	if (knock && !err) {
		nla_strscpy(e->knock, knock, sizeof(e->knock));
		err = get_gate(info, SFW_A_KNOCK, e->knock,
			       sfw_snapshot_lock(s, e->knock), "knock");
	}
	return err;
}

static int refuse_entry(const struct genl_info *info, int err,
			const struct sfw_entry *e)
{
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_entry(text, e);
	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack, "open already: %s", text);
		break;
	case -ENOENT:
		sfw_extack(info->extack, "not open: %s", text);
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "%u entries are open, the most there may be",
			   SFW_ENTRIES_MAX);
		break;
	}
	return err;
}

static int add(struct sfw_snapshot *s, const struct genl_info *info, bool ports)
{
	struct sfw_entry e;
	int err = get_key(info, &e, ports) ?: get_extras(info, &e) ?:
		  get_gates(s, info, &e);

	if (err)
		return err;
	return refuse_entry(info, sfw_snapshot_add_entry(s, &e), &e);
}

static int del(struct sfw_snapshot *s, const struct genl_info *info, bool ports)
{
	struct sfw_entry e;
	int err = get_key(info, &e, ports);

	if (err)
		return err;
	return refuse_entry(info, sfw_snapshot_del_entry(s, &e), &e);
}

static int add_port(struct sfw_snapshot *s, const struct genl_info *info)
{
	return add(s, info, true);
}

static int del_port(struct sfw_snapshot *s, const struct genl_info *info)
{
	return del(s, info, true);
}

static int add_proto(struct sfw_snapshot *s, const struct genl_info *info)
{
	return add(s, info, false);
}

static int del_proto(struct sfw_snapshot *s, const struct genl_info *info)
{
	return del(s, info, false);
}

/**
 * sfw_nl_port_add - SFW_CMD_PORT_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_port_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add_port);
}

/**
 * sfw_nl_port_del - SFW_CMD_PORT_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_port_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del_port);
}

/**
 * sfw_nl_proto_add - SFW_CMD_PROTO_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_proto_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add_proto);
}

/**
 * sfw_nl_proto_del - SFW_CMD_PROTO_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_proto_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del_proto);
}
