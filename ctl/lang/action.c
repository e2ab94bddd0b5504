// SPDX-License-Identifier: GPL-2.0
/* Commands by their words, and statements as data. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/action.h"
#include "lang/instead.h"
#include "lib/wordset.h"

/* Files hold statements only; the command line takes every row. */
enum scope { SCOPE_ALL, SCOPE_STATEMENTS };

static bool is_named(const struct action *row, const char *object,
		     const char *verb)
{
	return !strcmp(row->object, object) &&
	       (!row->verb || (verb && !strcmp(row->verb, verb)));
}

/* The first row of a scope from @row on; its object is NULL after the last. */
static const struct action *in_scope(const struct action *row,
				     enum scope scope)
{
	while (row->object && scope == SCOPE_STATEMENTS && !row->parse)
		row++;
	return row;
}

#define for_each_in_scope(row, table, scope) \
	for ((row) = in_scope(table, scope); (row)->object; \
	     (row) = in_scope((row) + 1, scope))

static bool is_object(const struct action *table, enum scope scope,
		      const char *word)
{
	const struct action *row;

	for_each_in_scope(row, table, scope)
		if (!strcmp(row->object, word))
			return true;
	return false;
}

/* Some objects can do without a verb; a word that follows is one, or an argument. */
static bool takes_verb(const struct action *table, enum scope scope,
		       const char *object)
{
	const struct action *row;

	for_each_in_scope(row, table, scope)
		if (row->verb && !strcmp(row->object, object))
			return true;
	return false;
}

static bool has_verb(const struct action *table, enum scope scope,
		     const char *object, const char *verb)
{
	const struct action *row;

	for_each_in_scope(row, table, scope)
		if (row->verb && is_named(row, object, verb))
			return true;
	return false;
}

/* Whether the word behind an object rules the row out that has no verb. */
static bool is_ruled_out(const struct action *row, const struct action *table,
			 enum scope scope, const char *verb)
{
	return !row->args[0] || has_verb(table, scope, row->object, verb);
}

static void list_choices(const struct action *table, enum scope scope,
			 const char *object, char *choices, size_t size)
{
	const struct action *row;
	size_t used = 0;

	*choices = '\0';
	for_each_in_scope(row, table, scope) {
		const char *word = object ? row->verb : row->object;

		if (used >= size)
			break;
		if (object && (!word || strcmp(row->object, object)))
			continue;
		if (wordset_index(choices, word) < 0)
			used += snprintf(choices + used, size - used, "%s|",
					 word);
	}
}

/* Names the word that is wrong, and one that could stand in its place. */
static void unknown(const struct action *table, enum scope scope,
		    struct parser *p)
{
	bool known = p->count && is_object(table, scope, p->words[0]);
	char choices[512];

	list_choices(table, scope, known ? p->words[0] : NULL, choices,
		     sizeof(choices));
	p->at = known;
	if (parse_need(p, known ? "a verb" : "a command"))
		return;
	if (!command_instead(p, choices))
		parse_unknown(p, choices);
}

/* Steps over the words that name the command. */
static const struct action *find(const struct action *table, enum scope scope,
				 struct parser *p)
{
	const char *verb = p->count > 1 ? p->words[1] : NULL;
	const struct action *row;

	for_each_in_scope(row, table, scope) {
		if (!p->count || !is_named(row, p->words[0], verb))
			continue;
		if (verb && !row->verb && takes_verb(table, scope, row->object) &&
		    is_ruled_out(row, table, scope, verb))
			continue;
		p->at = row->verb ? 2 : 1;
		return row;
	}
	unknown(table, scope, p);
	return NULL;
}

/**
 * action_find() - find the command that words name
 * @table: all commands
 * @p: the words; the one to be read next is the first argument then
 *
 * Return: its row, or NULL, and the parser has the reason.
 */
const struct action *action_find(const struct action *table, struct parser *p)
{
	return find(table, SCOPE_ALL, p);
}

/**
 * file_status() - the exit status after a file could not be read or written
 * @err: negative errno, which has been told
 *
 * Return: that of a missing permission, or of a refusal.
 */
int file_status(int err)
{
	return err == -EACCES || err == -EPERM ? STATUS_UNABLE : STATUS_REFUSED;
}

/**
 * file_look_status() - the exit status after a file could not be read to be looked at
 * @err: negative errno, which has been told
 *
 * Return: that of a missing permission, or of a file that is wrong: to refuse would be an
 * answer, as "not accepted" of "test" and "different" of "diff".
 */
int file_look_status(int err)
{
	return file_status(err) == STATUS_UNABLE ? STATUS_UNABLE : STATUS_TOLD;
}

/**
 * parse_statement() - read a statement whose row is known
 * @action: the row
 * @p: the words after those that name it
 * @cmd: the result; bytes that mean nothing are zero
 *
 * Return: 0 or -EINVAL.
 */
int parse_statement(const struct action *action, struct parser *p,
		    struct command *cmd)
{
	memset(cmd, 0, sizeof(*cmd));
	cmd->cmd = action->cmd;
	return action->parse(p, cmd) ? -EINVAL : parse_end(p);
}

/* A shell's words in a file; a command that is cut off would be another one. */
static int fail_typed(const struct action *table, struct parser *p, int first,
		      struct command *cmd)
{
	char text[256] = "";
	struct parse_error err;

	if (parse_command(table, p->words + first, p->count - first, cmd, &err))
		return parse_fail(p, "lines of a file stand without sfwctl, and %s", err.text);
	if (parse_text(p, first, p->count, text, sizeof(text)) + 1 == sizeof(text))
		return parse_fail(p, "lines of a file stand without sfwctl: leave it out");
	return parse_fail(p, "lines of a file stand without sfwctl%s%s", parse_offer(p),
			  printable_line(text));
}

/**
 * parse_command() - read one line of the policy language
 * @table: all commands
 * @words: the words of the line
 * @count: number of words
 * @cmd: the result; bytes that mean nothing are zero
 * @err: reason otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_command(const struct action *table, const char *const words[],
		  int count, struct command *cmd, struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .error = err, .in_file = true,
	};
	const struct action *action;
	int first = 0;

	while (first < count && !strcmp(words[first], "sfwctl"))
		first++;
	if (first)
		return fail_typed(table, &p, first, cmd);
	action = find(table, SCOPE_STATEMENTS, &p);
	return action ? parse_statement(action, &p, cmd) : -EINVAL;
}
