// SPDX-License-Identifier: GPL-2.0
/* Trusts, exemptions, blocks, groups and recent lists that hold an address. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "net/encode.h"
#include "net/lookup.h"

/**
 * lookup_get() - ask for all that holds an address
 * @nl: the connection
 * @addr: the address
 * @reply: the result, to be freed by the caller in any case
 *
 * Return: 0 or a negative errno.
 */
int lookup_get(struct nl *nl, const struct address *addr,
	       struct reply *reply)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);

	encode_header(nlh, SFW_CMD_WHY);
	mnl_attr_put(nlh, SFW_A_SRC, address_size(addr->family), addr->bytes);
	return nl_request(nl, nlh, reply);
}

static int decode_list(const struct attrs *attrs, struct lookup *h)
{
	h->kind = attrs->a[SFW_A_GUARD] ? LOOKUP_GUARD :
		  attrs->a[SFW_A_KNOCK] ? LOOKUP_KNOCK : LOOKUP_SCAN;
	snprintf(h->name, sizeof(h->name), "%s",
		 decode_string(attrs, SFW_A_NAME));
	return list_entry_decode(attrs, &h->recent);
}

static int decode_line(__u8 cmd, const struct attrs *attrs, struct lookup *h)
{
	struct object obj;

	if (decode_object(cmd, attrs, &obj) || !obj.command.entry.from_count)
		return -EINVAL;
	h->recent.prefix = obj.command.entry.from[0];
	if (obj.command.entry.group_count)
		snprintf(h->name, sizeof(h->name), "@%s", obj.command.entry.groups[0]);
	else
		memcpy(h->name, obj.command.entry.name, sizeof(obj.command.entry.name));
	h->recent.first = decode_u64(attrs, SFW_A_FIRST);
	h->recent.left = obj.command.entry.duration;
	h->recent.fixed = !obj.command.entry.duration;
	memcpy(h->comment, obj.command.entry.comment, sizeof(h->comment));
	return 0;
}

static int decode(__u8 cmd, const struct attrs *attrs, struct lookup *h)
{
	memset(h, 0, sizeof(*h));
	switch ((enum sfw_cmd)cmd) {
	case SFW_CMD_TRUST_ADD:
		h->kind = LOOKUP_TRUST;
		return decode_line(cmd, attrs, h);
	case SFW_CMD_EXEMPT_ADD:
		h->kind = LOOKUP_EXEMPT;
		return decode_line(cmd, attrs, h);
	case SFW_CMD_BLOCK_ADD:
		h->kind = LOOKUP_BLOCK;
		return decode_line(cmd, attrs, h);
	case SFW_CMD_GROUP_ADD:
		h->kind = LOOKUP_GROUP;
		return decode_line(cmd, attrs, h);
	case SFW_CMD_LIST_GET:
		return decode_list(attrs, h);
	default:
		return -EINVAL;
	}
}

/**
 * lookup_next() - walk through all that holds an address
 * @reply: of lookup_get()
 * @at: where the walk is, NULL at first
 * @h: the next
 *
 * Return: false after the last.
 */
bool lookup_next(const struct reply *reply, const struct nlmsghdr **at,
		 struct lookup *h)
{
	while ((*at = reply_next(reply, *at))) {
		struct attrs attrs;
		__u8 cmd = decode_header(*at, &attrs);

		if (!decode(cmd, &attrs, h))
			return true;
	}
	return false;
}

/**
 * lookup_is_member() - whether a prefix is within a member of a group
 * @nl: the connection
 * @prefix: the prefix
 * @group: name of the group
 *
 * Return: 1, 0, or a negative errno.
 */
int lookup_is_member(struct nl *nl, const struct prefix *prefix, const char *group)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct lookup h;
	int ret = lookup_get(nl, &prefix->addr, &reply);

	while (!ret && lookup_next(&reply, &at, &h))
		ret = h.kind == LOOKUP_GROUP && !strcmp(h.name, group) &&
		      h.recent.prefix.len <= prefix->len;
	reply_free(&reply);
	return ret;
}

/**
 * lookup_word() - its kind, as the objects of the language are called
 * @h: one that holds the address
 *
 * Return: a word.
 */
const char *lookup_word(const struct lookup *h)
{
	static const char *const words[] = {
		[LOOKUP_TRUST] = "trust", [LOOKUP_EXEMPT] = "exempt",
		[LOOKUP_BLOCK] = "block", [LOOKUP_GROUP] = "group", [LOOKUP_SCAN] = "scan",
		[LOOKUP_GUARD] = "guard", [LOOKUP_KNOCK] = "knock",
	};

	return words[h->kind];
}

/**
 * lookup_state() - its effect on the address
 * @h: one that holds the address
 *
 * Return: a word.
 */
const char *lookup_state(const struct lookup *h)
{
	switch (h->kind) {
	case LOOKUP_TRUST:
		return "accepted";
	case LOOKUP_EXEMPT:
		return "exempt";
	case LOOKUP_BLOCK:
		return "blocked";
	case LOOKUP_GROUP:
		return "member";
	case LOOKUP_GUARD:
		if (h->recent.is_blocked)
			return "blocked";
		return h->recent.refuses ? "refused" : "admitted";
	case LOOKUP_KNOCK:
		return h->recent.is_open ? "open" : "knocking";
	default:
		return "refused";
	}
}

/**
 * lookup_until() - for how long a guard's block or a knock's opening lasts
 * @h: one that holds the address
 * @seconds: how long
 *
 * Return: false if it is neither, or ends only by hand.
 */
bool lookup_until(const struct lookup *h, __u32 *seconds)
{
	*seconds = h->kind == LOOKUP_KNOCK ? h->recent.open :
					     h->recent.blocked;
	return *seconds;
}
