// SPDX-License-Identifier: GPL-2.0
/* Tables for people: columns as wide as their widest cell. */
#include <stdio.h>
#include <string.h>

#include "lib/table.h"

/**
 * table_start() - begin a table
 * @table: the table
 * @heads: names of its columns, up to a NULL
 * @right: bit set of the columns that are aligned to the right
 */
void table_start(struct table *table, const char *const heads[],
		 unsigned int right)
{
	table->heads = heads;
	table->right = right;
	for (unsigned int i = 0; heads[i]; i++)
		table->width[i] = strlen(heads[i]);
}

/**
 * table_measure() - make the columns wide enough for a row
 * @table: the table
 * @row: the row
 */
void table_measure(struct table *table, const struct row *row)
{
	for (unsigned int i = 0; table->heads[i]; i++) {
		int len = strlen(row->cell[i]);

		if (len > table->width[i])
			table->width[i] = len;
	}
}

static void print_cell(const struct table *table, unsigned int i,
		       const char *text)
{
	bool is_last = !table->heads[i + 1];
	int width = table->width[i];

	if (is_last && !(table->right & 1U << i))
		width = 0;
	printf("%*s%s", table->right & 1U << i ? width : -width, text,
	       is_last ? "" : "  ");
}

/**
 * table_heads() - print the names of the columns
 * @table: the table
 */
void table_heads(const struct table *table)
{
	fputs(colour(COLOUR_HEAD), stdout);
	for (unsigned int i = 0; table->heads[i]; i++)
		print_cell(table, i, table->heads[i]);
	puts(colour_end(COLOUR_HEAD));
}

/**
 * table_print() - print a row
 * @table: the table
 * @row: the row, measured before
 */
void table_print(const struct table *table, const struct row *row)
{
	fputs(colour(row->colour), stdout);
	for (unsigned int i = 0; table->heads[i]; i++)
		print_cell(table, i, row->cell[i][0] ? row->cell[i] : "-");
	puts(colour_end(row->colour));
}
