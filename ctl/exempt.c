// SPDX-License-Identifier: GPL-2.0
/* "exempt list": what is never listed, guarded or blocked. */
#include "listing.h"
#include "print.h"

static const char *const heads[] = { "PREFIX", NULL };

static void fill_row(struct row *row, const struct object *obj)
{
	entry_from(&obj->command.entry, row->cell[0], CELL_MAX);
}

static void fill_json(struct json *j, const struct object *obj)
{
	char buf[PREFIX_TEXT_MAX];

	json_string(j, "prefix",
		    entry_from(&obj->command.entry, buf, sizeof(buf)));
}

const struct listing exempt_listing = {
	.object = SFW_OBJ_EXEMPT,
	.cmd = SFW_CMD_EXEMPT_ADD,
	.key = "exempt",
	.heads = heads,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_exempts() - "exempt list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_exempts(const struct options *opt, const struct words *words)
{
	return listing_query(&exempt_listing, opt, words);
}
