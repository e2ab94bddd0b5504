// SPDX-License-Identifier: GPL-2.0
/* Usage of the utility, of an object, of a verb; made from the tables. */
#include <string.h>

#include "commands.h"
#include "help.h"
#include "lang/parser.h"
#include "metavars.h"

static void print_table(FILE *out, bool looks)
{
	for (const struct action *a = command_table; a->object; a++)
		if (a->looks == looks)
			fprintf(out, "  %-10s %-5s %s\n", a->object,
				a->verb ? a->verb : "", a->text);
}

/**
 * help_short() - print the usage of the utility on a line
 * @out: where to
 */
void help_short(FILE *out)
{
	fprintf(out,
		"usage: sfwctl [-j] [-n] [-f] [-q] [-F FILE] OBJECT [VERB] [ARGS]; 'sfwctl help' lists them\n");
}

static void print_all(FILE *out)
{
	fprintf(out,
		"usage: sfwctl [-j|--json] [-n|--dry-run] [-f|--force] [-q] [-F|--file FILE] OBJECT [VERB] [ARGS]\n"
		"       sfwctl [OBJECT [VERB]] -h|--help\n"
		"       sfwctl --version\n"
		"\n"
		"  -j, --json     print one JSON document\n"
		"  -n, --dry-run  let the kernel check a change, and change nothing\n"
		"  -f, --force    change it although it would lock you out\n"
		"  -q             print no notes and confirmations; test, check, diff, why, doctor: only exit\n"
		"  -F, --file     look at the policy of a file; no module is needed\n"
		"\n"
		"To look, status if nothing is said:\n");
	print_table(out, true);
	fputs("\nTo change:\n", out);
	print_table(out, false);
}

static bool is_verb(const char *object, const char *verb)
{
	for (const struct action *a = command_table; a->object; a++)
		if (a->verb && !strcmp(a->object, object) && !strcmp(a->verb, verb))
			return true;
	return false;
}

/* Without a verb, all of the object's rows are. */
static bool is_meant(const struct action *action, const char *object,
		     const char *verb)
{
	return !strcmp(action->object, object) &&
	       (!verb || (action->verb ? !strcmp(action->verb, verb) :
					 !is_verb(object, verb)));
}

/* Prints the usage of an object, or only of one verb of it. */
static bool print_usage(FILE *out, const char *object, const char *verb)
{
	const char *lead = "usage:";

	for (const struct action *a = command_table; a->object; a++) {
		if (!is_meant(a, object, verb))
			continue;
		fprintf(out, "%-6s sfwctl %s%s%s%s%s\n", lead, a->object,
			a->verb ? " " : "", a->verb ? a->verb : "",
			a->args[0] ? " " : "", a->args);
		lead = "";
	}
	return !lead[0];
}

static bool is_used(unsigned int metavar, const char *object, const char *verb)
{
	for (const struct action *a = command_table; a->object; a++)
		if (is_meant(a, object, verb) && metavar_used(metavar, a->args))
			return true;
	return false;
}

static void print_metavars(FILE *out, const char *object, const char *verb)
{
	bool first = true;

	for (unsigned int i = 0; metavar_name(i); i++) {
		if (!is_used(i, object, verb))
			continue;
		if (first)
			putc('\n', out);
		metavar_print(i, out);
		first = false;
	}
}

/* "port help", as in ip(8), but where a file or a name of the user may be called so. */
static bool is_verb_help(const struct words *words)
{
	bool has_verb = false;

	if (words->count < 2 || strcmp(words->at[1], "help"))
		return false;
	for (const struct action *a = command_table; a->object; a++) {
		if (strcmp(a->object, words->at[0]))
			continue;
		if (!a->verb && a->args[0])
			return false;
		if (a->verb)
			has_verb = true;
	}
	return has_verb;
}

/**
 * help_asked() - take words that ask for help away
 * @words: the command; the object and verb that are meant remain
 *
 * Return: true if they do.
 */
bool help_asked(struct words *words)
{
	if (words->count && !strcmp(words->at[0], "help")) {
		words->at++;
		words->count--;
		return true;
	}
	if (is_verb_help(words)) {
		words->count = 1;
		return true;
	}
	for (int i = 1; i <= 2 && i < words->count; i++) {
		if (word_asks_help(words->at[i])) {
			words->count = i;
			return true;
		}
	}
	return false;
}

/**
 * help() - carry out a request for help
 * @words: object and verb, as far as given
 *
 * Return: the exit status: STATUS_WORDS if there is no such command.
 */
int help(const struct words *words)
{
	const char *verb = words->count > 1 ? words->at[1] : NULL;

	if (!words->count)
		print_all(stdout);
	else if (print_usage(stdout, words->at[0], verb))
		print_metavars(stdout, words->at[0], verb);
	else
		return STATUS_WORDS;
	return STATUS_DONE;
}

/* Words that name the command, among those before the one that is wrong. */
static int lead_words(const struct words *words, int wrong)
{
	int named = words->action && words->action->verb ? 2 : 1;

	return named < wrong ? named : wrong;
}

/**
 * help_words() - tell which word was not understood, and the usage
 * @words: the command
 * @err: why
 *
 * Return: the exit status. Where the word asks for help, that is given.
 */
int help_words(const struct words *words, const struct parse_error *err)
{
	struct words named = {
		.at = words->at, .count = lead_words(words, err->word),
	};

	if (err->word < words->count && word_asks_help(words->at[err->word]))
		return help(&named);
	fputs("sfwctl:", stderr);
	for (int i = 0; i < named.count; i++)
		fprintf(stderr, " %s%s", words->at[i],
			i == named.count - 1 ? ":" : "");
	fprintf(stderr, " %s\n", err->text);
	if (!named.count || !print_usage(stderr, words->at[0],
					 named.count > 1 ? words->at[1] : NULL))
		help_short(stderr);
	return STATUS_WORDS;
}
