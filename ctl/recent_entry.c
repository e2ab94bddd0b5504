// SPDX-License-Identifier: GPL-2.0
/* The addresses in a recent list, as the kernel shows them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "encode.h"
#include "print.h"
#include "protocol.h"
#include "recent.h"
#include "table.h"

/**
 * recent_entries_get() - ask for the addresses in a recent list
 * @nl: the connection
 * @name: the list
 * @answer: the result, to be freed by the caller in any case
 *
 * Return: 0, -ENOENT, which nl->text explains, or another negative errno.
 */
int recent_entries_get(struct nl *nl, const char *name, struct answer *answer)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);
	int ret;

	encode_header(nlh, SFW_CMD_LIST_GET);
	mnl_attr_put_strz(nlh, SFW_A_NAME, name);
	ret = nl_ask(nl, nlh, answer);
	/* Some kernels lose the text when a dump cannot begin. */
	return ret == -ENOENT ? recent_missing(nl, name) : ret;
}

/**
 * recent_decode() - an address in a list
 * @attrs: the attributes of its message
 * @r: the result
 *
 * Return: 0, or -EINVAL when there is no address.
 */
int recent_decode(const struct attrs *attrs, struct recent *r)
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
	return 0;
}

/**
 * recent_entry_next() - walk through the addresses in a list
 * @answer: of recent_entries_get()
 * @at: where the walk is, NULL at first
 * @r: the next address
 *
 * Return: false after the last.
 */
bool recent_entry_next(const struct answer *answer,
		       const struct nlmsghdr **at, struct recent *r)
{
	struct attrs attrs;

	while ((*at = answer_next(answer, *at))) {
		decode_header(*at, &attrs);
		if (!recent_decode(&attrs, r))
			return true;
	}
	return false;
}

static void number_or_null(struct json *j, const char *key, bool is_number,
			   unsigned long long value)
{
	if (is_number)
		json_number(j, key, value);
	else
		json_string(j, key, NULL);
}

/**
 * recent_entry_json() - write what a list tells of an address
 * @r: the address
 * @j: the document, in an object
 */
void recent_entry_json(const struct recent *r, struct json *j)
{
	char proto[PROTOCOL_NAME_MAX];

	json_number(j, "hits", r->hits);
	json_number(j, "first", r->first);
	json_number(j, "last", r->last);
	number_or_null(j, "ttl", r->ttl, r->ttl);
	number_or_null(j, "left", !r->fixed, r->left);
	json_bool(j, "fixed", r->fixed);
	json_string(j, "proto", r->proto ?
		    protocol_name(r->proto, proto, sizeof(proto)) : NULL);
	number_or_null(j, "port", r->proto, r->port);
}

/**
 * recent_row_times() - since when and for how long, for a table
 * @r: the address
 * @first: cell of the first hit
 * @last: cell of the last
 * @left: cell of the time until it is forgotten
 */
void recent_row_times(const struct recent *r, char *first, char *last,
		      char *left)
{
	print_duration(r->first, first, CELL_MAX);
	print_duration(r->last, last, CELL_MAX);
	if (r->fixed)
		snprintf(left, CELL_MAX, "stays");
	else
		print_duration(r->left, left, CELL_MAX);
}

/**
 * recent_row_cause() - what the last packet was, for a table
 * @r: the address
 * @ttl: cell of its TTL
 * @cause: cell of protocol and port
 */
void recent_row_cause(const struct recent *r, char *ttl, char *cause)
{
	char proto[PROTOCOL_NAME_MAX];

	if (r->ttl)
		snprintf(ttl, CELL_MAX, "%u", r->ttl);
	if (r->proto)
		snprintf(cause, CELL_MAX, "%s/%u",
			 protocol_name(r->proto, proto, sizeof(proto)),
			 r->port);
}
