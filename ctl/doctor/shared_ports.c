// SPDX-License-Identifier: GPL-2.0
/*
 * Forwards on ports that an engine publishes. Both translations are hooks at the same
 * place, so the order in which they were set up decides.
 */
#include <stdio.h>
#include <string.h>

#include "doctor/doctor.h"
#include "doctor/shared_ports.h"
#include "host/served.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "net/policy.h"

/* The first translation; a program that listens is none. */
static void take_translation(void *ctx, const char *who)
{
	static const char nat[] = "nat -> ";
	char *to = ctx;

	if (!to[0] && !strncmp(who, nat, strlen(nat)))
		snprintf(to, TRANSLATION_TO_MAX, "%s", who + strlen(nat));
}

static void look_at(struct doctor_shared_ports *shared, const struct entry *forward)
{
	struct doctor_shared_port *port = &shared->at[shared->count];
	const struct port_range *ports = &forward->ports[0];

	if (shared->count == SHARED_PORTS_MAX)
		return;
	*port = (struct doctor_shared_port){ .proto = forward->proto, .ports = *ports };
	strcpy(port->dev, forward->dev);
	served_by(forward->proto, ports->first, ports->last, take_translation, port->to);
	shared->count += port->to[0] != '\0';
}

/**
 * doctor_shared_ports() - find forwards on ports that others lead elsewhere
 * @shared: the result
 * @policy: the policy
 */
void doctor_shared_ports(struct doctor_shared_ports *shared, const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_FORWARD_ADD)
			look_at(shared, &obj.command.entry);
}

/**
 * doctor_judge_shared_ports() - tell of them
 * @shared: the ports
 * @findings: gets them
 */
void doctor_judge_shared_ports(const struct doctor_shared_ports *shared,
			       struct doctor_findings *findings)
{
	char proto[PROTOCOL_NAME_MAX], ports[PORTS_TEXT_MAX];

	for (unsigned int i = 0; i < shared->count; i++)
		doctor_find(findings, "forward", "sfwctl forward list",
			    "%s %s in %s has a forward, and the NAT of others leads it to %s: the one that was set up last has it",
			    protocol_name(shared->at[i].proto, proto, sizeof(proto)),
			    format_ports(&shared->at[i].ports, ports, sizeof(ports)),
			    shared->at[i].dev, shared->at[i].to);
}
