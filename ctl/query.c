// SPDX-License-Identifier: GPL-2.0
/* The table of the commands that only look. */
#include <stddef.h>

#include "compiler.h"
#include "sfwctl.h"

static const struct action queries[] = {
	{ { "status", NULL, "", "the firewall at a glance" }, query_status },
	{ { "port", "list", "", "open ports" }, query_ports },
	{ { "proto", "list", "", "open protocols" }, query_protos },
	{ { "trust", "list", "", "from where everything is accepted" },
	  query_trusts },
	{ { "exempt", "list", "", "what is never listed, guarded or blocked" },
	  query_exempts },
	{ { "guard", "list", "", "limits for new connections" },
	  query_guards },
	{ { "knock", "list", "", "ports that open others" }, query_knocks },
	{ { "block", "list", "", "from where everything is dropped" },
	  query_blocks },
	{ { "lan", "list", "", "the local network" }, query_lans },
	{ { "masquerade", "list", "", "hidden sources" }, query_masquerades },
	{ { "forward", "list", "", "ports that lead to other hosts" },
	  query_forwards },
	{ { "list", "show", "NAME", "the addresses in a recent list" },
	  query_list },
	{ { "list", NULL, "", "the recent lists" }, query_lists },
	{ { "get", NULL, "[KEY]", "settings" }, query_settings },
	{ { "diff", NULL, "[FILE|-]", "a policy in a file against what runs" },
	  query_diff },
	{ { "stats", NULL, "[--prometheus]",
	    "packets and bytes of each reason" },
	  query_stats },
	{ { "top", NULL, "",
	    "a live view: rates, busiest ports, newest in lists" },
	  query_top },
	{ { "test", NULL,
	    "PROTOCOL SRC[:PORT] to [DST:]PORT [in IFACE] [flags FLAGS] [type TYPE] [state STATE]",
	    "what would happen to a packet" },
	  query_test },
	{ { "why", NULL, "ADDR",
	    "what holds an address, since when and for how long" },
	  query_why },
	{ { "events", NULL, "[reason REASON] [from PREFIX[,PREFIX...]]",
	    "what happens, while it happens" },
	  query_events },
	{ { "doctor", NULL, "",
	    "what is wrong around the firewall, and what mends it" },
	  query_doctor },
	{ { "import", NULL, "FILE|-",
	    "print the policy that rules of iptables-save come to" },
	  query_import },
};

/**
 * query_at() - walk through the queries
 * @index: 0, 1, ...
 *
 * Return: a query, or NULL after the last.
 */
const struct action *query_at(unsigned int index)
{
	return index < ARRAY_SIZE(queries) ?
	       &queries[index] : NULL;
}

/**
 * query_usage() - walk through the queries
 * @index: 0, 1, ...
 *
 * Return: how one is written, or NULL after the last.
 */
const struct usage *query_usage(unsigned int index)
{
	const struct action *query = query_at(index);

	return query ? &query->usage : NULL;
}
