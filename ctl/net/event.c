// SPDX-License-Identifier: GPL-2.0
/* An event from the kernel's message, and which ones are asked for. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/prefix.h"
#include "net/decode.h"
#include "net/event.h"

/**
 * event_read() - an event from its attributes
 * @attrs: the attributes
 * @e: the result; bytes that mean nothing are zero
 *
 * Return: 0, or -EINVAL for a kind that this version does not know.
 */
int event_read(const struct attrs *attrs, struct event *e)
{
	memset(e, 0, sizeof(*e));
	e->kind = decode_u8(attrs, SFW_A_EVENT);
	e->time = decode_u64(attrs, SFW_A_TIME);
	e->by = decode_u8(attrs, SFW_A_BY);
	e->reason = decode_u8(attrs, SFW_A_REASON);
	e->proto = decode_u8(attrs, SFW_A_PROTO);
	e->port = decode_u16(attrs, SFW_A_PORT_FIRST);
	e->seconds = decode_u32(attrs, SFW_A_DURATION);
	e->packets = decode_u64(attrs, SFW_A_PACKETS);
	e->events = decode_u64(attrs, SFW_A_LOST);
	e->change = decode_u8(attrs, SFW_A_CHANGE);
	e->before = decode_u64(attrs, SFW_A_BEFORE);
	e->after = decode_u64(attrs, SFW_A_GENERATION);
	e->pid = decode_u32(attrs, SFW_A_PID);
	e->uid = decode_u32(attrs, SFW_A_UID);
	snprintf(e->name, sizeof(e->name), "%s",
		 decode_string(attrs, SFW_A_NAME));
	snprintf(e->process, sizeof(e->process), "%s",
		 decode_string(attrs, SFW_A_PROCESS));
	if (attrs->a[SFW_A_FROM] && decode_prefix(attrs, &e->prefix))
		return -EINVAL;
	return e->kind < SFW_E_MAX && e->reason < SFW_R_MAX ? 0 : -EINVAL;
}

/**
 * event_decode() - take a message of the kernel
 * @nlh: the message
 * @e: the result; bytes that mean nothing are zero
 *
 * Return: 0, or -EINVAL for a kind that this version does not know.
 */
int event_decode(const struct nlmsghdr *nlh, struct event *e)
{
	struct attrs attrs;

	if (decode_header(nlh, &attrs) != SFW_CMD_EVENT)
		return -EINVAL;
	return event_read(&attrs, e);
}

/**
 * event_wanted() - whether an event is asked for
 * @e: the event
 * @wanted: the events that are asked for
 *
 * Return: true if it is; lost ones might have been.
 */
bool event_wanted(const struct event *e, const struct wanted *wanted)
{
	if (e->kind == SFW_E_LOST)
		return true;
	if (wanted->reasons && (e->kind != SFW_E_REFUSED ||
				!(wanted->reasons & SFW_REFUSED_BIT(e->reason))))
		return false;
	for (unsigned int i = 0; i < wanted->from_count; i++)
		if (prefix_within(&e->prefix, &wanted->from[i]))
			return true;
	return !wanted->from_count;
}
