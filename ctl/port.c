// SPDX-License-Identifier: GPL-2.0
/* "port list": the open ports. */
#include <stdio.h>

#include "listing.h"
#include "print.h"
#include "protocol.h"

enum column {
	PROTO, PORTS, FROM, DEV, GUARD, KNOCK, LEFT, PACKETS, BYTES, COMMENT
};

static const char *const heads[] = {
	[PROTO] = "PROTO", [PORTS] = "PORTS", [FROM] = "FROM", [DEV] = "DEV",
	[GUARD] = "GUARD", [KNOCK] = "KNOCK",
	[LEFT] = "LEFT", [PACKETS] = "PACKETS", [BYTES] = "BYTES",
	[COMMENT] = "COMMENT", NULL
};

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	protocol_name(entry->proto, row->cell[PROTO], CELL_MAX);
	print_ports(&entry->ports[0], row->cell[PORTS], CELL_MAX);
	entry_from(entry, row->cell[FROM], CELL_MAX);
	snprintf(row->cell[DEV], CELL_MAX, "%s", entry->dev);
	snprintf(row->cell[GUARD], CELL_MAX, "%s", entry->guard);
	snprintf(row->cell[KNOCK], CELL_MAX, "%s", entry->knock);
	entry_left(entry, row->cell[LEFT], CELL_MAX);
	snprintf(row->cell[PACKETS], CELL_MAX, "%llu", obj->packets);
	snprintf(row->cell[BYTES], CELL_MAX, "%llu", obj->bytes);
	snprintf(row->cell[COMMENT], CELL_MAX, "%s", entry->comment);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;
	char buf[PREFIX_TEXT_MAX];

	json_string(j, "proto",
		    protocol_name(entry->proto, buf, sizeof(buf)));
	json_string(j, "ports", print_ports(&entry->ports[0], buf,
					    sizeof(buf)));
	json_number(j, "first", entry->ports[0].first);
	json_number(j, "last", entry->ports[0].last);
	json_string(j, "from", entry_from(entry, buf, sizeof(buf)));
	json_string(j, "dev", entry->dev);
	json_string(j, "guard", entry->guard);
	json_string(j, "knock", entry->knock);
	entry_left_json(entry, j);
	json_number(j, "packets", obj->packets);
	json_number(j, "bytes", obj->bytes);
	json_string(j, "comment", entry->comment);
}

const struct listing port_listing = {
	.object = SFW_OBJ_ENTRY,
	.cmd = SFW_CMD_PORT_ADD,
	.key = "ports",
	.heads = heads,
	.right = 1U << LEFT | 1U << PACKETS | 1U << BYTES,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_ports() - "port list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_ports(const struct options *opt, const struct words *words)
{
	return listing_query(&port_listing, opt, words);
}
