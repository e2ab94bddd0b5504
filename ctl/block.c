// SPDX-License-Identifier: GPL-2.0
/* "block list": from where everything is dropped. */
#include <stdio.h>

#include "listing.h"
#include "print.h"

enum column { PREFIX, LEFT, COMMENT };

static const char *const heads[] = {
	[PREFIX] = "PREFIX", [LEFT] = "LEFT", [COMMENT] = "COMMENT", NULL
};

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	entry_from(entry, row->cell[PREFIX], CELL_MAX);
	entry_left(entry, row->cell[LEFT], CELL_MAX);
	snprintf(row->cell[COMMENT], CELL_MAX, "%s", entry->comment);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;
	char buf[PREFIX_TEXT_MAX];

	json_string(j, "prefix", entry_from(entry, buf, sizeof(buf)));
	entry_left_json(entry, j);
	json_string(j, "comment", entry->comment);
}

const struct listing block_listing = {
	.object = SFW_OBJ_BLOCK,
	.cmd = SFW_CMD_BLOCK_ADD,
	.key = "blocked",
	.heads = heads,
	.right = 1U << LEFT,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_blocks() - "block list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_blocks(const struct options *opt, const struct words *words)
{
	return listing_query(&block_listing, opt, words);
}
