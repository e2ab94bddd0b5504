// SPDX-License-Identifier: GPL-2.0
/*
 * A policy as a file. A command takes far more room than its line, so lines are
 * kept, and read once to see that they are understood, once when they are sent.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/script.h"
#include "lib/grow.h"
#include "lib/tokenize.h"

static int fail(struct script_error *err, int column, const char *text)
{
	err->column = column;
	snprintf(err->text, sizeof(err->text), "%s", text);
	return -EINVAL;
}

/* Why a command is no part of a policy, or NULL. */
static const char *no_policy(const struct command *cmd)
{
	if (command_form(cmd->cmd) == FORM_MEMBER)
		return "recent lists are no part of a policy";
	if (cmd->cmd == SFW_CMD_FLUSH && cmd->lists_too)
		return "recent lists are no part of a policy: only flush policy is";
	return NULL;
}

static int read_line(const struct script *script, const char *text,
		     struct tokens *words, struct command *cmd,
		     struct script_error *err)
{
	struct parse_error wrong;
	const char *why;

	why = tokenize(text, words);
	if (why)
		return fail(err, words->column[words->count], why);
	if (!words->count)
		return 0;
	if (parse_command(script->table, words->at, words->count, cmd, &wrong))
		return fail(err, words->column[wrong.word], wrong.text);
	why = no_policy(cmd);
	return why ? fail(err, words->column[0], why) : 0;
}

/**
 * script_add() - add a line
 * @script: the commands so far; at first all zero but its table
 * @text: the line, which must stay until script_free()
 * @number: its number
 * @err: reason otherwise
 *
 * Return: 0 or -EINVAL.
 */
int script_add(struct script *script, const char *text, unsigned int number,
	       struct script_error *err)
{
	struct script_line *line;
	struct command cmd;
	struct tokens words;

	if (read_line(script, text, &words, &cmd, err))
		return -EINVAL;
	if (!words.count)
		return 0;
	line = grow(&script->lines, &script->count, sizeof(*line));
	if (!line)
		return fail(err, 1, strerror(ENOMEM));
	*line = (struct script_line){
		.text = text, .number = number, .column = words.column[0],
		.first = script->messages,
	};
	script->messages += command_messages(&cmd);
	return 0;
}

/**
 * script_command() - one of the commands
 * @script: the commands
 * @index: which, below script->count
 * @cmd: the result
 */
void script_command(const struct script *script, size_t index,
		    struct command *cmd)
{
	struct script_error err;
	struct tokens words;

	read_line(script, script->lines[index].text, &words, cmd, &err);
}

/**
 * script_line() - the line that a message belongs to
 * @script: the commands
 * @message: number of the message, below script->messages
 *
 * Return: the line.
 */
const struct script_line *script_line(const struct script *script,
				      __u32 message)
{
	size_t low = 0, high = script->count - 1;

	while (low < high) {
		size_t mid = (low + high + 1) / 2;

		if (script->lines[mid].first <= message)
			low = mid;
		else
			high = mid - 1;
	}
	return &script->lines[low];
}

/**
 * script_free() - give the memory back
 * @script: the commands
 */
void script_free(struct script *script)
{
	free(script->lines);
	memset(script, 0, sizeof(*script));
}
