// SPDX-License-Identifier: GPL-2.0
/* From netlink attributes, as linux/sfw.h lists them, to meaning. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lib/compiler.h"
#include "net/decode.h"

/* Types of attributes; those not listed are ignored. */
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
	[SFW_A_SRC]		= MNL_TYPE_BINARY,
	[SFW_A_DST]		= MNL_TYPE_BINARY,
	[SFW_A_RULE_CMD]	= MNL_TYPE_U8,
	[SFW_A_RULE]		= MNL_TYPE_NESTED,
	[SFW_A_PORT_COUNT]	= MNL_TYPE_U32,
	[SFW_A_LIST_COUNT]	= MNL_TYPE_U32,
	[SFW_A_NAME]		= MNL_TYPE_NUL_STRING,
	[SFW_A_OBJECT]		= MNL_TYPE_U8,
	[SFW_A_GUARD]		= MNL_TYPE_NUL_STRING,
	[SFW_A_KNOCK]		= MNL_TYPE_NUL_STRING,
	[SFW_A_WINDOW]		= MNL_TYPE_NESTED,
	[SFW_A_HITS]		= MNL_TYPE_U32,
	[SFW_A_SECONDS]		= MNL_TYPE_U32,
	[SFW_A_RTTL]		= MNL_TYPE_FLAG,
	[SFW_A_MASK4]		= MNL_TYPE_U8,
	[SFW_A_MASK6]		= MNL_TYPE_U8,
	[SFW_A_THEN]		= MNL_TYPE_U8,
	[SFW_A_STEP]		= MNL_TYPE_NESTED,
	[SFW_A_WITHIN]		= MNL_TYPE_U32,
	[SFW_A_SIZE]		= MNL_TYPE_U32,
	[SFW_A_CAP]		= MNL_TYPE_U32,
	[SFW_A_EVICTED]		= MNL_TYPE_U64,
	[SFW_A_BROKEN]		= MNL_TYPE_U64,
	[SFW_A_FIRST]		= MNL_TYPE_U64,
	[SFW_A_LAST]		= MNL_TYPE_U64,
	[SFW_A_TTL]		= MNL_TYPE_U8,
	[SFW_A_LEFT]		= MNL_TYPE_U32,
	[SFW_A_FIXED]		= MNL_TYPE_FLAG,
	[SFW_A_CONFIRM]		= MNL_TYPE_U32,
	[SFW_A_OUT]		= MNL_TYPE_NUL_STRING,
	[SFW_A_TO]		= MNL_TYPE_BINARY,
	[SFW_A_TO_FIRST]	= MNL_TYPE_U16,
	[SFW_A_TO_LAST]		= MNL_TYPE_U16,
	[SFW_A_LIVE]		= MNL_TYPE_U32,
	[SFW_A_PING]		= MNL_TYPE_FLAG,
	[SFW_A_TO_DEV]		= MNL_TYPE_NUL_STRING,
	[SFW_A_BLOCKED]		= MNL_TYPE_U32,
	[SFW_A_REFUSES]		= MNL_TYPE_FLAG,
	[SFW_A_OPEN]		= MNL_TYPE_U32,
	[SFW_A_EVENT]		= MNL_TYPE_U8,
	[SFW_A_TIME]		= MNL_TYPE_U64,
	[SFW_A_BY]		= MNL_TYPE_U8,
	[SFW_A_CHANGE]		= MNL_TYPE_U8,
	[SFW_A_BEFORE]		= MNL_TYPE_U64,
	[SFW_A_PID]		= MNL_TYPE_U32,
	[SFW_A_UID]		= MNL_TYPE_U32,
	[SFW_A_PROCESS]		= MNL_TYPE_NUL_STRING,
	[SFW_A_LOST]		= MNL_TYPE_U64,
	[SFW_A_UNLOGGED]	= MNL_TYPE_U64,
	[SFW_A_DIRECT]		= MNL_TYPE_U64,
	[SFW_A_SKIPPED]		= MNL_TYPE_U64,
	[SFW_A_STAMPS]		= MNL_TYPE_BINARY,
	[SFW_A_GROUP]		= MNL_TYPE_NUL_STRING,
	[SFW_A_VOLATILE]	= MNL_TYPE_FLAG,
	[SFW_A_REHEARSE]	= MNL_TYPE_U32,
	[SFW_A_LIVE_REASON]	= MNL_TYPE_U8,
	[SFW_A_FINDING_COUNT]	= MNL_TYPE_U32,
};

static int keep(const struct nlattr *attr, void *data)
{
	__u16 type = mnl_attr_get_type(attr);
	struct attrs *attrs = data;

	if (type > SFW_A_MAX || types[type] == MNL_TYPE_UNSPEC ||
	    mnl_attr_validate(attr, types[type]) < 0)
		return MNL_CB_OK;
	attrs->a[type] = attr;
	if (type == SFW_A_WINDOW || type == SFW_A_STEP || type == SFW_A_SRC) {
		if (attrs->part_count < ARRAY_SIZE(attrs->parts))
			attrs->parts[attrs->part_count] = attr;
		attrs->part_count++;
	}
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

__u8 decode_u8(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_u8(attrs->a[type]) : 0;
}

__u16 decode_u16(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_u16(attrs->a[type]) : 0;
}

__u32 decode_u32(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_u32(attrs->a[type]) : 0;
}

__u64 decode_u64(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_u64(attrs->a[type]) : 0;
}

const char *decode_string(const struct attrs *attrs, enum sfw_attr type)
{
	return attrs->a[type] ? mnl_attr_get_str(attrs->a[type]) : "";
}

/**
 * decode_addr() - the address of an attribute
 * @attr: the attribute, or NULL
 * @addr: the result, of which all bytes are zero
 *
 * Return: 0, or -EINVAL when it is none.
 */
int decode_addr(const struct nlattr *attr, struct address *addr)
{
	size_t size = attr ? mnl_attr_get_payload_len(attr) : 0;

	if (size != address_size(AF_INET) && size != address_size(AF_INET6))
		return -EINVAL;
	addr->family = size == address_size(AF_INET) ? AF_INET : AF_INET6;
	memcpy(addr->bytes, mnl_attr_get_payload(attr), size);
	return 0;
}

/**
 * decode_address() - an address of a message
 * @attrs: its attributes
 * @type: which
 * @addr: the result, of which all bytes are zero
 *
 * Return: 0, or -EINVAL when there is none.
 */
int decode_address(const struct attrs *attrs, enum sfw_attr type,
		   struct address *addr)
{
	return decode_addr(attrs->a[type], addr);
}

/**
 * decode_prefix() - the prefix of a message
 * @attrs: its attributes
 * @prefix: the result, of which all bytes are zero
 *
 * Return: 0, or -EINVAL when there is none.
 */
int decode_prefix(const struct attrs *attrs, struct prefix *prefix)
{
	prefix->len = decode_u8(attrs, SFW_A_FROM_LEN);
	return decode_address(attrs, SFW_A_FROM, &prefix->addr);
}

static void copy_string(const struct attrs *attrs, enum sfw_attr type,
			char *to, size_t size)
{
	snprintf(to, size, "%s", decode_string(attrs, type));
}

static int decode_from(const struct attrs *attrs, struct entry *entry)
{
	/* "why" tells the member of a group, too. */
	if (attrs->a[SFW_A_GROUP]) {
		copy_string(attrs, SFW_A_GROUP, entry->groups[0],
			    sizeof(entry->groups[0]));
		entry->group_count = 1;
	}
	if (!attrs->a[SFW_A_FROM])
		return 0;
	entry->from_count = 1;
	return decode_prefix(attrs, &entry->from[0]);
}

static int decode_target(const struct attrs *attrs, struct entry *entry)
{
	const struct nlattr *first = attrs->a[SFW_A_TO_FIRST];
	const struct nlattr *last = attrs->a[SFW_A_TO_LAST];

	copy_string(attrs, SFW_A_OUT, entry->out, sizeof(entry->out));
	copy_string(attrs, SFW_A_TO_DEV, entry->to_dev, sizeof(entry->to_dev));
	if (first && last) {
		entry->to_ports.first = mnl_attr_get_u16(first);
		entry->to_ports.last = mnl_attr_get_u16(last);
	}
	return attrs->a[SFW_A_TO] ?
	       decode_address(attrs, SFW_A_TO, &entry->to) : 0;
}

static int decode_entry(const struct attrs *attrs, struct entry *entry)
{
	const struct nlattr *first = attrs->a[SFW_A_PORT_FIRST];
	const struct nlattr *last = attrs->a[SFW_A_PORT_LAST];

	entry->proto = decode_u8(attrs, SFW_A_PROTO);
	entry->ping = attrs->a[SFW_A_PING];
	if (first && last) {
		entry->ports[0].first = mnl_attr_get_u16(first);
		entry->ports[0].last = mnl_attr_get_u16(last);
		entry->port_count = 1;
	}
	copy_string(attrs, SFW_A_NAME, entry->name, sizeof(entry->name));
	entry->is_volatile = attrs->a[SFW_A_VOLATILE];
	copy_string(attrs, SFW_A_DEV, entry->dev, sizeof(entry->dev));
	copy_string(attrs, SFW_A_GUARD, entry->guard, sizeof(entry->guard));
	copy_string(attrs, SFW_A_KNOCK, entry->knock, sizeof(entry->knock));
	copy_string(attrs, SFW_A_COMMENT, entry->comment,
		    sizeof(entry->comment));
	entry->duration = decode_u32(attrs, SFW_A_DURATION);
	if (attrs->a[SFW_A_DURATION] && !entry->duration)
		return -ENOENT;
	if (decode_target(attrs, entry))
		return -EINVAL;
	return decode_from(attrs, entry);
}

static int decode_guard(const struct attrs *attrs, struct guard *guard)
{
	copy_string(attrs, SFW_A_NAME, guard->name, sizeof(guard->name));
	if (attrs->part_count > SFW_WINDOWS_MAX)
		return -EINVAL;
	for (unsigned int i = 0; i < attrs->part_count; i++) {
		struct window *window = &guard->windows[i];
		struct attrs part;

		decode_nested(attrs->parts[i], &part);
		window->hits = decode_u32(&part, SFW_A_HITS);
		window->seconds = decode_u32(&part, SFW_A_SECONDS);
	}
	guard->window_count = attrs->part_count;
	guard->live = decode_u32(attrs, SFW_A_LIVE);
	guard->rttl = attrs->a[SFW_A_RTTL];
	guard->mask4 = decode_u8(attrs, SFW_A_MASK4);
	guard->mask6 = decode_u8(attrs, SFW_A_MASK6);
	guard->then = decode_u8(attrs, SFW_A_THEN);
	guard->duration = decode_u32(attrs, SFW_A_DURATION);
	return guard->then < SFW_THEN_MAX ? 0 : -EINVAL;
}

static int decode_knock(const struct attrs *attrs, struct knock *knock)
{
	copy_string(attrs, SFW_A_NAME, knock->name, sizeof(knock->name));
	if (attrs->part_count > SFW_STEPS_MAX)
		return -EINVAL;
	for (unsigned int i = 0; i < attrs->part_count; i++) {
		struct step *step = &knock->steps[i];
		struct attrs part;

		decode_nested(attrs->parts[i], &part);
		if (!part.a[SFW_A_PORT_FIRST])
			return -EINVAL;
		step->proto = decode_u8(&part, SFW_A_PROTO);
		step->port = mnl_attr_get_u16(part.a[SFW_A_PORT_FIRST]);
	}
	knock->step_count = attrs->part_count;
	knock->within = decode_u32(attrs, SFW_A_WITHIN);
	knock->open = decode_u32(attrs, SFW_A_DURATION);
	return 0;
}

static int decode_member(const struct attrs *attrs, struct member *member)
{
	copy_string(attrs, SFW_A_NAME, member->list, sizeof(member->list));
	return attrs->a[SFW_A_SRC] ?
	       decode_address(attrs, SFW_A_SRC, &member->addr) : 0;
}

/**
 * decode_object() - one object of a policy
 * @cmd: the command that would make it
 * @attrs: its attributes
 * @obj: the result; bytes that mean nothing are zero
 *
 * Return: 0; -ENOENT for an entry whose time has run out; -EINVAL for one
 * that this version does not know.
 */
int decode_object(__u8 cmd, const struct attrs *attrs, struct object *obj)
{
	memset(obj, 0, sizeof(*obj));
	obj->command.cmd = cmd;
	obj->packets = decode_u64(attrs, SFW_A_PACKETS);
	obj->bytes = decode_u64(attrs, SFW_A_BYTES);
	obj->size = decode_u32(attrs, SFW_A_SIZE);
	switch (command_form(cmd)) {
	case FORM_BARE:
		return 0;
	case FORM_ENABLED:
		obj->command.enabled = decode_u8(attrs, SFW_A_ENABLED);
		return 0;
	case FORM_SETTING:
		obj->command.setting.key = decode_u8(attrs, SFW_A_SETTING);
		obj->command.setting.value = decode_u32(attrs, SFW_A_VALUE);
		return obj->command.setting.key < SFW_S_MAX ? 0 : -EINVAL;
	case FORM_GUARD:
		return decode_guard(attrs, &obj->command.guard);
	case FORM_KNOCK:
		return decode_knock(attrs, &obj->command.knock);
	case FORM_MEMBER:
		return decode_member(attrs, &obj->command.member);
	case FORM_NONE:
		return -EINVAL;
	default:
		return decode_entry(attrs, &obj->command.entry);
	}
}
