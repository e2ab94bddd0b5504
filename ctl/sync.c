// SPDX-License-Identifier: GPL-2.0
/* "block sync": replaces all blocks by those of a file, in one transaction. */
#include <errno.h>
#include <string.h>

#include "feed.h"
#include "help.h"
#include "input.h"
#include "publish.h"
#include "report.h"

/* What a line is read into. */
struct reader {
	struct input in;
	struct feed feed;
};

static int add_line(void *ctx, const char *text, unsigned int number)
{
	struct reader *reader = ctx;
	struct parse_error err;
	int ret = feed_line(&reader->feed, text, number, &err);

	if (!ret)
		return 0;
	return input_fail(&reader->in, number, 0, ret == -EINVAL ?
			  err.text : strerror(-ret));
}

/* Says what is wrong itself. */
static int read_feed(struct reader *reader, const char *path)
{
	struct parse_error err;
	unsigned int line;
	int ret;

	ret = input_read(&reader->in, path);
	if (!ret)
		ret = input_each(&reader->in, add_line, reader);
	if (ret)
		return ret;
	line = feed_order(&reader->feed, &err);
	return line ? input_fail(&reader->in, line, 0, err.text) : 0;
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
static int report(const struct txn *txn, int err, const struct reader *reader,
		  const struct words *words)
{
	long refused = txn_refused(txn);

	if (err == -EPERM || refused < 1)
		return report_kernel(txn->nl, err, words);
	input_fail(&reader->in, reader->feed.items[refused - 1].line, 0,
		   txn->nl->text[0] ? txn->nl->text : strerror(-err));
	return STATUS_REFUSED;
}

static int sync_blocks(const struct options *opt, const struct reader *reader,
		       const struct words *words)
{
	struct txn_plan plan = { .fill = fill, .what = &reader->feed };
	struct txn txn;
	struct nl nl;
	int ret;

	ret = nl_open(&nl);
	if (ret) {
		nl_close(&nl);
		return report_kernel(&nl, ret, words);
	}
	ret = publish(&txn, &nl, &plan, opt);
	nl_close(&nl);
	if (ret)
		return report(&txn, ret, reader, words);
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
	struct reader reader = { 0 };
	struct parse_error err;
	const char *path;
	int status;

	if (parse_file(words->at, words->count, 2, NULL, &path, &err))
		return help_words(words, &err);
	status = read_feed(&reader, path) ? STATUS_REFUSED :
		 sync_blocks(opt, &reader, words);
	feed_free(&reader.feed);
	input_free(&reader.in);
	return status;
}
