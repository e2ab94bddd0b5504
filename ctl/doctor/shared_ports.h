/* SPDX-License-Identifier: GPL-2.0 */
/* Ports that a forward of ours and the NAT of others both lead elsewhere. */
#ifndef SFWCTL_DOCTOR_SHARED_PORTS_H
#define SFWCTL_DOCTOR_SHARED_PORTS_H

#include "host/translations.h"
#include "lang/statement.h"

#define SHARED_PORTS_MAX	8

struct doctor_findings;
struct policy;

/**
 * struct doctor_shared_port - such ports
 * @proto: their protocol
 * @ports: the ports of the forward
 * @dev: its interface
 * @to: where others lead one of them
 */
struct doctor_shared_port {
	__u8 proto;
	struct port_range ports;
	char dev[SFW_DEV_MAX + 1];
	char to[TRANSLATION_TO_MAX];
};

/**
 * struct doctor_shared_ports - all of them
 * @at: in the order of the policy
 * @count: how many
 */
struct doctor_shared_ports {
	struct doctor_shared_port at[SHARED_PORTS_MAX];
	unsigned int count;
};

void doctor_shared_ports(struct doctor_shared_ports *shared, const struct policy *policy);
void doctor_judge_shared_ports(const struct doctor_shared_ports *shared,
			       struct doctor_findings *findings);

#endif
