/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as a file: the commands of its lines. */
#ifndef SFWCTL_SCRIPT_H
#define SFWCTL_SCRIPT_H

#include <stddef.h>

#include "parse.h"

/**
 * struct script_line - a line with a command
 * @text: the line; not a copy
 * @number: its number in the file
 * @first: how many messages the lines before it take
 * @column: where its command begins
 */
struct script_line {
	const char *text;
	unsigned int number;
	__u32 first;
	int column;
};

/**
 * struct script - the commands of a file, every one of which was understood
 * @lines: those that are not empty
 * @count: how many
 * @size: how many there is room for
 * @messages: how many messages they take together
 */
struct script {
	struct script_line *lines;
	size_t count;
	size_t size;
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
