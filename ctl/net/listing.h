/* SPDX-License-Identifier: GPL-2.0 */
/* Things that the kernel lists, as a table or as JSON, by tables of columns. */
#ifndef SFWCTL_NET_LISTING_H
#define SFWCTL_NET_LISTING_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/json.h"
#include "lib/table.h"

/* How the value of a property is held; an empty cell is a null in JSON. */
enum column_form {
	COLUMN_OWN,		/* the functions of the column know */
	COLUMN_STRING,
	COLUMN_NUMBER,
	COLUMN_COUNT,		/* a number; 0 is an empty cell */
	COLUMN_SECONDS,		/* a duration; 0 is an empty cell */
	COLUMN_BOOL,
};

/**
 * struct column - one property of a kind of things
 * @head: head of the column; NULL where only JSON has it
 * @key: key in JSON; NULL where only the table has it
 * @form: of the value
 * @at: where it is in the thing
 * @size: its bytes
 * @text: writes CELL_MAX bytes at most, where the form does not tell how; an
 *	  empty cell stays so
 * @json: writes it in JSON, likewise
 * @right: aligned to the right, as numbers are
 * @rare: left out where no thing has it; in JSON of each thing without it
 *
 * A table of these ends with one that has neither @head nor @key.
 */
struct column {
	const char *head;
	const char *key;
	enum column_form form;
	size_t at;
	size_t size;
	void (*text)(const void *value, char *cell);
	void (*json)(const void *value, const char *key, struct json *j);
	bool right;
	bool rare;
};

/* Form and place of a value, which a column's own functions get. */
#define HELD(kind, type, member) \
	.form = COLUMN_##kind, .at = offsetof(type, member), \
	.size = sizeof(((type *)NULL)->member)

/**
 * struct listing - a kind of things that the kernel lists
 * @columns: their properties
 * @next: walks through the messages, NULL in *@at being the begin, and
 *	  fills in @item; returns false after the last
 */
struct listing {
	const struct column *columns;
	bool (*next)(const void *from, const struct nlmsghdr **at, void *item);
};

void listing_table(const struct listing *listing, const void *from, void *item);
void listing_json(const struct listing *listing, const char *key,
		  const void *from, void *item, struct json *j);
void columns_json(const struct column *columns, const void *item,
		  struct json *j);

#endif
