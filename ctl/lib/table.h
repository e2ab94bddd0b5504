/* SPDX-License-Identifier: GPL-2.0 */
/* Tables for people: columns as wide as their widest cell. */
#ifndef SFWCTL_LIB_TABLE_H
#define SFWCTL_LIB_TABLE_H

#include <stdbool.h>

#include "lib/colour.h"

#define TABLE_COLUMNS	11
#define CELL_MAX	160	/* the longest is the sequence of a knock */

/**
 * struct row - one line of a table
 * @cell: the text of each column; an empty one is printed as "-"
 * @colour: of the whole line
 */
struct row {
	char cell[TABLE_COLUMNS][CELL_MAX];
	enum colour colour;
};

/**
 * struct table - a table that is measured first and printed then
 * @heads: names of the columns, up to a NULL
 * @right: bit set of the columns that are aligned to the right
 * @width: how wide each is
 */
struct table {
	const char *const *heads;
	unsigned int right;
	int width[TABLE_COLUMNS];
};

void table_start(struct table *table, const char *const heads[],
		 unsigned int right);
void table_measure(struct table *table, const struct row *row);
void table_heads(const struct table *table);
void table_print(const struct table *table, const struct row *row);

#endif
