// SPDX-License-Identifier: GPL-2.0
/* "masquerade list": sources that are hidden behind an interface's address. */
#include <stdio.h>

#include "listing.h"
#include "print.h"

enum column { PREFIX, OUT, STATE };

static const char *const heads[] = {
	[PREFIX] = "PREFIX", [OUT] = "OUT", [STATE] = "STATE", NULL
};

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	entry_from(entry, row->cell[PREFIX], CELL_MAX);
	snprintf(row->cell[OUT], CELL_MAX, "%s", entry->out);
	snprintf(row->cell[STATE], CELL_MAX, "%s", dev_state(entry->out));
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;
	char buf[PREFIX_TEXT_MAX];

	json_string(j, "prefix", entry_from(entry, buf, sizeof(buf)));
	json_string(j, "out", entry->out);
	json_string(j, "state", dev_state(entry->out));
}

const struct listing masquerade_listing = {
	.object = SFW_OBJ_MASQ,
	.cmd = SFW_CMD_MASQ_ADD,
	.key = "masqueraded",
	.heads = heads,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_masquerades() - "masquerade list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_masquerades(const struct options *opt, const struct words *words)
{
	return listing_query(&masquerade_listing, opt, words);
}
