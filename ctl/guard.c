// SPDX-License-Identifier: GPL-2.0
/* "guard list": the limits for new connections. */
#include <stdio.h>

#include "listing.h"
#include "print.h"

enum column { NAME, WINDOWS, RTTL, MASK4, MASK6, THEN };

static const char *const heads[] = {
	[NAME] = "NAME", [WINDOWS] = "WINDOWS", [RTTL] = "RTTL",
	[MASK4] = "MASK4", [MASK6] = "MASK6", [THEN] = "THEN", NULL
};

static void fill_row(struct row *row, const struct object *obj)
{
	const struct guard *guard = &obj->command.guard;
	char then[CHOICE_MAX], time[DURATION_TEXT_MAX] = "";

	snprintf(row->cell[NAME], CELL_MAX, "%s", guard->name);
	print_windows(guard, row->cell[WINDOWS], CELL_MAX);
	snprintf(row->cell[RTTL], CELL_MAX, guard->rttl ? "rttl" : "");
	snprintf(row->cell[MASK4], CELL_MAX, "%u", guard->mask4);
	snprintf(row->cell[MASK6], CELL_MAX, "%u", guard->mask6);
	if (guard->duration)
		print_duration(guard->duration, time, sizeof(time));
	snprintf(row->cell[THEN], CELL_MAX, "%s%s%s",
		 choice_word(guard_thens, guard->then, then, sizeof(then)),
		 *time ? " " : "", time);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct guard *guard = &obj->command.guard;
	char buf[CHOICE_MAX];

	json_string(j, "name", guard->name);
	json_open(j, "windows", '[');
	for (unsigned int i = 0; i < guard->window_count; i++) {
		json_open(j, NULL, '{');
		json_number(j, "hits", guard->windows[i].hits);
		json_number(j, "seconds", guard->windows[i].seconds);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_bool(j, "rttl", guard->rttl);
	json_number(j, "mask4", guard->mask4);
	json_number(j, "mask6", guard->mask6);
	json_string(j, "then", choice_word(guard_thens, guard->then, buf,
					   sizeof(buf)));
	if (guard->duration)
		json_number(j, "duration", guard->duration);
	else
		json_string(j, "duration", NULL);
}

const struct listing guard_listing = {
	.object = SFW_OBJ_GUARD,
	.cmd = SFW_CMD_GUARD_ADD,
	.key = "guards",
	.heads = heads,
	.right = 1U << MASK4 | 1U << MASK6,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_guards() - "guard list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_guards(const struct options *opt, const struct words *words)
{
	return listing_query(&guard_listing, opt, words);
}
