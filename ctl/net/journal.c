// SPDX-License-Identifier: GPL-2.0
/* The last refused packets, as the kernel's journal has them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "net/decode.h"
#include "net/encode.h"
#include "net/journal.h"

static void decode_line(const struct attrs *attrs, struct refusal *r)
{
	struct attrs nested;
	struct object obj;

	if (!attrs->a[SFW_A_RULE])
		return;
	decode_nested(attrs->a[SFW_A_RULE], &nested);
	if (decode_object(decode_u8(attrs, SFW_A_RULE_CMD), &nested, &obj))
		return;
	/* A block that has ended since has no prefix. */
	if (obj.command.cmd != SFW_CMD_BLOCK_ADD || entry_sources(&obj.command.entry))
		format_command(&obj.command, r->line, sizeof(r->line));
}

static int decode(const struct nlmsghdr *nlh, struct refusal *r)
{
	struct attrs attrs;

	memset(r, 0, sizeof(*r));
	if (decode_header(nlh, &attrs) != SFW_CMD_REFUSED_GET ||
	    event_read(&attrs, &r->event))
		return -EINVAL;
	r->ago = decode_u64(&attrs, SFW_A_LAST);
	decode_address(&attrs, SFW_A_DST, &r->dst);
	snprintf(r->dev, sizeof(r->dev), "%s", decode_string(&attrs, SFW_A_DEV));
	decode_line(&attrs, r);
	return 0;
}

/* All that are asked for, those that are too many as well. */
static bool next(const struct journal *all, const struct nlmsghdr **at,
		 struct refusal *r)
{
	while ((*at = reply_next(&all->reply, *at)))
		if (!decode(*at, r) && event_wanted(&r->event, &all->wanted))
			return true;
	return false;
}

static unsigned int count(const struct journal *all)
{
	const struct nlmsghdr *at = NULL;
	unsigned int n = 0;
	struct refusal r;

	while (next(all, &at, &r))
		n++;
	return n;
}

/**
 * journal_get() - ask for the last refusals
 * @nl: the connection
 * @wanted: which, and how many at the most
 * @only: of this source alone, or NULL
 * @all: the result; journal_free() is due in any case
 *
 * Return: 0 or a negative errno.
 */
int journal_get(struct nl *nl, const struct wanted *wanted,
		const struct address *only, struct journal *all)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);
	unsigned int n;
	int ret;

	memset(all, 0, sizeof(*all));
	all->wanted = *wanted;
	encode_header(nlh, SFW_CMD_REFUSED_GET);
	if (only)
		mnl_attr_put(nlh, SFW_A_SRC, address_size(only->family),
			     only->bytes);
	if (wanted->group[0])
		mnl_attr_put_strz(nlh, SFW_A_GROUP, wanted->group);
	ret = nl_request(nl, nlh, &all->reply);
	n = ret ? 0 : count(all);
	all->skip = n > wanted->count ? n - wanted->count : 0;
	return ret;
}

/**
 * journal_next() - walk through them, the oldest first
 * @all: of journal_get()
 * @at: where the walk is, NULL at first
 * @r: the next
 *
 * Return: false after the last.
 */
bool journal_next(const struct journal *all, const struct nlmsghdr **at,
		  struct refusal *r)
{
	for (unsigned int skip = *at ? 0 : all->skip; skip; skip--)
		if (!next(all, at, r))
			return false;
	return next(all, at, r);
}

/**
 * journal_free() - give their memory back
 * @all: the refusals
 */
void journal_free(struct journal *all)
{
	reply_free(&all->reply);
}
