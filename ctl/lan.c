// SPDX-License-Identifier: GPL-2.0
/* "lan list": interfaces that may start connections through this host. */
#include <stdio.h>

#include "listing.h"

enum column { DEV, STATE };

static const char *const heads[] = { [DEV] = "DEV", [STATE] = "STATE", NULL };

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	snprintf(row->cell[DEV], CELL_MAX, "%s", entry->dev);
	snprintf(row->cell[STATE], CELL_MAX, "%s", dev_state(entry->dev));
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	json_string(j, "dev", entry->dev);
	json_string(j, "state", dev_state(entry->dev));
}

const struct listing lan_listing = {
	.object = SFW_OBJ_LAN,
	.cmd = SFW_CMD_LAN_ADD,
	.key = "lans",
	.heads = heads,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_lans() - "lan list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_lans(const struct options *opt, const struct words *words)
{
	return listing_query(&lan_listing, opt, words);
}
