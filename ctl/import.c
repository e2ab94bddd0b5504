// SPDX-License-Identifier: GPL-2.0
/* "import": prints the policy that a file of iptables-save comes to. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "import.h"
#include "input.h"

static int add_line(void *ctx, const char *line, unsigned int number)
{
	return ruleset_line(ctx, line, number);
}

static int fail(const char *name, const char *why)
{
	fprintf(stderr, "sfwctl: %s: %s\n", name, why);
	return STATUS_REFUSED;
}

static int translate(struct input *in, struct ruleset *set)
{
	unsigned int lost = 0;
	const char *wrong;
	int ret;

	ret = input_each(in, add_line, set);
	if (ret)
		return ret == -EINVAL ? STATUS_REFUSED :
					fail(in->name, strerror(-ret));
	wrong = ruleset_finish(set);
	if (wrong)
		return fail(in->name, wrong);
	ret = import_translate(set, stdout, &lost);
	if (ret)
		return fail(in->name, ret == -E2BIG ?
			    "there are too many rules, or ways through them" :
			    strerror(-ret));
	return lost ? STATUS_REFUSED : STATUS_DONE;
}

/**
 * query_import() - "import"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_import(const struct options *opt, const struct words *words)
{
	struct ruleset set = { 0 };
	struct parse_error err;
	const char *path;
	struct input in;
	int status;

	(void)opt;
	if (parse_file(words->at, words->count, 1, NULL, &path, &err))
		return help_words(words, &err);
	status = input_read(&in, path) ? STATUS_REFUSED : translate(&in, &set);
	ruleset_free(&set);
	input_free(&in);
	return status;
}
