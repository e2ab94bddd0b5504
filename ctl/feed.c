// SPDX-License-Identifier: GPL-2.0
/* A set of blocks, read line by line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed.h"
#include "prefix.h"
#include "print.h"
#include "split.h"
#include "statement.h"

static int add_item(struct feed *feed, const struct entry *entry,
		    unsigned int line)
{
	struct feed_item *item;

	if (feed->count == feed->size) {
		size_t size = feed->size * 2 + 64;

		item = realloc(feed->items, size * sizeof(*item));
		if (!item)
			return -ENOMEM;
		feed->items = item;
		feed->size = size;
	}
	item = &feed->items[feed->count];
	memset(item, 0, sizeof(*item));
	item->prefix = entry->from[0];
	item->duration = entry->duration;
	item->line = line;
	if (entry->comment[0]) {
		item->comment = strdup(entry->comment);
		if (!item->comment)
			return -ENOMEM;
	}
	feed->count++;
	return 0;
}

/**
 * feed_line() - add a line to a set
 * @feed: the set
 * @text: the line: what "block add" takes with one prefix, or nothing
 * @line: its number
 * @err: what is wrong otherwise
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int feed_line(struct feed *feed, const char *text, unsigned int line,
	      struct parse_error *err)
{
	struct command cmd = { .cmd = SFW_CMD_BLOCK_ADD };
	struct parser p = { .error = err };
	struct split words;
	const char *wrong;

	wrong = split(text, &words);
	if (wrong)
		return parse_fail(&p, "%s", wrong);
	if (!words.count)
		return 0;
	p.words = words.at;
	p.count = words.count;
	if (parse_block_statement(&p, &cmd) || parse_end(&p))
		return -EINVAL;
	if (cmd.entry.from_count > 1)
		return parse_fail(&p, "%s is a list: a line takes one prefix",
				  shown(words.at[0]).text);
	return add_item(feed, &cmd.entry, line);
}

static int compare(const void *first, const void *second)
{
	const struct feed_item *a = first, *b = second;
	int ret = prefix_compare(&a->prefix, &b->prefix);

	return ret ? ret : a->line < b->line ? -1 : 1;
}

/**
 * feed_order() - sort a set, and make sure that nothing is in it twice
 * @feed: the set
 * @err: what is wrong otherwise
 *
 * Return: 0, or the number of the first line that repeats another.
 */
unsigned int feed_order(struct feed *feed, struct parse_error *err)
{
	const struct feed_item *at, *repeated = NULL;
	char text[PREFIX_TEXT_MAX];

	if (!feed->count)
		return 0;
	qsort(feed->items, feed->count, sizeof(*feed->items), compare);
	for (at = feed->items + 1; at < feed->items + feed->count; at++)
		if (!prefix_compare(&at->prefix, &at[-1].prefix) &&
		    (!repeated || at->line < repeated->line))
			repeated = at;
	if (!repeated)
		return 0;
	snprintf(err->text, sizeof(err->text), "%s stands in line %u already",
		 print_prefix(&repeated->prefix, text, sizeof(text)),
		 repeated[-1].line);
	return repeated->line;
}

/**
 * feed_command() - turn a block of a set into a command
 * @item: the block
 * @cmd: the result; all zero, or that of another block
 */
void feed_command(const struct feed_item *item, struct command *cmd)
{
	struct entry *entry = &cmd->entry;

	cmd->cmd = SFW_CMD_BLOCK_ADD;
	entry->from_count = 1;
	entry->from[0] = item->prefix;
	entry->duration = item->duration;
	snprintf(entry->comment, sizeof(entry->comment), "%s",
		 item->comment ? item->comment : "");
}

/**
 * feed_free() - give a set's memory back
 * @feed: the set
 */
void feed_free(struct feed *feed)
{
	for (size_t i = 0; i < feed->count; i++)
		free(feed->items[i].comment);
	free(feed->items);
	memset(feed, 0, sizeof(*feed));
}
