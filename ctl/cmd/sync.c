// SPDX-License-Identifier: GPL-2.0
/* "block sync" and "group sync": a file replaces all of them, in one transaction. */
#include <errno.h>
#include <string.h>

#include "cmd/blocklist.h"
#include "cmd/run.h"
#include "cmd/trial.h"
#include "host/publish.h"
#include "lib/linefile.h"
#include "net/group.h"
#include "net/report.h"

/**
 * struct reader - the file, and the prefixes of its lines
 * @in: the file
 * @blocklist: the prefixes
 * @group: the group that they are members of, or "": blocked
 */
struct reader {
	struct linefile in;
	struct blocklist blocklist;
	char group[SFW_NAME_MAX + 1];
};

static int add_line(void *ctx, const char *text, unsigned int number)
{
	struct reader *reader = ctx;
	struct parse_error err;
	int ret = blocklist_line(&reader->blocklist, text, number, &err);

	if (!ret)
		return 0;
	return linefile_fail(&reader->in, number, 0, ret == -EINVAL ?
			     err.text : strerror(-ret));
}

/* Prints errors itself. */
static int read_feed(struct reader *reader, const char *path)
{
	struct parse_error err;
	unsigned int line;
	int ret;

	ret = linefile_read(&reader->in, path);
	if (!ret)
		ret = linefile_each(&reader->in, add_line, reader);
	if (ret)
		return ret;
	line = blocklist_sort(&reader->blocklist, &err);
	return line ? linefile_fail(&reader->in, line, 0, err.text) : 0;
}

static int fill(struct txn *txn, const void *what)
{
	const struct reader *reader = what;
	const struct blocklist *blocklist = &reader->blocklist;
	bool group = reader->group[0];
	struct command cmd = {
		.cmd = group ? SFW_CMD_GROUP_FLUSH : SFW_CMD_BLOCK_FLUSH,
	};
	int ret;

	memcpy(cmd.entry.name, reader->group, sizeof(cmd.entry.name));
	ret = txn_add(txn, &cmd);
	for (size_t i = 0; i < blocklist->count && !ret; i++) {
		blocklist_command(&blocklist->items[i], &cmd);
		if (group)
			cmd.cmd = SFW_CMD_GROUP_ADD;
		ret = txn_add(txn, &cmd);
	}
	return ret;
}

/* Prints the kernel's message about a prefix with its line. */
static int report(const struct txn *txn, int err, const struct reader *reader,
		  const struct words *words)
{
	long failed = txn_failed(txn);

	if (err == -EPERM || failed < 1) {
		group_suggest(txn->nl, err);
		return report_kernel(txn->nl, err, words);
	}
	linefile_fail(&reader->in, reader->blocklist.items[failed - 1].line, 0,
		      txn->nl->text[0] ? txn->nl->text : strerror(-err));
	return STATUS_REFUSED;
}

static int sync_all(const struct options *opt, const struct reader *reader,
		    const struct words *words)
{
	struct txn_plan plan = { .fill = fill, .what = reader };
	int ret, status = STATUS_DONE;
	struct txn txn;
	struct nl nl;

	ret = nl_open(&nl);
	if (ret) {
		nl_close(&nl);
		return report_kernel(&nl, ret, words);
	}
	ret = publish(&txn, &nl, &plan, opt);
	if (ret)
		status = report(&txn, ret, reader, words);
	else if (!reader->group[0])
		trial_note(opt, &nl);
	nl_close(&nl);
	if (ret)
		return status;
	if (opt->dry_run)
		report_dry_run(opt);
	return STATUS_DONE;
}

int run_sync(const struct options *opt, const struct words *words,
	     struct parser *p)
{
	struct reader reader = { 0 };
	const char *path;
	int ret, status;

	if ((!strcmp(words->action->object, "group") && parse_name(p, reader.group)) ||
	    parse_file(p, NULL, &path))
		return STATUS_WORDS;
	ret = read_feed(&reader, path);
	status = ret ? file_status(ret) : sync_all(opt, &reader, words);
	blocklist_free(&reader.blocklist);
	linefile_free(&reader.in);
	return status;
}
