// SPDX-License-Identifier: GPL-2.0
/*
 * A policy as a file. A command takes far more room than its line, so lines are
 * kept, and read once to see that they are understood, once when they are sent.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "script.h"
#include "split.h"

static int fail(struct script_error *err, int column, const char *text)
{
	err->column = column;
	snprintf(err->text, sizeof(err->text), "%s", text);
	return -EINVAL;
}

/* What a policy holds, and not what is done once. */
static const char *no_policy(const struct command *cmd)
{
	switch (cmd->cmd) {
	case SFW_CMD_LIST_ADD:
	case SFW_CMD_LIST_DEL:
	case SFW_CMD_LIST_FLUSH:
		return "recent lists are no part of a policy";
	case SFW_CMD_FLUSH:
		if (cmd->lists_too)
			return "recent lists are no part of a policy: only flush policy is";
		return NULL;
	default:
		return NULL;
	}
}

static int read_line(const char *text, struct split *words,
		     struct command *cmd, struct script_error *err)
{
	struct parse_error wrong;
	const char *why;

	why = split(text, words);
	if (why)
		return fail(err, words->column[words->count], why);
	if (!words->count)
		return 0;
	if (parse_command(words->at, words->count, cmd, &wrong))
		return fail(err, words->column[wrong.word], wrong.text);
	why = no_policy(cmd);
	return why ? fail(err, words->column[0], why) : 0;
}

static int grow(struct script *script)
{
	size_t size = script->size * 2 + 64;
	struct script_line *lines;

	if (script->count < script->size)
		return 0;
	lines = realloc(script->lines, size * sizeof(*lines));
	if (!lines)
		return -ENOMEM;
	script->lines = lines;
	script->size = size;
	return 0;
}

/**
 * script_add() - add a line
 * @script: the commands so far, all zero at first
 * @text: the line, which must stay until script_free()
 * @number: its number
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int script_add(struct script *script, const char *text, unsigned int number,
	       struct script_error *err)
{
	struct command cmd;
	struct split words;

	if (read_line(text, &words, &cmd, err))
		return -EINVAL;
	if (!words.count)
		return 0;
	if (grow(script))
		return fail(err, 1, strerror(ENOMEM));
	script->lines[script->count++] = (struct script_line){
		.text = text, .number = number, .column = words.column[0],
		.first = script->messages,
	};
	script->messages += encode_count(&cmd);
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
	struct split words;

	read_line(script->lines[index].text, &words, cmd, &err);
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
