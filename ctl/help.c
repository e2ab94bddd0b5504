// SPDX-License-Identifier: GPL-2.0
/* Usage of the utility, of an object, of a verb; made from the tables. */
#include <string.h>

#include "help.h"
#include "statement.h"
#include "terms.h"

static unsigned int count(const struct usage *(*at)(unsigned int index))
{
	unsigned int n = 0;

	while (at(n))
		n++;
	return n;
}

/**
 * usage_at() - walk through all commands: statements, operations, queries
 * @index: 0, 1, ...
 *
 * Return: how one is written, or NULL after the last.
 */
const struct usage *usage_at(unsigned int index)
{
	unsigned int statements = count(statement_usage);
	unsigned int operations = count(operation_usage);

	if (index < statements)
		return statement_usage(index);
	index -= statements;
	return index < operations ? operation_usage(index) :
				    query_usage(index - operations);
}

/**
 * action_find() - the action that words name
 * @words: the words, which name a command
 *
 * Return: NULL when they name a statement.
 */
const struct action *action_find(const struct words *words)
{
	struct parse_error err;
	int index = usage_find(usage_at, words->at, words->count, &err);
	unsigned int operations = count(operation_usage);

	index -= count(statement_usage);
	if (index < 0)
		return NULL;
	return (unsigned int)index < operations ? operation_at(index) :
						  query_at(index - operations);
}

static void print_table(FILE *out,
			const struct usage *(*at)(unsigned int index))
{
	for (unsigned int i = 0; at(i); i++)
		fprintf(out, "  %-10s %-5s %s\n", at(i)->object,
			at(i)->verb ? at(i)->verb : "", at(i)->text);
}

/**
 * help_short() - print the usage of the utility on a line
 * @out: where to
 */
void help_short(FILE *out)
{
	fputs("usage: sfwctl [-j] [-n] [-f] [-q] OBJECT [VERB] [ARGS]; 'sfwctl help' lists them\n",
	      out);
}

/**
 * help_all() - print the usage of the utility
 * @out: where to
 */
void help_all(FILE *out)
{
	fputs("usage: sfwctl [-j|--json] [-n|--dry-run] [-f|--force] [-q] OBJECT [VERB] [ARGS]\n"
	      "       sfwctl [OBJECT [VERB]] -h|--help\n"
	      "       sfwctl --version\n"
	      "\n"
	      "  -j, --json     print one JSON document\n"
	      "  -n, --dry-run  let the kernel check a change, and change nothing\n"
	      "  -f, --force    change it although it would lock you out\n"
	      "  -q             print nothing but errors\n"
	      "\n"
	      "To look, status if nothing is said:\n", out);
	print_table(out, query_usage);
	fputs("\nTo change:\n", out);
	print_table(out, statement_usage);
	print_table(out, operation_usage);
}

static bool is_meant(const struct usage *usage, const char *object,
		     const char *verb)
{
	return verb ? usage_matches(usage, object, verb) :
	       !strcmp(usage->object, object);
}

/* Prints what there is for an object, or only for one verb of it. */
static bool print_usage(FILE *out, const char *object, const char *verb)
{
	const char *lead = "usage:";

	for (unsigned int i = 0; usage_at(i); i++) {
		const struct usage *usage = usage_at(i);

		if (!is_meant(usage, object, verb))
			continue;
		fprintf(out, "%-6s sfwctl %s%s%s%s%s\n", lead, usage->object,
			usage->verb ? " " : "", usage->verb ? usage->verb : "",
			usage->args[0] ? " " : "", usage->args);
		lead = "";
	}
	return !lead[0];
}

static void print_terms(FILE *out, const char *object, const char *verb)
{
	bool first = true;

	for (unsigned int term = 0; term_name(term); term++) {
		bool used = false;

		for (unsigned int i = 0; usage_at(i); i++)
			if (is_meant(usage_at(i), object, verb) &&
			    term_used(term, usage_at(i)->args))
				used = true;
		if (used && first)
			putc('\n', out);
		if (used)
			term_print(term, out);
		first &= !used;
	}
}

/**
 * help() - carry out a request for help
 * @words: object and verb, as far as given
 *
 * Return: the exit status.
 */
int help(const struct words *words)
{
	const char *verb = words->count > 1 ? words->at[1] : NULL;
	struct parse_error err;

	if (!words->count) {
		help_all(stdout);
		return STATUS_DONE;
	}
	if (!print_usage(stdout, words->at[0], verb)) {
		usage_find(usage_at, words->at, words->count, &err);
		return help_words(words, &err);
	}
	print_terms(stdout, words->at[0], verb);
	return STATUS_DONE;
}

/* Words that name the command, among those before the one that is wrong. */
static int lead_words(const struct words *words, int wrong)
{
	struct parse_error err;
	int index = usage_find(usage_at, words->at, words->count, &err);
	int named = index >= 0 && usage_at(index)->verb ? 2 : 1;

	return named < wrong ? named : wrong;
}

/**
 * help_asked() - whether a word asks for help
 * @word: the word
 *
 * Return: true if it does.
 */
bool help_asked(const char *word)
{
	return !strcmp(word, "-h") || !strcmp(word, "--help");
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
	int lead = lead_words(words, err->word);
	struct words named = { .at = words->at, .count = lead };

	if (err->word < words->count && help_asked(words->at[err->word]))
		return help(&named);
	fputs("sfwctl:", stderr);
	for (int i = 0; i < lead; i++)
		fprintf(stderr, " %s%s", words->at[i],
			i == lead - 1 ? ":" : "");
	fprintf(stderr, " %s\n", err->text);
	if (!lead || !print_usage(stderr, words->at[0],
				  lead > 1 ? words->at[1] : NULL))
		help_short(stderr);
	return STATUS_WORDS;
}
