// SPDX-License-Identifier: GPL-2.0
/* "proto list": the open protocols without ports. */
#include <stdio.h>

#include "listing.h"
#include "print.h"
#include "protocol.h"

enum column { PROTO, FROM, DEV, PACKETS, BYTES };

static const char *const heads[] = {
	[PROTO] = "PROTO", [FROM] = "FROM", [DEV] = "DEV",
	[PACKETS] = "PACKETS", [BYTES] = "BYTES", NULL
};

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	protocol_name(entry->proto, row->cell[PROTO], CELL_MAX);
	entry_from(entry, row->cell[FROM], CELL_MAX);
	snprintf(row->cell[DEV], CELL_MAX, "%s", entry->dev);
	snprintf(row->cell[PACKETS], CELL_MAX, "%llu", obj->packets);
	snprintf(row->cell[BYTES], CELL_MAX, "%llu", obj->bytes);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;
	char buf[PREFIX_TEXT_MAX];

	json_string(j, "proto",
		    protocol_name(entry->proto, buf, sizeof(buf)));
	json_number(j, "number", entry->proto);
	json_string(j, "from", entry_from(entry, buf, sizeof(buf)));
	json_string(j, "dev", entry->dev);
	json_number(j, "packets", obj->packets);
	json_number(j, "bytes", obj->bytes);
}

const struct listing proto_listing = {
	.object = SFW_OBJ_ENTRY,
	.cmd = SFW_CMD_PROTO_ADD,
	.key = "protocols",
	.heads = heads,
	.right = 1U << PACKETS | 1U << BYTES,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_protos() - "proto list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_protos(const struct options *opt, const struct words *words)
{
	return listing_query(&proto_listing, opt, words);
}
