// SPDX-License-Identifier: GPL-2.0
/* What holds an address: trust, exemptions, blocks, and the recent lists. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "encode.h"
#include "holder.h"
#include "print.h"

/**
 * holders_get() - ask what holds an address
 * @nl: the connection
 * @addr: the address
 * @answer: the result, to be freed by the caller in any case
 *
 * Return: 0 or a negative errno.
 */
int holders_get(struct nl *nl, const struct address *addr,
		struct answer *answer)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);

	encode_header(nlh, SFW_CMD_WHY);
	mnl_attr_put(nlh, SFW_A_SRC, address_size(addr->family), addr->bytes);
	return nl_ask(nl, nlh, answer);
}

static int decode_list(const struct attrs *attrs, struct holder *h)
{
	h->kind = attrs->a[SFW_A_GUARD] ? HOLDER_GUARD :
		  attrs->a[SFW_A_KNOCK] ? HOLDER_KNOCK : HOLDER_SCAN;
	snprintf(h->name, sizeof(h->name), "%s",
		 decode_string(attrs, SFW_A_NAME));
	return recent_decode(attrs, &h->recent);
}

static int decode_line(__u8 cmd, const struct attrs *attrs, struct holder *h)
{
	struct object obj;

	if (decode_object(cmd, attrs, &obj) || !obj.command.entry.from_count)
		return -EINVAL;
	h->recent.prefix = obj.command.entry.from[0];
	h->recent.first = decode_u64(attrs, SFW_A_FIRST);
	h->recent.left = obj.command.entry.duration;
	h->recent.fixed = !obj.command.entry.duration;
	memcpy(h->comment, obj.command.entry.comment, sizeof(h->comment));
	return 0;
}

static int decode(__u8 cmd, const struct attrs *attrs, struct holder *h)
{
	memset(h, 0, sizeof(*h));
	switch ((enum sfw_cmd)cmd) {
	case SFW_CMD_TRUST_ADD:
		h->kind = HOLDER_TRUST;
		return decode_line(cmd, attrs, h);
	case SFW_CMD_EXEMPT_ADD:
		h->kind = HOLDER_EXEMPT;
		return decode_line(cmd, attrs, h);
	case SFW_CMD_BLOCK_ADD:
		h->kind = HOLDER_BLOCK;
		return decode_line(cmd, attrs, h);
	case SFW_CMD_LIST_GET:
		return decode_list(attrs, h);
	default:
		return -EINVAL;
	}
}

/**
 * holder_next() - walk through what holds an address
 * @answer: of holders_get()
 * @at: where the walk is, NULL at first
 * @h: the next
 *
 * Return: false after the last.
 */
bool holder_next(const struct answer *answer, const struct nlmsghdr **at,
		 struct holder *h)
{
	while ((*at = answer_next(answer, *at))) {
		struct attrs attrs;
		__u8 cmd = decode_header(*at, &attrs);

		if (!decode(cmd, &attrs, h))
			return true;
	}
	return false;
}

/**
 * holder_word() - what it is, as the objects of the language are called
 * @h: what holds the address
 *
 * Return: a word.
 */
const char *holder_word(const struct holder *h)
{
	static const char *const words[] = {
		[HOLDER_TRUST] = "trust", [HOLDER_EXEMPT] = "exempt",
		[HOLDER_BLOCK] = "block", [HOLDER_SCAN] = "scan",
		[HOLDER_GUARD] = "guard", [HOLDER_KNOCK] = "knock",
	};

	return words[h->kind];
}

/**
 * holder_state() - what it does to the address
 * @h: what holds the address
 *
 * Return: a word.
 */
const char *holder_state(const struct holder *h)
{
	switch (h->kind) {
	case HOLDER_TRUST:
		return "accepted";
	case HOLDER_EXEMPT:
		return "exempt";
	case HOLDER_BLOCK:
		return "blocked";
	case HOLDER_GUARD:
		if (h->recent.is_blocked)
			return "blocked";
		return h->recent.refuses ? "refused" : "admitted";
	case HOLDER_KNOCK:
		return h->recent.is_open ? "open" : "knocking";
	default:
		return "refused";
	}
}

/**
 * holder_until() - for how long a guard's block or a knock's opening lasts
 * @h: what holds the address
 * @seconds: how long
 *
 * Return: false if it is neither, or ends only by hand.
 */
bool holder_until(const struct holder *h, __u32 *seconds)
{
	*seconds = h->kind == HOLDER_KNOCK ? h->recent.open :
					     h->recent.blocked;
	return *seconds;
}
