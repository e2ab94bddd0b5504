/* SPDX-License-Identifier: GPL-2.0 */
/* A set of blocks, read line by line. */
#ifndef SFWCTL_CMD_BLOCKLIST_H
#define SFWCTL_CMD_BLOCKLIST_H

#include <stddef.h>

#include "lang/parse.h"

/**
 * struct blocklist_item - one block
 * @prefix: sources that are blocked
 * @duration: seconds, or 0 for ever
 * @line: number of its line
 * @comment: a copy, or NULL for none
 */
struct blocklist_item {
	struct prefix prefix;
	__u32 duration;
	unsigned int line;
	char *comment;
};

/**
 * struct blocklist - the set
 * @items: its blocks
 * @count: how many
 * @read: the line read last
 */
struct blocklist {
	struct blocklist_item *items;
	size_t count;
	struct command read;
};

int blocklist_line(struct blocklist *blocklist, const char *text, unsigned int line,
		   struct parse_error *err);
unsigned int blocklist_sort(struct blocklist *blocklist, struct parse_error *err);
void blocklist_command(const struct blocklist_item *item, struct command *cmd);
void blocklist_free(struct blocklist *blocklist);

#endif
