// SPDX-License-Identifier: GPL-2.0
/* A set of blocks, read line by line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/blocklist.h"
#include "lang/format_value.h"
#include "lang/grammar.h"
#include "lang/prefix.h"
#include "lib/grow.h"
#include "lib/tokenize.h"

static int add_item(struct blocklist *blocklist, const struct entry *entry,
		    unsigned int line)
{
	struct blocklist_item *item = grow(&blocklist->items, &blocklist->count,
					   sizeof(*item));

	if (!item)
		return -ENOMEM;
	item->prefix = entry->from[0];
	item->duration = entry->duration;
	item->line = line;
	if (entry->comment[0]) {
		item->comment = strdup(entry->comment);
		if (!item->comment)
			return -ENOMEM;
	}
	return 0;
}

/* A command is long: of the one before, only the parts of a block are cleared. */
static struct entry *begin_entry(struct blocklist *blocklist)
{
	struct entry *entry = &blocklist->read.entry;

	blocklist->read.cmd = SFW_CMD_BLOCK_ADD;
	entry->from_count = 0;
	entry->group_count = 0;
	entry->duration = 0;
	entry->comment[0] = '\0';
	return entry;
}

/**
 * blocklist_line() - add a line to a set
 * @blocklist: the set
 * @text: the line: arguments of "block add" with one prefix, or nothing
 * @line: its number
 * @err: reason otherwise
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int blocklist_line(struct blocklist *blocklist, const char *text, unsigned int line,
		   struct parse_error *err)
{
	struct parser p = { .error = err };
	struct entry *entry;
	struct tokens words;
	const char *wrong;

	wrong = tokenize(text, &words);
	if (wrong)
		return parse_fail(&p, "%s", wrong);
	if (!words.count)
		return 0;
	p.words = words.at;
	p.count = words.count;
	entry = begin_entry(blocklist);
	if (parse_block_statement(&p, &blocklist->read) || parse_end(&p))
		return -EINVAL;
	if (entry->group_count)
		return parse_fail(&p, "%s is a group: a line takes one prefix",
				  printable(words.at[0]).text);
	if (entry->from_count > 1)
		return parse_fail(&p, "%s is a list: a line takes one prefix",
				  printable(words.at[0]).text);
	return add_item(blocklist, entry, line);
}

static int compare(const void *first, const void *second)
{
	const struct blocklist_item *a = first, *b = second;
	int ret = prefix_compare(&a->prefix, &b->prefix);

	return ret ? ret : a->line < b->line ? -1 : 1;
}

/**
 * blocklist_sort() - sort a set, and make sure that nothing is in it twice
 * @blocklist: the set
 * @err: reason otherwise
 *
 * Return: 0, or the number of the first line that repeats another.
 */
unsigned int blocklist_sort(struct blocklist *blocklist, struct parse_error *err)
{
	const struct blocklist_item *at, *repeated = NULL;
	char text[PREFIX_TEXT_MAX];

	if (!blocklist->count)
		return 0;
	qsort(blocklist->items, blocklist->count, sizeof(*blocklist->items), compare);
	for (at = blocklist->items + 1; at < blocklist->items + blocklist->count; at++)
		if (!prefix_compare(&at->prefix, &at[-1].prefix) &&
		    (!repeated || at->line < repeated->line))
			repeated = at;
	if (!repeated)
		return 0;
	snprintf(err->text, sizeof(err->text), "%s stands in line %u already",
		 format_prefix(&repeated->prefix, text, sizeof(text)),
		 repeated[-1].line);
	return repeated->line;
}

/**
 * blocklist_command() - turn a block of a set into a command
 * @item: the block
 * @cmd: the result; all zero, or that of another block
 */
void blocklist_command(const struct blocklist_item *item, struct command *cmd)
{
	struct entry *entry = &cmd->entry;

	cmd->cmd = SFW_CMD_BLOCK_ADD;
	entry->from_count = 1;
	entry->from[0] = item->prefix;
	entry->duration = item->duration;
	entry->comment[0] = '\0';
	if (item->comment)
		snprintf(entry->comment, sizeof(entry->comment), "%s", item->comment);
}

/**
 * blocklist_free() - give a set's memory back
 * @blocklist: the set
 */
void blocklist_free(struct blocklist *blocklist)
{
	for (size_t i = 0; i < blocklist->count; i++)
		free(blocklist->items[i].comment);
	free(blocklist->items);
	memset(blocklist, 0, sizeof(*blocklist));
}
