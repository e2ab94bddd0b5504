/* SPDX-License-Identifier: GPL-2.0 */
/* An event, as the kernel sends it, and how it is shown. */
#ifndef SFWCTL_NET_EVENT_H
#define SFWCTL_NET_EVENT_H

#include <libmnl/libmnl.h>

#include "lang/statement.h"
#include "lib/json.h"
#include "net/decode.h"

#define PROCESS_MAX	16	/* bytes of the name of a process, with the NUL */

/**
 * struct event - something that happened
 * @kind: enum sfw_event
 * @time: nanoseconds since 1970
 * @prefix: source that it is about, family 0 for none
 * @by: enum sfw_by
 * @reason: enum sfw_reason of refused packets
 * @proto: of the packet, 0 if there was none
 * @port: of the packet
 * @seconds: how long it lasts, 0 if nobody knows
 * @name: of the recent list, or ""
 * @packets: how many
 * @events: how many other events were lost
 * @messages: how many messages of the kernel were lost
 * @change: enum sfw_change of a policy
 * @before: its generation before
 * @after: its generation now
 * @pid: of the process, 0 if none did it
 * @uid: of its user
 * @process: its name
 */
struct event {
	__u8 kind;
	__u64 time;
	struct prefix prefix;
	__u8 by;
	__u8 reason;
	__u8 proto;
	__u16 port;
	__u32 seconds;
	char name[SFW_NAME_MAX + 1];
	__u64 packets;
	__u64 events;
	__u64 messages;
	__u8 change;
	__u64 before;
	__u64 after;
	__u32 pid;
	__u32 uid;
	char process[PROCESS_MAX];
};

int event_read(const struct attrs *attrs, struct event *e);
int event_decode(const struct nlmsghdr *nlh, struct event *e);
bool event_wanted(const struct event *e, const struct wanted *wanted);
void event_print(FILE *out, const struct event *e);
void event_write(struct json *j, const struct event *e);
void event_json(FILE *out, const struct event *e);

#endif
