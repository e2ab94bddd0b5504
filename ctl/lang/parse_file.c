// SPDX-License-Identifier: GPL-2.0
/* The words of commands that take the name of a file. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "lang/parser.h"
#include "lib/wordset.h"

/* A file of such a name is ./-j. */
static bool is_option(const char *word)
{
	return word[0] == '-' && word[1];
}

static int parse_path(struct parser *p, const char **path)
{
	if (parse_need(p, "FILE"))
		return -EINVAL;
	if (!*p->words[p->at])
		return parse_fail(p, "\"\" is not the name of a file");
	*path = p->words[p->at++];
	return 0;
}

/**
 * parse_file() - the words of a command that takes the name of a file
 * @p: the arguments
 * @dflt: the file if none is named, NULL if one must be
 * @path: the result; "-" is standard input or output
 *
 * Return: 0 or -EINVAL.
 */
int parse_file(struct parser *p, const char *dflt, const char **path)
{
	*path = dflt;
	if (p->at == p->count && dflt)
		return 0;
	if (p->at < p->count && is_option(p->words[p->at]))
		return parse_unknown(p, "");
	return parse_path(p, path) ? -EINVAL : parse_end(p);
}

/**
 * parse_json() - the word that asks for JSON, behind the verb
 * @p: the arguments
 * @json: set when it is there
 */
void parse_json(struct parser *p, bool *json)
{
	if (p->at < p->count && wordset_index("-j|--json", p->words[p->at]) >= 0) {
		*json = true;
		p->at++;
	}
}

/**
 * parse_diff() - the words of "diff"
 * @p: the arguments
 * @dflt: the file if none is named
 * @path: the first policy; "-" is standard input
 * @second: the other policy, NULL for the one that runs
 * @means: whether verdicts are compared instead of lines
 *
 * Return: 0 or -EINVAL.
 */
int parse_diff(struct parser *p, const char *dflt, const char **path, const char **second,
	       bool *means)
{
	*means = p->at < p->count && !strcmp(p->words[p->count - 1], "meaning");
	p->count -= *means;
	*path = dflt;
	*second = NULL;
	if (p->at < p->count && parse_path(p, path))
		return -EINVAL;
	if (p->at < p->count && parse_path(p, second))
		return -EINVAL;
	return parse_end(p);
}

/**
 * parse_import() - the words of "import"
 * @p: the arguments
 * @family: AF_INET or AF_INET6, of rules that show none; 0 if none is named
 * @path: the file, or the name of a program; "-" is standard input, "" this machine
 *
 * Return: 0 or -EINVAL.
 */
int parse_import(struct parser *p, int *family, const char **path)
{
	static const int families[] = { AF_INET, AF_INET6 };
	int which = p->at < p->count ?
		    wordset_index("-4|-6", p->words[p->at]) : -1;

	*family = which < 0 ? 0 : families[which];
	p->at += which >= 0;
	return parse_file(p, "", path);
}

/**
 * parse_apply() - the words of "apply"
 * @p: the arguments
 * @path: the file; "-" is standard input
 * @confirm: seconds in which it must be confirmed
 *
 * Return: 0 or -EINVAL.
 */
int parse_apply(struct parser *p, const char **path, __u32 *confirm)
{
	unsigned int seen = 0;
	int option;

	if (parse_path(p, path) || parse_need(p, "confirm-within DURATION") ||
	    parse_option(p, "confirm-within", &seen, &option) ||
	    parse_duration(p, confirm))
		return -EINVAL;
	return parse_end(p);
}

/**
 * parse_rehearse() - the words of "rehearse"
 * @p: the arguments
 * @path: the file; "-" is standard input
 * @seconds: how long; left alone if not given
 *
 * Return: 0 or -EINVAL.
 */
int parse_rehearse(struct parser *p, const char **path, __u32 *seconds)
{
	unsigned int seen = 0;
	int option;

	if (parse_path(p, path))
		return -EINVAL;
	if (p->at < p->count && (parse_option(p, "for", &seen, &option) ||
				 parse_duration(p, seconds)))
		return -EINVAL;
	return parse_end(p);
}

/**
 * parse_edit() - the words of "edit"
 * @p: the arguments
 * @confirm: seconds in which it must be confirmed; left alone if not given
 *
 * Return: 0 or -EINVAL.
 */
int parse_edit(struct parser *p, __u32 *confirm)
{
	unsigned int seen = 0;
	int option;

	if (p->at == p->count)
		return 0;
	if (parse_option(p, "confirm-within", &seen, &option) || parse_duration(p, confirm))
		return -EINVAL;
	return parse_end(p);
}
