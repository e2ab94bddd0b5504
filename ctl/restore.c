// SPDX-License-Identifier: GPL-2.0
/* "restore": the policy of a file in the place of the one that runs. */
#include <errno.h>
#include <stdio.h>

#include "help.h"
#include "policyfile.h"
#include "publish.h"
#include "report.h"
#include "restore.h"

static int replace(const struct options *opt, const struct policyfile *file,
		   __u32 confirm, const struct words *words)
{
	struct txn_plan plan = {
		.fill = policyfile_fill, .what = file, .replace = true,
		.once = true, .confirm = confirm,
	};
	struct txn txn;
	struct nl nl;
	int ret;

	txn_init(&txn, &nl);
	ret = nl_open(&nl);
	if (!ret)
		ret = publish(&txn, &nl, &plan, opt);
	nl_close(&nl);
	if (ret == -EBUSY) {
		fprintf(stderr, "sfwctl: %s: nothing was restored, run it again\n",
			"the policy was changed by somebody else meanwhile");
		return STATUS_REFUSED;
	}
	return ret ? policyfile_report(file, &txn, ret, words) : STATUS_DONE;
}

/**
 * restore() - replace the policy by that of a file
 * @opt: the options
 * @path: the file, "-" for standard input
 * @confirm: seconds in which it must be confirmed, or 0: it need not be
 * @words: what was asked for
 *
 * Return: the exit status.
 */
int restore(const struct options *opt, const char *path, __u32 confirm,
	    const struct words *words)
{
	struct policyfile file;
	int status;

	status = policyfile_read(&file, path) ? STATUS_REFUSED :
		 replace(opt, &file, confirm, words);
	policyfile_free(&file);
	return status;
}

/**
 * operation_restore() - "restore"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int operation_restore(const struct options *opt, const struct words *words)
{
	struct parse_error err;
	const char *path;
	int status;

	if (parse_file(words->at, words->count, 1, SFW_CONF, &path, &err))
		return help_words(words, &err);
	status = restore(opt, path, 0, words);
	if (status == STATUS_DONE && opt->dry_run)
		report_dry_run(opt);
	return status;
}
