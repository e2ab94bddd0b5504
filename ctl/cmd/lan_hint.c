// SPDX-License-Identifier: GPL-2.0
/* Ports of this host that guests need besides a way out. */
#include <stdio.h>

#include "cmd/lan_hint.h"
#include "host/guests.h"
#include "lib/shellword.h"
#include "net/policy.h"

/* By one kind of objects; errors close nothing. */
static unsigned int closed_by(struct nl *nl, enum sfw_object object,
			      const char *dev, __u16 ports[GUEST_PORTS_MAX])
{
	struct policy policy;
	unsigned int count = 0;

	if (!policy_get(nl, object, &policy))
		count = guests_closed(&policy, dev, ports);
	policy_free(&policy);
	return count;
}

/**
 * lan_hint() - tell which ports the guests of a bridge need besides
 * @nl: the connection
 * @lan: the interface that was added
 *
 * It was added all the same, so errors are ignored here.
 */
void lan_hint(struct nl *nl, const struct entry *lan)
{
	__u16 ports[GUEST_PORTS_MAX], all[GUEST_PORTS_MAX];
	unsigned int count = closed_by(nl, SFW_OBJ_ENTRY, lan->dev, ports);
	char text[GUEST_PORTS_TEXT], dev[4 * SFW_DEV_MAX + 3];

	if (count && closed_by(nl, SFW_OBJ_TRUST, lan->dev, all))
		fprintf(stderr,
			"sfwctl: hint: guests of %s get addresses or names from this host, which lan does not open: sfwctl port add udp %s dev %s\n",
			lan->dev, guests_list(ports, count, text),
			shell_word(lan->dev, dev, sizeof(dev)));
}
