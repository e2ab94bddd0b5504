// SPDX-License-Identifier: GPL-2.0
/* "restore": the policy of a file in the place of the one that runs. */
#include <errno.h>
#include <stdio.h>

#include "help.h"
#include "policyfile.h"
#include "report.h"

static int publish(struct txn *txn, struct nl *nl, const struct policyfile *file,
		   const struct options *opt)
{
	const struct txn_plan plan = {
		.fill = policyfile_fill, .what = file, .replace = true,
		.once = true, .dry_run = opt->dry_run,
	};
	int ret = nl_open(nl);

	return ret ? ret : txn_publish(txn, nl, &plan);
}

static int restore(const struct options *opt, const struct policyfile *file,
		   const struct words *words)
{
	struct txn txn = { 0 };
	struct nl nl;
	int ret;

	txn.nl = &nl;
	ret = publish(&txn, &nl, file, opt);
	nl_close(&nl);
	if (ret == -EBUSY) {
		fputs("sfwctl: the policy was changed by somebody else meanwhile: nothing was restored, run it again\n",
		      stderr);
		return STATUS_REFUSED;
	}
	if (ret)
		return policyfile_report(file, &txn, ret, words);
	if (opt->dry_run)
		report_dry_run(opt);
	return STATUS_DONE;
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
	struct policyfile file;
	struct parse_error err;
	const char *path;
	int status;

	if (parse_file(words->at, words->count, 1, SFW_CONF, &path, &err))
		return help_words(words, &err);
	status = policyfile_read(&file, path) ? STATUS_REFUSED :
		 restore(opt, &file, words);
	policyfile_free(&file);
	return status;
}
