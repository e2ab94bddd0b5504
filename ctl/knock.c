// SPDX-License-Identifier: GPL-2.0
/* "knock list": the ports that open others when they are knocked at. */
#include <stdio.h>

#include "listing.h"
#include "print.h"
#include "protocol.h"

enum column { NAME, PORTS, WITHIN, OPEN };

static const char *const heads[] = {
	[NAME] = "NAME", [PORTS] = "PORTS", [WITHIN] = "WITHIN",
	[OPEN] = "OPEN", NULL
};

static void fill_row(struct row *row, const struct object *obj)
{
	const struct knock *knock = &obj->command.knock;

	snprintf(row->cell[NAME], CELL_MAX, "%s", knock->name);
	print_steps(knock, row->cell[PORTS], CELL_MAX);
	print_duration(knock->within, row->cell[WITHIN], CELL_MAX);
	print_duration(knock->open, row->cell[OPEN], CELL_MAX);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct knock *knock = &obj->command.knock;
	char buf[PROTOCOL_NAME_MAX];

	json_string(j, "name", knock->name);
	json_open(j, "ports", '[');
	for (unsigned int i = 0; i < knock->step_count; i++) {
		json_open(j, NULL, '{');
		json_string(j, "proto", protocol_name(knock->steps[i].proto,
						      buf, sizeof(buf)));
		json_number(j, "port", knock->steps[i].port);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_number(j, "within", knock->within);
	json_number(j, "open", knock->open);
}

const struct listing knock_listing = {
	.object = SFW_OBJ_KNOCK,
	.cmd = SFW_CMD_KNOCK_ADD,
	.key = "knocks",
	.heads = heads,
	.right = 1U << WITHIN | 1U << OPEN,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_knocks() - "knock list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_knocks(const struct options *opt, const struct words *words)
{
	return listing_query(&knock_listing, opt, words);
}
