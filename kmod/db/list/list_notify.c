// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/string.h>

#include "list.h"

/* See sfw_list_notify(). */
void __sfw_list_notify(const struct sfw_list *list, const struct sfw_recent *e,
		       enum sfw_event event, enum sfw_by by, u32 seconds)
{
	const struct sfw_events *events = READ_ONCE(list->events);
	u32 cause = READ_ONCE(e->cause);
	struct sfw_event_info info = {
		.event = event,
		.by = by,
		.prefix = {
			.addr = e->addr,
			.family = e->family,
			.len = list->mask[e->family == SFW_AF_INET6],
		},
		.proto = cause >> 16,
		.port = cause & 0xffff,
		.seconds = seconds,
	};

	if (!events)
		return;
	strscpy(info.name, list->name, sizeof(info.name));
	sfw_events_add(events, &info);
}

/*
 * A promise ends. Only the end of a block is an event: once, and only if there was
 * a listener by then.
 */
void __sfw_list_notify_end(const struct sfw_list *list,
			   const struct sfw_recent *e, enum sfw_by by)
{
	const struct sfw_events *events = READ_ONCE(list->events);

	if (list->kind != SFW_LIST_BLOCK || !events ||
	    e->data[0] <= READ_ONCE(events->since))
		return;
	__sfw_list_notify(list, e, SFW_E_UNBLOCKED,
			  ktime_get_boottime_ns() < e->data[0] ?
			  by : SFW_BY_TIME, 0);
}
