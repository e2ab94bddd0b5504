// SPDX-License-Identifier: GPL-2.0
/* Things that the kernel lists, as a table or as JSON. */
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "net/listing.h"

static bool is_last(const struct column *column)
{
	return !column->head && !column->key;
}

static const void *value_of(const struct column *column, const void *item)
{
	return (const char *)item + column->at;
}

static __u64 number_of(const struct column *column, const void *item)
{
	const void *value = value_of(column, item);

	switch (column->size) {
	case sizeof(__u8):
		return *(const __u8 *)value;
	case sizeof(__u16):
		return *(const __u16 *)value;
	case sizeof(__u32):
		return *(const __u32 *)value;
	default:
		return *(const __u64 *)value;
	}
}

static void fill_cell(const struct column *column, const void *item, char *cell)
{
	__u64 number;

	if (column->text) {
		column->text(value_of(column, item), cell);
		return;
	}
	if (column->form == COLUMN_STRING) {
		snprintf(cell, CELL_MAX, "%s", (const char *)value_of(column, item));
		return;
	}
	number = number_of(column, item);
	if (!number && column->form != COLUMN_NUMBER)
		return;
	if (column->form == COLUMN_SECONDS)
		format_duration(number, cell, CELL_MAX);
	else
		snprintf(cell, CELL_MAX, "%llu", number);
}

static bool is_there(const struct column *column, const void *item)
{
	char cell[CELL_MAX] = "";

	fill_cell(column, item, cell);
	return cell[0];
}

/* Columns of a table, as bits. */
static unsigned int find_shown(const struct listing *listing, const void *from,
			       void *item)
{
	const struct nlmsghdr *at = NULL;
	unsigned int bit, shown = 0;

	bit = 1;
	for (const struct column *c = listing->columns; !is_last(c); c++, bit <<= 1)
		if (c->head && !c->rare)
			shown |= bit;
	while (listing->next(from, &at, item)) {
		bit = 1;
		for (const struct column *c = listing->columns; !is_last(c);
		     c++, bit <<= 1)
			if (c->head && c->rare && is_there(c, item))
				shown |= bit;
	}
	return shown;
}

static void fill_row(const struct column *columns, unsigned int shown,
		     const void *item, struct row *row)
{
	unsigned int at = 0;

	memset(row, 0, sizeof(*row));
	for (const struct column *c = columns; !is_last(c); c++)
		if (shown >> (c - columns) & 1)
			fill_cell(c, item, row->cell[at++]);
}

static bool is_right(const struct column *column)
{
	return column->right || column->form == COLUMN_NUMBER ||
	       column->form == COLUMN_COUNT || column->form == COLUMN_SECONDS;
}

/**
 * listing_table() - print a table
 * @listing: the kind
 * @from: the messages
 * @item: room for one thing
 */
void listing_table(const struct listing *listing, const void *from, void *item)
{
	const char *heads[TABLE_COLUMNS + 1] = { NULL };
	const struct nlmsghdr *at = NULL;
	unsigned int count = 0, right = 0;
	unsigned int shown = find_shown(listing, from, item);
	struct table table = { 0 };
	struct row row;

	for (const struct column *c = listing->columns; !is_last(c); c++) {
		if (!(shown >> (c - listing->columns) & 1))
			continue;
		right |= (unsigned int)is_right(c) << count;
		heads[count++] = c->head;
	}
	table_start(&table, heads, right);
	while (listing->next(from, &at, item)) {
		fill_row(listing->columns, shown, item, &row);
		table_measure(&table, &row);
	}
	table_heads(&table);
	while (listing->next(from, &at, item)) {
		fill_row(listing->columns, shown, item, &row);
		table_print(&table, &row);
	}
}

static void write_value(const struct column *column, const void *item,
			struct json *j)
{
	char cell[CELL_MAX] = "";
	__u64 number;

	switch (column->form) {
	case COLUMN_OWN:
	case COLUMN_STRING:
		fill_cell(column, item, cell);
		json_string(j, column->key, cell);
		return;
	case COLUMN_BOOL:
		json_bool(j, column->key, number_of(column, item));
		return;
	default:
		number = number_of(column, item);
		json_optional(j, column->key,
			      number || column->form == COLUMN_NUMBER, number);
	}
}

/**
 * columns_json() - write one thing as the members of an object
 * @columns: its properties
 * @item: the thing
 * @j: the document
 */
void columns_json(const struct column *columns, const void *item,
		  struct json *j)
{
	for (const struct column *c = columns; !is_last(c); c++) {
		if (c->rare && !is_there(c, item))
			continue;
		if (c->key && c->json)
			c->json(value_of(c, item), c->key, j);
		else if (c->key)
			write_value(c, item, j);
	}
}

/**
 * listing_json() - write an array
 * @listing: the kind
 * @key: key of the array
 * @from: the messages
 * @item: room for one thing
 * @j: the document
 */
void listing_json(const struct listing *listing, const char *key,
		  const void *from, void *item, struct json *j)
{
	const struct nlmsghdr *at = NULL;

	json_open(j, key, '[');
	while (listing->next(from, &at, item)) {
		json_open(j, NULL, '{');
		columns_json(listing->columns, item, j);
		json_close(j, '}');
	}
	json_close(j, ']');
}
