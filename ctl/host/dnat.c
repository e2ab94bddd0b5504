// SPDX-License-Identifier: GPL-2.0
/* Packets that the NAT of others leads elsewhere, as far as its rules can be read. */
#include <stdio.h>
#include <stdlib.h>

#include "host/dnat.h"
#include "lang/parser.h"

/* "172.17.0.2:80", "[fd17::2]:80", "10.0.0.9:6000-6010", "10.0.0.9", ":80" */
static void lead(struct probe *probe, const char *to)
{
	struct address addr;
	const char *port = NULL;
	unsigned long first, last;
	char *end;

	if (to[0] == ':')
		port = to + 1;
	else if (parse_endpoint(to, &addr, &port))
		probe->dst = addr;
	if (!port)
		return;
	first = strtoul(port, &end, 10);
	last = *end == '-' ? strtoul(end + 1, NULL, 10) : first;
	if (probe->dport < first || probe->dport > last)
		probe->dport = first;
}

/**
 * dnat_by() - lead a packet where rules of a NAT lead it
 * @rules: the rules
 * @probe: the packet; it gets its new destination
 * @to: gets the target, as struct nat_rule has it
 *
 * Return: false: none of them leads it anywhere.
 */
bool dnat_by(struct nat_rules *rules, struct probe *probe,
	     char to[TRANSLATION_TO_MAX])
{
	if (!probe->dport ||
	    (probe->dst.family && !nat_address_is_own(&probe->dst)))
		return false;
	for (size_t i = 0; i < rules->count; i++) {
		const char *target = nat_rule_leads(rules, &rules->at[i],
						    probe);

		if (!target[0])
			continue;
		snprintf(to, TRANSLATION_TO_MAX, "%s", target);
		lead(probe, target);
		return true;
	}
	return false;
}

/**
 * dnat_away() - lead a packet to this host where the NAT of this namespace leads it
 * @probe: as for dnat_by()
 * @to: likewise
 *
 * Return: likewise.
 */
bool dnat_away(struct probe *probe, char to[TRANSLATION_TO_MAX])
{
	struct nat_rules rules = { 0 };
	bool led;

	nat_rules_read_all(&rules);
	led = dnat_by(&rules, probe, to);
	nat_rules_free(&rules);
	return led;
}
