// SPDX-License-Identifier: GPL-2.0
/* "block sync": replaces all blocks by those of a file, in one transaction. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feed.h"
#include "help.h"
#include "report.h"
#include "txn.h"

static int fail(const char *name, unsigned int line, const char *text)
{
	fprintf(stderr, "sfwctl: %s:%u: %s\n", name, line, text);
	return -EINVAL;
}

static int fail_file(const char *name, int err)
{
	fprintf(stderr, "sfwctl: %s: %s\n", name, strerror(err));
	return -err;
}

static int add_line(struct feed *feed, const char *name, unsigned int number,
		    const char *text, size_t len)
{
	struct parse_error err;
	int ret;

	if (strlen(text) != len)
		return fail(name, number, "the line has a zero byte");
	ret = feed_line(feed, text, number, &err);
	if (ret == -EINVAL)
		return fail(name, number, err.text);
	return ret ? fail_file(name, -ret) : 0;
}

static int read_lines(struct feed *feed, FILE *in, const char *name)
{
	unsigned int number = 0;
	char *text = NULL;
	size_t size = 0;
	ssize_t len;
	int ret = 0;

	while (!ret && (len = getline(&text, &size, in)) >= 0)
		ret = add_line(feed, name, ++number, text, len);
	if (!ret && ferror(in))
		ret = fail_file(name, errno);
	free(text);
	return ret;
}

/* Says what is wrong itself. */
static int read_feed(struct feed *feed, const char *path, const char *name)
{
	FILE *in = strcmp(path, "-") ? fopen(path, "re") : stdin;
	struct parse_error err;
	unsigned int line;
	int ret;

	if (!in)
		return fail_file(name, errno);
	ret = read_lines(feed, in, name);
	if (in != stdin)
		fclose(in);
	if (ret)
		return ret;
	line = feed_order(feed, &err);
	return line ? fail(name, line, err.text) : 0;
}

static int fill(struct txn *txn, const void *what)
{
	struct command cmd = { .cmd = SFW_CMD_BLOCK_FLUSH };
	const struct feed *feed = what;
	int ret = txn_add(txn, &cmd);

	for (size_t i = 0; i < feed->count && !ret; i++) {
		feed_command(&feed->items[i], &cmd);
		ret = txn_add(txn, &cmd);
	}
	return ret;
}

/* What the kernel says about a block is told with its line. */
static int report(const struct txn *txn, int err, const struct feed *feed,
		  const char *name, const struct words *words)
{
	long refused = txn_refused(txn);

	if (err == -EPERM || refused < 1)
		return report_kernel(txn->nl, err, words);
	fail(name, feed->items[refused - 1].line,
	     txn->nl->text[0] ? txn->nl->text : strerror(-err));
	return STATUS_REFUSED;
}

static int publish(const struct options *opt, const struct feed *feed,
		   const char *name, const struct words *words)
{
	struct txn txn;
	struct nl nl;
	int ret;

	ret = nl_open(&nl);
	if (ret) {
		nl_close(&nl);
		return report_kernel(&nl, ret, words);
	}
	ret = txn_publish(&txn, &nl, fill, feed, opt->dry_run);
	nl_close(&nl);
	if (ret)
		return report(&txn, ret, feed, name, words);
	if (opt->dry_run)
		report_dry_run(opt);
	return STATUS_DONE;
}

/**
 * operation_sync() - "block sync"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int operation_sync(const struct options *opt, const struct words *words)
{
	struct feed feed = { 0 };
	struct parse_error err;
	const char *path, *name;
	int status;

	if (parse_file(words->at, words->count, &path, &err))
		return help_words(words, &err);
	name = strcmp(path, "-") ? path : "standard input";
	status = read_feed(&feed, path, name) ? STATUS_REFUSED :
		 publish(opt, &feed, name, words);
	feed_free(&feed);
	return status;
}
