// SPDX-License-Identifier: GPL-2.0
/* The kernel's counters for "top": a bounded number of bytes of each kind. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/compiler.h"
#include "lib/grow.h"
#include "lib/printable.h"
#include "net/counters.h"
#include "net/encode.h"
#include "net/policy.h"
#include "top/sample.h"

#define BYTES_MAX	(512 * 1024)	/* about 4,000 ports, or addresses */

static int read_status(struct nl *nl, struct top_sample *sample)
{
	struct reply reply = { 0 };
	int ret = nl_get(nl, SFW_CMD_STATUS, NLM_F_ACK, &reply);
	struct attrs attrs;

	if (!ret && !reply_next(&reply, NULL))
		ret = -EBADMSG;
	if (!ret) {
		decode_header(reply_next(&reply, NULL), &attrs);
		sample->enabled = decode_u8(&attrs, SFW_A_ENABLED);
		sample->generation = decode_u64(&attrs, SFW_A_GENERATION);
		sample->port_count = decode_u32(&attrs, SFW_A_PORT_COUNT);
		sample->rehearses = decode_u32(&attrs, SFW_A_REHEARSE);
		sample->differences = decode_u32(&attrs, SFW_A_FINDING_COUNT);
	}
	reply_free(&reply);
	return ret;
}

static struct top_counter *add_counter(struct top_counters *counters)
{
	return grow(&counters->at, &counters->count, sizeof(*counters->at));
}

static int read_reasons(struct nl *nl, struct top_sample *sample)
{
	struct counters counters;
	int ret = counters_get(nl, &counters);

	for (unsigned int i = 0; !ret && i < SFW_R_MAX; i++) {
		struct top_counter *c = add_counter(&sample->reasons);

		if (!c)
			return -ENOMEM;
		snprintf(c->name, sizeof(c->name), "%s", reasons[i].word);
		c->refused = !reasons[i].accepted;
		c->packets = counters.packets[i];
		c->bytes = counters.bytes[i];
	}
	return ret;
}

static void name_port(const struct entry *entry, char name[TOP_NAME])
{
	char proto[PROTOCOL_NAME_MAX], ports[PORTS_TEXT_MAX] = "";
	char from[PREFIX_TEXT_MAX];

	if (entry->port_count)
		format_ports(&entry->ports[0], ports, sizeof(ports));
	format_from(entry, from, sizeof(from));
	snprintf(name, TOP_NAME, "%s%s%s%s%s%s%s",
		 protocol_name(entry->proto, proto, sizeof(proto)),
		 *ports ? " " : "", ports, *from ? " from " : "", from,
		 *entry->dev ? " dev " : "", *entry->dev ?
		 printable(entry->dev).text : "");
}

static int add_port(struct top_sample *sample, const struct object *obj)
{
	struct top_counter *c = add_counter(&sample->ports);

	if (!c)
		return -ENOMEM;
	name_port(&obj->command.entry, c->name);
	c->packets = obj->packets;
	c->bytes = obj->bytes;
	return 0;
}

/* A dump that was cut off goes on as long as its connection. */
static int start_over(struct nl *nl, struct reply *reply,
		      struct top_sample *sample)
{
	if (!reply->cut)
		return 0;
	sample->partial = true;
	nl_close(nl);
	return nl_open(nl);
}

static int read_ports(struct nl *nl, struct top_sample *sample)
{
	const struct nlmsghdr *at = NULL;
	struct policy policy;
	struct object obj;
	int ret = policy_get_some(nl, SFW_OBJ_ENTRY, BYTES_MAX, &policy);

	while (!ret && policy_next(&policy, &at, &obj))
		ret = add_port(sample, &obj);
	if (!ret)
		ret = start_over(nl, &policy.reply, sample);
	policy_free(&policy);
	return ret;
}

/* Returns the bytes that were read, or a negative errno. */
static long read_list(struct nl *nl, const char *name, size_t limit,
		      struct top_sample *sample)
{
	struct reply reply = { .limit = limit };
	const struct nlmsghdr *at = NULL;
	struct list_entry r;
	long ret = list_entries_get(nl, name, &reply);

	while (!ret && list_entry_next(&reply, &at, &r))
		top_newest_add(sample, name, &r);
	if (!ret)
		ret = start_over(nl, &reply, sample);
	if (!ret)
		ret = reply.len;
	reply_free(&reply);
	/* It went meanwhile. */
	return ret == -ENOENT && nl->family ? 0 : ret;
}

static int read_lists(struct nl *nl, struct top_sample *sample)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct list list;
	size_t read = 0;
	long ret = lists_get(nl, &reply);

	while (ret >= 0 && lists_next(&reply, &at, &list)) {
		sample->listed += list.size;
		if (!list.size)
			continue;
		if (read >= BYTES_MAX) {
			sample->partial = true;
			continue;
		}
		ret = read_list(nl, list.name, BYTES_MAX - read, sample);
		read += ret;
	}
	reply_free(&reply);
	return ret < 0 ? ret : 0;
}

static __u64 now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

/**
 * top_sample_get() - ask the kernel
 * @nl: the connection, opened and closed here
 * @sample: the result; top_sample_free() is due in any case
 *
 * Return: 0 or a negative errno. Users who may not read the policy get the rest.
 */
int top_sample_get(struct nl *nl, struct top_sample *sample)
{
	int ret;

	memset(sample, 0, sizeof(*sample));
	ret = nl_open(nl);
	if (!ret)
		ret = read_status(nl, sample);
	if (!ret)
		ret = read_reasons(nl, sample);
	sample->time = now();
	if (!ret)
		ret = read_ports(nl, sample);
	if (!ret)
		ret = read_lists(nl, sample);
	sample->may_read = !ret;
	nl_close(nl);
	return ret == -EPERM ? 0 : ret;
}

/**
 * top_sample_free() - give its memory back
 * @sample: of top_sample_get()
 */
void top_sample_free(struct top_sample *sample)
{
	free(sample->reasons.at);
	free(sample->ports.at);
}
