// SPDX-License-Identifier: GPL-2.0
/* "diff": lines that only one of two policies has, or packets that they judge otherwise. */
#include <errno.h>
#include <stdio.h>

#include "cmd/diff.h"
#include "cmd/meaning.h"
#include "cmd/run.h"
#include "lib/json.h"
#include "net/offline.h"
#include "net/policydiff.h"

/* Prints the lines that only one side has. Returns whether there is any. */
static bool print_lone(const struct side *side, const struct side *other,
		       char sign)
{
	const char *line;
	bool any = false;
	size_t at = 0;

	while ((line = policydiff_next(side, other, &at))) {
		printf("%c%s\n", sign, line);
		any = true;
	}
	return any;
}

static bool write_lone(struct json *j, const char *key, const struct side *side,
		       const struct side *other)
{
	const char *line;
	bool any = false;
	size_t at = 0;

	json_open(j, key, '[');
	while ((line = policydiff_next(side, other, &at))) {
		json_string(j, NULL, line);
		any = true;
	}
	json_close(j, ']');
	return any;
}

static int print(const struct options *opt, const struct policydiff *diff, bool change)
{
	const struct side *file = &diff->file, *runs = &diff->runs;
	const struct side *minus = change ? runs : file, *plus = change ? file : runs;
	struct json j;
	bool differ;

	if (!opt->json) {
		differ = print_lone(minus, plus, '-');
		differ |= print_lone(plus, minus, '+');
	} else {
		json_start(&j, stdout);
		differ = write_lone(&j, "only_file", file, runs);
		differ |= write_lone(&j, "only_running", runs, file);
		json_bool(&j, "same", !differ);
		json_finish(&j);
	}
	return differ ? STATUS_REFUSED : STATUS_DONE;
}

/**
 * diff_lines() - print the lines that only a file has, or only the policy that runs
 * @opt: the options
 * @words: the command
 * @path: the file, "-" for standard input
 * @change: a plus stands before lines of the file, which would be added
 *
 * Return: the exit status: STATUS_REFUSED if there are any, STATUS_TOLD of a policy that
 * is wrong.
 */
int diff_lines(const struct options *opt, const struct words *words, const char *path,
	       bool change)
{
	struct policyfile file;
	struct policydiff diff;
	int ret = policyfile_read(&file, words->table, path);
	int status = file_look_status(ret);

	if (!ret) {
		if (!policydiff_get(&diff, &file, words, &status))
			status = print(opt, &diff, change);
		policydiff_free(&diff);
	}
	policyfile_free(&file);
	return status;
}

/* By the policy that answers there. */
static bool judges(struct nl *nl)
{
	struct policy policy = { 0 };
	bool enabled = !policy_get(nl, SFW_OBJ_ENABLED, &policy) && policy.enabled;

	policy_free(&policy);
	return enabled;
}

/*
 * The one is of a file, the other answers now: of a file too, or the kernel's. A file that
 * does not say whether packets are judged leaves that, as "restore" does.
 */
static int diff_meaning(const struct options *opt, const struct words *words, const char *path)
{
	struct kernel *one, *other = NULL;
	struct nl a, b;
	int status = nl_stands_in() ? STATUS_DONE : offline_copy(&other, words);

	if (status != STATUS_DONE)
		return status;
	nl_open(&b);
	status = offline_load_over(&one, words, path, judges(&b));
	if (status == STATUS_DONE) {
		nl_open(&a);
		status = meaning(opt, words, &a, &b);
		nl_close(&a);
	}
	nl_close(&b);
	kernel_free(one);
	kernel_free(other);
	return status == STATUS_WORDS ? STATUS_TOLD : status;
}

int run_diff(const struct options *opt, const struct words *words,
	     struct parser *p)
{
	struct kernel *other = NULL;
	const char *path, *second;
	bool means;
	int status = STATUS_DONE;

	if (parse_diff(p, SFW_CONF, &path, &second, &means))
		return STATUS_WORDS;
	if (second)
		status = offline_load(&other, words, second);
	if (status == STATUS_DONE)
		status = means ? diff_meaning(opt, words, path) :
				 diff_lines(opt, words, path, false);
	else if (status == STATUS_WORDS)
		status = STATUS_TOLD;
	nl_stand_in(NULL);
	kernel_free(other);
	return status;
}
