// SPDX-License-Identifier: GPL-2.0
/* Packets on which the policy that is rehearsed differs from the one that runs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/format_value.h"
#include "net/rehearsal.h"

static void decode_line(const struct attrs *attrs, struct finding *f)
{
	struct attrs nested;
	struct object obj;

	if (!attrs->a[SFW_A_RULE])
		return;
	decode_nested(attrs->a[SFW_A_RULE], &nested);
	if (!decode_object(decode_u8(attrs, SFW_A_RULE_CMD), &nested, &obj))
		format_command(&obj.command, f->line, sizeof(f->line));
}

static void decode_sources(const struct attrs *attrs, struct finding *f)
{
	f->covered = !decode_prefix(attrs, &f->from[0]);
	f->from_count = f->covered;
	for (unsigned int i = 0; i < attrs->part_count && i < SFW_FINDING_SOURCES; i++) {
		struct prefix *from = &f->from[f->from_count];

		if (decode_addr(attrs->parts[i], &from->addr))
			continue;
		from->len = from->addr.family == AF_INET ? 32 : 128;
		f->from_count++;
	}
}

static int decode(const struct nlmsghdr *nlh, struct finding *f)
{
	struct attrs attrs;

	memset(f, 0, sizeof(*f));
	if (decode_header(nlh, &attrs) != SFW_CMD_FINDINGS_GET ||
	    !attrs.a[SFW_A_ACTION])
		return -EINVAL;
	f->accept = decode_u8(&attrs, SFW_A_ACTION) == SFW_ACT_ACCEPT;
	f->reason = decode_u8(&attrs, SFW_A_REASON);
	f->live = attrs.a[SFW_A_LIVE_REASON] ? decode_u8(&attrs, SFW_A_LIVE_REASON) : SFW_R_MAX;
	f->proto = decode_u8(&attrs, SFW_A_PROTO);
	f->port = decode_u16(&attrs, SFW_A_PORT_FIRST);
	f->packets = decode_u64(&attrs, SFW_A_PACKETS);
	f->first = decode_u64(&attrs, SFW_A_FIRST);
	f->last = decode_u64(&attrs, SFW_A_LAST);
	snprintf(f->dev, sizeof(f->dev), "%s", decode_string(&attrs, SFW_A_DEV));
	snprintf(f->out, sizeof(f->out), "%s", decode_string(&attrs, SFW_A_OUT));
	decode_sources(&attrs, f);
	decode_line(&attrs, f);
	return f->reason < SFW_R_MAX && f->live <= SFW_R_MAX && f->from_count ? 0 : -EINVAL;
}

/* Of as many packets, those of the lower port first: the order is always the same. */
static int compare(const void *first, const void *second)
{
	const struct finding *a = first, *b = second;

	if (a->packets != b->packets)
		return a->packets > b->packets ? -1 : 1;
	if (a->proto != b->proto)
		return a->proto - b->proto;
	return a->port != b->port ? a->port - b->port :
	       memcmp(a->from, b->from, sizeof(a->from));
}

static int collect(const struct reply *reply, struct findings *all)
{
	const struct nlmsghdr *nlh = NULL;

	all->at = malloc(SFW_FINDINGS_MAX * sizeof(*all->at));
	if (!all->at)
		return -ENOMEM;
	while (all->count < SFW_FINDINGS_MAX && (nlh = reply_next(reply, nlh)))
		all->count += !decode(nlh, &all->at[all->count]);
	qsort(all->at, all->count, sizeof(*all->at), compare);
	return 0;
}

static int read_state(struct nl *nl, struct findings *all)
{
	struct reply reply = { 0 };
	struct attrs attrs;
	int ret = nl_get(nl, SFW_CMD_STATUS, NLM_F_ACK, &reply);

	if (!ret && reply_next(&reply, NULL)) {
		decode_header(reply_next(&reply, NULL), &attrs);
		all->left = decode_u32(&attrs, SFW_A_REHEARSE);
		all->lost = decode_u64(&attrs, SFW_A_LOST);
		all->skipped = decode_u64(&attrs, SFW_A_SKIPPED);
	}
	reply_free(&reply);
	return ret;
}

/**
 * findings_get() - ask for all that the rehearsal has found
 * @nl: the connection
 * @all: the result; findings_free() is due in any case
 *
 * Return: 0 or a negative errno, -ENOENT when there is no rehearsal.
 */
int findings_get(struct nl *nl, struct findings *all)
{
	struct reply reply = { 0 };
	int ret;

	memset(all, 0, sizeof(*all));
	ret = nl_get(nl, SFW_CMD_FINDINGS_GET, NLM_F_DUMP, &reply);
	/* Linux 6.1 sends no text when a dump cannot start. */
	if (ret == -ENOENT)
		snprintf(nl->text, sizeof(nl->text),
			 "no policy is rehearsed: sfwctl rehearse FILE");
	if (!ret)
		ret = collect(&reply, all);
	if (!ret)
		ret = read_state(nl, all);
	reply_free(&reply);
	return ret;
}

/**
 * findings_free() - give their memory back
 * @all: the findings
 */
void findings_free(struct findings *all)
{
	free(all->at);
	all->at = NULL;
}
