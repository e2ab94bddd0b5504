// SPDX-License-Identifier: GPL-2.0
/*
 * "diff": the policy of a file against the one that runs. The kernel makes a
 * policy of the file, as for "restore", and shows it like the other one: so
 * what is the same looks the same, however it was written.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "help.h"
#include "json.h"
#include "line.h"
#include "policyfile.h"
#include "policytext.h"
#include "report.h"

/**
 * struct side - the lines of one of both
 * @line: in canonical order
 * @sorted: the same lines, sorted
 * @count: how many
 * @size: how many there is room for
 */
struct side {
	char **line;
	char **sorted;
	size_t count;
	size_t size;
};

static int add_line(void *ctx, const struct command *cmd)
{
	char text[LINE_MAX_BYTES];
	struct side *side = ctx;

	/* A block with a duration outlives every change, so it is no change. */
	if (cmd->cmd == SFW_CMD_BLOCK_ADD && policytext_timed(cmd))
		return 0;
	if (side->count == side->size) {
		size_t size = side->size * 2 + 64;
		char **line = realloc(side->line, size * sizeof(*line));

		if (!line)
			return -ENOMEM;
		side->line = line;
		side->size = size;
	}
	side->line[side->count] = strdup(line_format(cmd, text, sizeof(text)));
	return side->line[side->count++] ? 0 : -ENOMEM;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_side(struct side *side, const struct policy *policy)
{
	int ret = policytext_each(policy, add_line, side);

	if (ret)
		return ret;
	side->sorted = malloc(side->count * sizeof(*side->sorted));
	if (!side->sorted)
		return -ENOMEM;
	memcpy(side->sorted, side->line, side->count * sizeof(*side->sorted));
	qsort(side->sorted, side->count, sizeof(*side->sorted), compare);
	return 0;
}

static void free_side(struct side *side)
{
	for (size_t i = 0; i < side->count; i++)
		free(side->line[i]);
	free(side->line);
	free(side->sorted);
}

/* The next line that the other side does not have, or NULL. */
static const char *next_lone(const struct side *side, const struct side *other,
			     size_t *at)
{
	while (*at < side->count) {
		char **line = &side->line[(*at)++];

		if (!bsearch(line, other->sorted, other->count,
			     sizeof(*other->sorted), compare))
			return *line;
	}
	return NULL;
}

/* Prints what only one side has. Returns whether there is anything. */
static bool print_lone(const struct side *side, const struct side *other,
		       char sign)
{
	const char *line;
	bool any = false;
	size_t at = 0;

	while ((line = next_lone(side, other, &at))) {
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
	while ((line = next_lone(side, other, &at))) {
		json_string(j, NULL, line);
		any = true;
	}
	json_close(j, ']');
	return any;
}

static int print(const struct options *opt, const struct side *file,
		 const struct side *runs)
{
	struct json j;
	bool differ;

	if (!opt->json) {
		differ = print_lone(file, runs, '-');
		differ |= print_lone(runs, file, '+');
	} else {
		json_start(&j, stdout);
		differ = write_lone(&j, "only_file", file, runs);
		differ |= write_lone(&j, "only_running", runs, file);
		json_bool(&j, "same", !differ);
		json_finish(&j);
	}
	return differ ? STATUS_REFUSED : STATUS_DONE;
}

/* Both policies from the kernel; the file's is never published. */
static int get_sides(struct txn *txn, struct nl *nl,
		     const struct policyfile *file, struct side *staged,
		     struct side *runs)
{
	struct policy policy;
	int ret = nl_open(nl);

	if (!ret)
		ret = txn_begin(txn, nl, true);
	if (!ret)
		ret = policyfile_fill(txn, file);
	if (!ret)
		ret = txn_send(txn);
	if (ret)
		return ret;
	ret = policy_get_staged(nl, &policy);
	if (!ret)
		ret = read_side(staged, &policy);
	policy_free(&policy);
	if (ret)
		return ret;
	ret = policy_get(nl, POLICY_ALL, &policy);
	if (!ret)
		ret = read_side(runs, &policy);
	policy_free(&policy);
	return ret;
}

static int diff(const struct options *opt, const struct policyfile *file,
		const struct words *words)
{
	struct side staged = { 0 }, runs = { 0 };
	struct txn txn;
	struct nl nl;
	int ret;

	txn_init(&txn, &nl);
	ret = get_sides(&txn, &nl, file, &staged, &runs);
	nl_close(&nl);
	ret = ret ? policyfile_report(file, &txn, ret, words) :
		    print(opt, &staged, &runs);
	free_side(&staged);
	free_side(&runs);
	return ret;
}

static bool has_lone(const struct side *side, const struct side *other)
{
	size_t at = 0;

	return next_lone(side, other, &at);
}

/**
 * diff_same() - whether the policy of a file is the one that runs
 * @path: the file
 * @same: the result
 *
 * Return: 0, or a negative errno, after saying what is wrong with the file.
 */
int diff_same(const char *path, bool *same)
{
	struct side staged = { 0 }, runs = { 0 };
	const char *const at[] = { "restore", path };
	const struct words words = { .at = at, .count = 2 };
	struct policyfile file;
	struct txn txn;
	struct nl nl;
	int ret;

	ret = policyfile_read(&file, path);
	if (!ret) {
		txn_init(&txn, &nl);
		ret = get_sides(&txn, &nl, &file, &staged, &runs);
		nl_close(&nl);
		if (ret)
			policyfile_report(&file, &txn, ret, &words);
	}
	*same = !ret && !has_lone(&staged, &runs) && !has_lone(&runs, &staged);
	free_side(&staged);
	free_side(&runs);
	policyfile_free(&file);
	return ret;
}

/**
 * query_diff() - "diff"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_diff(const struct options *opt, const struct words *words)
{
	struct policyfile file;
	struct parse_error err;
	const char *path;
	int status;

	if (parse_file(words->at, words->count, 1, SFW_CONF, &path, &err))
		return help_words(words, &err);
	status = policyfile_read(&file, path) ? STATUS_REFUSED :
		 diff(opt, &file, words);
	policyfile_free(&file);
	return status;
}
