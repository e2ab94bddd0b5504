/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of a policy that may have led the packets of a finding on. */
#ifndef SFWCTL_CMD_REHEARSE_WAYS_H
#define SFWCTL_CMD_REHEARSE_WAYS_H

#include "lang/statement.h"
#include "net/policy.h"
#include "net/rehearsal.h"
#include "net/settings.h"

/**
 * struct way - a forwarded port, or a way through this host
 * @cmd: enum sfw_cmd
 * @proto: of a port
 * @first: lowest port
 * @last: highest port
 * @dev: incoming interface
 * @out: outgoing interface, or ""
 * @from: source; family 0 for any, or a group
 * @group: its name, or ""
 * @to: of a port the host behind this one
 * @to_first: lowest port there
 * @to_dev: its interface, or ""
 */
struct way {
	enum sfw_cmd cmd;
	__u8 proto;
	__u16 first;
	__u16 last;
	char dev[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	struct prefix from;
	char group[SFW_NAME_MAX + 1];
	struct address to;
	__u16 to_first;
	char to_dev[SFW_DEV_MAX + 1];
};

/**
 * struct ways - the part of a policy that leads packets on
 * @policy: the policy
 * @values: its settings
 * @at: the ways in the order of the policy
 * @count: how many
 */
struct ways {
	const struct policy *policy;
	struct values values;
	struct way *at;
	size_t count;
};

int ways_read(struct ways *ways, const struct policy *policy);
void ways_free(struct ways *ways);
bool ways_lead(const struct ways *ways, const struct finding *f, unsigned int source);
long forward_find(const struct ways *ways, const struct ways *other,
		  const struct finding *f, unsigned int source);
long forward_next(const struct ways *ways, const struct ways *other,
		  const struct finding *f, unsigned int source, long last);

#endif
