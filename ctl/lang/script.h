/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as a file: the commands of its lines. */
#ifndef SFWCTL_LANG_SCRIPT_H
#define SFWCTL_LANG_SCRIPT_H

#include <stddef.h>

#include "lang/action.h"

/**
 * struct script_line - a line with a command
 * @text: the line; not a copy
 * @number: its number in the file
 * @first: how many messages the lines before it take
 * @column: where its command begins
 * @at: where it stands in a document of JSON, or NULL
 */
struct script_line {
	const char *text;
	unsigned int number;
	__u32 first;
	int column;
	const char *at;
};

/**
 * struct script - the commands of a file, every one of which was understood
 * @table: all commands
 * @lines: those that are not empty
 * @count: how many
 * @messages: how many messages they take together
 */
struct script {
	const struct action *table;
	struct script_line *lines;
	size_t count;
	__u32 messages;
};

/**
 * struct script_error - why a line was not understood
 * @column: where in the line, its first byte being 1
 * @text: one sentence for people
 */
struct script_error {
	int column;
	char text[sizeof(((struct parse_error *)0)->text)];
};

int script_add(struct script *script, const char *text, unsigned int number,
	       struct script_error *err);
void script_command(const struct script *script, size_t index,
		    struct command *cmd);
const struct script_line *script_line(const struct script *script,
				      __u32 message);
void script_free(struct script *script);

#endif
