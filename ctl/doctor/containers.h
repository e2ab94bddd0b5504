/* SPDX-License-Identifier: GPL-2.0 */
/* Container engines beside the firewall, and which of their needs it does not meet. */
#ifndef SFWCTL_DOCTOR_CONTAINERS_H
#define SFWCTL_DOCTOR_CONTAINERS_H

#include <linux/sfw.h>
#include <stdbool.h>

#include "host/guests.h"

#define CONTAINERS_MAX	16

struct doctor_findings;
struct policy;

/**
 * struct doctor_guests - interfaces of an engine
 * @engine: its name
 * @dev: name of the interface, or the pattern for all of that kind
 * @is_lan: they may start connections through this host
 * @closed: ports of this host that serve them, and are closed to them
 * @closed_count: how many
 */
struct doctor_guests {
	const char *engine;
	char dev[SFW_DEV_MAX + 1];
	bool is_lan;
	__u16 closed[GUEST_PORTS_MAX];
	unsigned int closed_count;
};

/**
 * struct doctor_containers - all engines
 * @at: their interfaces
 * @count: how many
 * @enabled: packets are judged
 * @forward_off: but forwarded ones are left to others
 * @published_off: as are those that others lead elsewhere
 */
struct doctor_containers {
	struct doctor_guests at[CONTAINERS_MAX];
	unsigned int count;
	bool enabled;
	bool forward_off;
	bool published_off;
};

bool doctor_engine(const char *dev, struct doctor_guests *guests);
void doctor_containers(struct doctor_containers *c, const struct policy *policy);
void doctor_judge_containers(const struct doctor_containers *c,
			     struct doctor_findings *findings);

#endif
