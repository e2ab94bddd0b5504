// SPDX-License-Identifier: GPL-2.0
/* The addresses in a recent list, as the kernel shows them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lib/table.h"
#include "net/encode.h"
#include "net/list.h"

/**
 * list_entries_get() - ask for the addresses in a recent list
 * @nl: the connection
 * @name: the list
 * @reply: the result, to be freed by the caller in any case
 *
 * Return: 0, -ENOENT, which nl->text explains, or another negative errno.
 */
int list_entries_get(struct nl *nl, const char *name, struct reply *reply)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);
	int ret;

	encode_header(nlh, SFW_CMD_LIST_GET);
	mnl_attr_put_strz(nlh, SFW_A_NAME, name);
	ret = nl_request(nl, nlh, reply);
	/* Some kernels lose the text when a dump cannot begin. */
	return ret == -ENOENT ? list_missing(nl, name) : ret;
}

/**
 * list_entry_decode() - an address in a list
 * @attrs: the attributes of its message
 * @r: the result
 *
 * Return: 0, or -EINVAL when there is no address.
 */
int list_entry_decode(const struct attrs *attrs, struct list_entry *r)
{
	memset(r, 0, sizeof(*r));
	if (decode_prefix(attrs, &r->prefix))
		return -EINVAL;
	r->hits = decode_u32(attrs, SFW_A_HITS);
	r->first = decode_u64(attrs, SFW_A_FIRST);
	r->last = decode_u64(attrs, SFW_A_LAST);
	r->left = decode_u32(attrs, SFW_A_LEFT);
	r->fixed = attrs->a[SFW_A_FIXED];
	r->ttl = decode_u8(attrs, SFW_A_TTL);
	r->proto = decode_u8(attrs, SFW_A_PROTO);
	r->port = decode_u16(attrs, SFW_A_PORT_FIRST);
	r->refuses = attrs->a[SFW_A_REFUSES];
	r->is_blocked = attrs->a[SFW_A_BLOCKED];
	r->blocked = decode_u32(attrs, SFW_A_BLOCKED);
	r->is_open = attrs->a[SFW_A_OPEN];
	r->open = decode_u32(attrs, SFW_A_OPEN);
	/* A module of before tells no more than that. */
	r->object = r->is_open ? SFW_OBJ_KNOCK : decode_u8(attrs, SFW_A_OBJECT);
	return 0;
}

/**
 * list_entry_next() - walk through the addresses in a list
 * @reply: of list_entries_get()
 * @at: where the walk is, NULL at first
 * @r: the next address
 *
 * Return: false after the last.
 */
bool list_entry_next(const struct reply *reply,
		     const struct nlmsghdr **at, struct list_entry *r)
{
	struct attrs attrs;

	while ((*at = reply_next(reply, *at))) {
		decode_header(*at, &attrs);
		if (!list_entry_decode(&attrs, r))
			return true;
	}
	return false;
}

/**
 * list_entry_left() - for how long an address stays in a list, for a table
 * @entry: struct list_entry
 * @cell: the result
 */
void list_entry_left(const void *entry, char *cell)
{
	const struct list_entry *r = entry;

	if (r->fixed)
		snprintf(cell, CELL_MAX, "stays");
	else
		format_duration(r->left, cell, CELL_MAX);
}

/**
 * list_entry_cause() - protocol and port of the last packet, for a table
 * @entry: struct list_entry
 * @cell: the result
 */
void list_entry_cause(const void *entry, char *cell)
{
	const struct list_entry *r = entry;
	char proto[PROTOCOL_NAME_MAX];

	if (protocol_has_ports(r->proto))
		snprintf(cell, CELL_MAX, "%s/%u",
			 protocol_name(r->proto, proto, sizeof(proto)), r->port);
	else if (r->proto)
		protocol_name(r->proto, cell, CELL_MAX);
}

static void text_prefix(const void *prefix, char *cell)
{
	format_prefix(prefix, cell, CELL_MAX);
}

/* 0 s is a time, too. */
static void text_since(const void *seconds, char *cell)
{
	format_duration(*(const __u64 *)seconds, cell, CELL_MAX);
}

static void json_left(const void *entry, const char *key, struct json *j)
{
	const struct list_entry *r = entry;

	json_optional(j, key, !r->fixed, r->left);
}

static void text_proto(const void *proto, char *cell)
{
	if (*(const __u8 *)proto)
		protocol_name(*(const __u8 *)proto, cell, CELL_MAX);
}

static void json_port(const void *entry, const char *key, struct json *j)
{
	const struct list_entry *r = entry;

	json_optional(j, key, protocol_has_ports(r->proto), r->port);
}

const struct column list_entry_columns[] = {
	{ "ADDR", "addr", HELD(OWN, struct list_entry, prefix), .text = text_prefix },
	{ "HITS", "hits", HELD(NUMBER, struct list_entry, hits) },
	{ "FIRST", "first", HELD(NUMBER, struct list_entry, first), .text = text_since },
	{ "LAST", "last", HELD(NUMBER, struct list_entry, last), .text = text_since },
	{ "TTL", "ttl", HELD(COUNT, struct list_entry, ttl) },
	{ "LEFT", "left", .text = list_entry_left, .json = json_left, .right = true },
	{ NULL, "fixed", HELD(BOOL, struct list_entry, fixed) },
	{ "CAUSE", NULL, .text = list_entry_cause },
	{ NULL, "proto", HELD(OWN, struct list_entry, proto), .text = text_proto },
	{ NULL, "port", .json = json_port },
	{ }
};
