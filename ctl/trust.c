// SPDX-License-Identifier: GPL-2.0
/* "trust list": from where everything is accepted. */
#include <stdio.h>

#include "listing.h"
#include "print.h"

enum column { FROM, DEV };

static const char *const heads[] = { [FROM] = "FROM", [DEV] = "DEV", NULL };

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	entry_from(entry, row->cell[FROM], CELL_MAX);
	snprintf(row->cell[DEV], CELL_MAX, "%s", entry->dev);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;
	char buf[PREFIX_TEXT_MAX];

	json_string(j, "from", entry_from(entry, buf, sizeof(buf)));
	json_string(j, "dev", entry->dev);
}

const struct listing trust_listing = {
	.object = SFW_OBJ_TRUST,
	.cmd = SFW_CMD_TRUST_ADD,
	.key = "trusted",
	.heads = heads,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_trusts() - "trust list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_trusts(const struct options *opt, const struct words *words)
{
	return listing_query(&trust_listing, opt, words);
}
