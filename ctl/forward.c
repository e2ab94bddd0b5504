// SPDX-License-Identifier: GPL-2.0
/* "forward list": ports that lead to other hosts. */
#include <stdio.h>
#include <string.h>

#include "forward.h"
#include "listing.h"
#include "print.h"
#include "protocol.h"

enum column { PROTO, PORTS, IN, STATE, TO, FROM, PACKETS, BYTES, COMMENT };

static const char *const heads[] = {
	[PROTO] = "PROTO", [PORTS] = "PORTS", [IN] = "IN", [STATE] = "STATE",
	[TO] = "TO", [FROM] = "FROM", [PACKETS] = "PACKETS",
	[BYTES] = "BYTES", [COMMENT] = "COMMENT", NULL
};

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	protocol_name(entry->proto, row->cell[PROTO], CELL_MAX);
	print_ports(&entry->ports[0], row->cell[PORTS], CELL_MAX);
	snprintf(row->cell[IN], CELL_MAX, "%s", entry->dev);
	snprintf(row->cell[STATE], CELL_MAX, "%s", dev_state(entry->dev));
	print_target(entry, row->cell[TO], CELL_MAX);
	entry_from(entry, row->cell[FROM], CELL_MAX);
	snprintf(row->cell[PACKETS], CELL_MAX, "%llu", obj->packets);
	snprintf(row->cell[BYTES], CELL_MAX, "%llu", obj->bytes);
	snprintf(row->cell[COMMENT], CELL_MAX, "%s", entry->comment);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;
	char buf[ENDPOINT_TEXT_MAX];

	json_string(j, "proto",
		    protocol_name(entry->proto, buf, sizeof(buf)));
	json_string(j, "ports", print_ports(&entry->ports[0], buf,
					    sizeof(buf)));
	json_string(j, "in", entry->dev);
	json_string(j, "state", dev_state(entry->dev));
	json_string(j, "to", print_target(entry, buf, sizeof(buf)));
	json_string(j, "from", entry_from(entry, buf, sizeof(buf)));
	json_number(j, "packets", obj->packets);
	json_number(j, "bytes", obj->bytes);
	json_string(j, "comment", entry->comment);
}

const struct listing forward_listing = {
	.object = SFW_OBJ_FORWARD,
	.cmd = SFW_CMD_FORWARD_ADD,
	.key = "forwards",
	.heads = heads,
	.right = 1U << PACKETS | 1U << BYTES,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_forwards() - "forward list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_forwards(const struct options *opt, const struct words *words)
{
	return listing_query(&forward_listing, opt, words);
}

static bool covers(const struct entry *forward, const struct entry *open)
{
	if (forward->proto != open->proto ||
	    (open->dev[0] && strcmp(open->dev, forward->dev)))
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
 * @forward: what was added
 *
 * The forward is made all the same, so what goes wrong here is passed over.
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
				print_ports(&open->ports[0], ports,
					    sizeof(ports)), forward->dev);
		}
	}
	policy_free(&policy);
}
