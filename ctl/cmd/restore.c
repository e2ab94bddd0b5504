// SPDX-License-Identifier: GPL-2.0
/* "restore": the policy of a file in the place of the one that runs. */
#include <errno.h>
#include <stdio.h>

#include "cmd/restore.h"
#include "cmd/run.h"
#include "cmd/trial.h"
#include "host/publish.h"
#include "net/policyfile.h"
#include "net/report.h"

static int replace(const struct options *opt, const struct policyfile *file,
		   __u32 confirm, const struct words *words)
{
	struct txn_plan plan = {
		.fill = policyfile_fill, .what = file, .from = TXN_EMPTY,
		.once = true, .confirm = confirm,
	};
	struct txn txn;
	struct nl nl;
	int ret;

	txn_init(&txn, &nl);
	ret = nl_open(&nl);
	if (!ret)
		ret = publish(&txn, &nl, &plan, opt);
	if (!ret && !confirm)
		trial_note(opt, &nl);
	nl_close(&nl);
	if (ret == -EBUSY && txn_failed(&txn) < 0) {
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
 * @words: the command
 *
 * Return: the exit status.
 */
int restore(const struct options *opt, const char *path, __u32 confirm,
	    const struct words *words)
{
	struct policyfile file;
	int ret = policyfile_read(&file, words->table, path);
	int status = ret ? file_status(ret) : replace(opt, &file, confirm, words);

	policyfile_free(&file);
	return status;
}

int run_restore(const struct options *opt, const struct words *words,
		struct parser *p)
{
	const char *path;
	bool json = false;	/* the file tells by itself */
	int status;

	parse_json(p, &json);
	if (parse_file(p, SFW_CONF, &path))
		return STATUS_WORDS;
	status = restore(opt, path, 0, words);
	if (status == STATUS_DONE && opt->dry_run)
		report_dry_run(opt);
	return status;
}
