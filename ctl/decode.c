// SPDX-License-Identifier: GPL-2.0
/* From netlink attributes, as linux/sfw.h lists them, to meaning. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "print.h"

/* What an attribute holds; those not listed are passed over. */
static const enum mnl_attr_data_type types[SFW_A_MAX + 1] = {
	[SFW_A_VERSION]		= MNL_TYPE_NUL_STRING,
	[SFW_A_ENABLED]		= MNL_TYPE_U8,
	[SFW_A_GENERATION]	= MNL_TYPE_U64,
	[SFW_A_SETTING]		= MNL_TYPE_U8,
	[SFW_A_VALUE]		= MNL_TYPE_U32,
	[SFW_A_PROTO]		= MNL_TYPE_U8,
	[SFW_A_PORT_FIRST]	= MNL_TYPE_U16,
	[SFW_A_PORT_LAST]	= MNL_TYPE_U16,
	[SFW_A_FROM]		= MNL_TYPE_BINARY,
	[SFW_A_FROM_LEN]	= MNL_TYPE_U8,
	[SFW_A_DEV]		= MNL_TYPE_NUL_STRING,
	[SFW_A_DURATION]	= MNL_TYPE_U32,
	[SFW_A_COMMENT]		= MNL_TYPE_NUL_STRING,
	[SFW_A_PACKETS]		= MNL_TYPE_U64,
	[SFW_A_BYTES]		= MNL_TYPE_U64,
	[SFW_A_REASON]		= MNL_TYPE_U8,
	[SFW_A_ACTION]		= MNL_TYPE_U8,
	[SFW_A_RULE_CMD]	= MNL_TYPE_U8,
	[SFW_A_RULE]		= MNL_TYPE_NESTED,
	[SFW_A_PORT_COUNT]	= MNL_TYPE_U32,
	[SFW_A_LIST_COUNT]	= MNL_TYPE_U32,
};

static int keep(const struct nlattr *attr, void *data)
{
	__u16 type = mnl_attr_get_type(attr);
	struct attrs *attrs = data;

	if (type <= SFW_A_MAX && types[type] != MNL_TYPE_UNSPEC &&
	    mnl_attr_validate(attr, types[type]) >= 0)
		attrs->a[type] = attr;
	return MNL_CB_OK;
}

/**
 * decode_header() - take a message apart
 * @nlh: the message
 * @attrs: its attributes, valid as long as the message is
 *
 * Return: its enum sfw_cmd.
 */
__u8 decode_header(const struct nlmsghdr *nlh, struct attrs *attrs)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	memset(attrs, 0, sizeof(*attrs));
	mnl_attr_parse(nlh, sizeof(*genl), keep, attrs);
	return genl->cmd;
}

/**
 * decode_nested() - take a nested attribute apart
 * @nest: the attribute
 * @attrs: those in it, valid as long as the message is
 */
void decode_nested(const struct nlattr *nest, struct attrs *attrs)
{
	memset(attrs, 0, sizeof(*attrs));
	mnl_attr_parse_nested(nest, keep, attrs);
}

/**
 * decode_u8() - value of an attribute
 * @attrs: the attributes
 * @type: which
 *
 * Return: its value, 0 if it is not there.
 */
__u8 decode_u8(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_u8(attrs->a[type]) : 0;
}

/**
 * decode_u32() - value of an attribute
 * @attrs: the attributes
 * @type: which
 *
 * Return: its value, 0 if it is not there.
 */
__u32 decode_u32(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_u32(attrs->a[type]) : 0;
}

/**
 * decode_u64() - value of an attribute
 * @attrs: the attributes
 * @type: which
 *
 * Return: its value, 0 if it is not there.
 */
__u64 decode_u64(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_u64(attrs->a[type]) : 0;
}

/**
 * decode_string() - value of an attribute
 * @attrs: the attributes
 * @type: which
 *
 * Return: its value, "" if it is not there.
 */
const char *decode_string(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_str(attrs->a[type]) : "";
}

static int decode_from(const struct attrs *attrs, struct entry *entry)
{
	const struct nlattr *attr = attrs->a[SFW_A_FROM];
	struct prefix *from = &entry->from[0];
	size_t size;

	if (!attr)
		return 0;
	size = mnl_attr_get_payload_len(attr);
	if (size != address_size(AF_INET) && size != address_size(AF_INET6))
		return -EINVAL;
	from->addr.family = size == address_size(AF_INET) ? AF_INET : AF_INET6;
	memcpy(from->addr.bytes, mnl_attr_get_payload(attr), size);
	from->len = decode_u8(attrs, SFW_A_FROM_LEN);
	entry->from_count = 1;
	return 0;
}

static int decode_entry(const struct attrs *attrs, struct entry *entry)
{
	const struct nlattr *first = attrs->a[SFW_A_PORT_FIRST];
	const struct nlattr *last = attrs->a[SFW_A_PORT_LAST];

	entry->proto = decode_u8(attrs, SFW_A_PROTO);
	if (first && last) {
		entry->ports[0].first = mnl_attr_get_u16(first);
		entry->ports[0].last = mnl_attr_get_u16(last);
		entry->port_count = 1;
	}
	snprintf(entry->dev, sizeof(entry->dev), "%s",
		 decode_string(attrs, SFW_A_DEV));
	snprintf(entry->comment, sizeof(entry->comment), "%s",
		 decode_string(attrs, SFW_A_COMMENT));
	entry->duration = decode_u32(attrs, SFW_A_DURATION);
	if (attrs->a[SFW_A_DURATION] && !entry->duration)
		return -ENOENT;
	return decode_from(attrs, entry);
}

/**
 * decode_object() - one object of a policy
 * @cmd: the command that would make it
 * @attrs: its attributes
 * @obj: the result; bytes that mean nothing are zero
 *
 * Return: 0; -ENOENT for an entry whose time has run out; -EINVAL for what
 * this version does not know.
 */
int decode_object(__u8 cmd, const struct attrs *attrs, struct object *obj)
{
	memset(obj, 0, sizeof(*obj));
	obj->command.cmd = cmd;
	obj->packets = decode_u64(attrs, SFW_A_PACKETS);
	obj->bytes = decode_u64(attrs, SFW_A_BYTES);
	switch ((enum sfw_cmd)cmd) {
	case SFW_CMD_ENABLE_SET:
		obj->command.enabled = decode_u8(attrs, SFW_A_ENABLED);
		return 0;
	case SFW_CMD_FLUSH:
		return 0;
	case SFW_CMD_SETTING_SET:
		obj->command.setting.key = decode_u8(attrs, SFW_A_SETTING);
		obj->command.setting.value = decode_u32(attrs, SFW_A_VALUE);
		return obj->command.setting.key < SFW_S_MAX ? 0 : -EINVAL;
	case SFW_CMD_PORT_ADD:
	case SFW_CMD_PORT_DEL:
	case SFW_CMD_PROTO_ADD:
	case SFW_CMD_PROTO_DEL:
	case SFW_CMD_TRUST_ADD:
	case SFW_CMD_TRUST_DEL:
		return decode_entry(attrs, &obj->command.entry);
	default:
		return -EINVAL;
	}
}
