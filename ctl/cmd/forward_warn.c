// SPDX-License-Identifier: GPL-2.0
/* Open ports of this host that a new forward covers. */
#include <stdio.h>
#include <string.h>

#include "cmd/forward_warn.h"
#include "core/ifname.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "net/policy.h"

static bool same_dev(const char *a, const char *b)
{
	return sfw_ifname_matches(a, b) || sfw_ifname_matches(b, a);
}

static bool covers(const struct entry *forward, const struct entry *open)
{
	if (forward->proto != open->proto ||
	    (open->dev[0] && !same_dev(open->dev, forward->dev)))
		return false;
	for (unsigned int i = 0; i < forward->port_count; i++)
		if (forward->ports[i].first <= open->ports[0].last &&
		    open->ports[0].first <= forward->ports[i].last)
			return true;
	return false;
}

/**
 * forward_warn() - tell which open ports of this host a forward covers
 * @nl: the connection
 * @forward: the forward that was added
 *
 * The forward is made all the same, so errors are ignored here.
 */
void forward_warn(struct nl *nl, const struct entry *forward)
{
	const struct nlmsghdr *at = NULL;
	char proto[PROTOCOL_NAME_MAX], ports[PORTS_TEXT_MAX];
	struct policy policy;
	struct object obj;

	if (!policy_get(nl, SFW_OBJ_ENTRY, &policy)) {
		while (policy_next(&policy, &at, &obj)) {
			const struct entry *open = &obj.command.entry;

			if (obj.command.cmd != SFW_CMD_PORT_ADD ||
			    !covers(forward, open))
				continue;
			fprintf(stderr,
				"sfwctl: warning: %s %s is open on this host: by %s it leads on now\n",
				protocol_name(open->proto, proto,
					      sizeof(proto)),
				format_ports(&open->ports[0], ports,
					     sizeof(ports)), forward->dev);
		}
	}
	policy_free(&policy);
}
