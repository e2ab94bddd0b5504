// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "list.h"

/* See sfw_list_tell(). */
void __sfw_list_tell(const struct sfw_list *list, const struct sfw_recent *e,
		     enum sfw_event event, enum sfw_by by, u32 seconds)
{
	const struct sfw_events *events = READ_ONCE(list->events);
	u32 cause = READ_ONCE(e->cause);
	struct sfw_note note = {
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
	strscpy(note.name, list->name, sizeof(note.name));
	sfw_events_add(events, &note);
}
