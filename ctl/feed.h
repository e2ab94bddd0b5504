/* SPDX-License-Identifier: GPL-2.0 */
/* A set of blocks, read line by line. */
#ifndef SFWCTL_FEED_H
#define SFWCTL_FEED_H

#include <stddef.h>

#include "parse.h"

/**
 * struct feed_item - one block
 * @prefix: what is blocked
 * @duration: seconds, or 0 for ever
 * @line: number of its line
 * @comment: a copy, or NULL for none
 */
struct feed_item {
	struct prefix prefix;
	__u32 duration;
	unsigned int line;
	char *comment;
};

/**
 * struct feed - the set
 * @items: its blocks
 * @count: how many
 * @size: how many there is room for
 */
struct feed {
	struct feed_item *items;
	size_t count;
	size_t size;
};

int feed_line(struct feed *feed, const char *text, unsigned int line,
	      struct parse_error *err);
unsigned int feed_order(struct feed *feed, struct parse_error *err);
void feed_command(const struct feed_item *item, struct command *cmd);
void feed_free(struct feed *feed);

#endif
