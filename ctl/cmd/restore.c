// SPDX-License-Identifier: GPL-2.0
/* "restore", "batch": a file in the place of the policy that runs, or on top of it. */
#include <errno.h>
#include <stdio.h>

#include "cmd/restore.h"
#include "cmd/run.h"
#include "cmd/trial.h"
#include "host/publish.h"
#include "net/policyfile.h"
#include "net/report.h"

/* A batch may be of nothing but members that are no policy. */
static bool changes_policy(const struct policyfile *file)
{
	struct command cmd;
	bool ret = false;

	for (size_t i = 0; i < file->script.count && !ret; i++) {
		script_command(&file->script, i, &cmd);
		ret = command_is_policy(&cmd);
	}
	return ret;
}

static int carry_out(const struct options *opt, const struct policyfile *file,
		     struct txn_plan *plan, const struct words *words)
{
	struct txn txn;
	struct nl nl;
	int ret;

	plan->fill = policyfile_fill;
	plan->what = file;
	txn_init(&txn, &nl);
	ret = nl_open(&nl);
	if (!ret)
		ret = publish(&txn, &nl, plan, opt);
	if (!ret && !plan->confirm && (plan->from == TXN_EMPTY || changes_policy(file)))
		trial_note(opt, &nl);
	nl_close(&nl);
	if (ret == -EBUSY && plan->once && txn_failed(&txn) < 0) {
		fprintf(stderr, "sfwctl: %s: nothing was restored, run it again\n",
			"the policy was changed by somebody else meanwhile");
		return STATUS_REFUSED;
	}
	return ret ? policyfile_report(file, &txn, ret, words) : STATUS_DONE;
}

/* The program that was to write it may have failed. */
static void note_empty(const struct options *opt, const struct policyfile *file)
{
	if (!opt->quiet && !file->script.count)
		fprintf(stderr, "sfwctl: note: %s has no command: the policy is empty\n",
			file->in.name);
}

static int read_and_carry_out(const struct options *opt, const char *path, bool json,
			      struct txn_plan *plan, const struct words *words)
{
	struct policyfile file;
	int ret = json ? policyfile_read_json(&file, words->table, path) :
			 policyfile_read(&file, words->table, path);
	int status = ret == -EPROTO ? STATUS_TOLD : file_status(ret);

	if (!ret)
		status = carry_out(opt, &file, plan, words);
	if (status == STATUS_DONE && plan->from == TXN_EMPTY)
		note_empty(opt, &file);
	policyfile_free(&file);
	return status;
}

static int restore_as(const struct options *opt, const char *path, __u32 confirm,
		      const struct words *words, bool json)
{
	struct txn_plan plan = { .from = TXN_EMPTY, .once = true, .confirm = confirm };

	return read_and_carry_out(opt, path, json, &plan, words);
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
	return restore_as(opt, path, confirm, words, false);
}

int run_restore(const struct options *opt, const struct words *words,
		struct parser *p)
{
	const char *path;
	bool json = opt->json;
	int status;

	parse_json(p, &json);
	if (parse_file(p, SFW_CONF, &path))
		return STATUS_WORDS;
	status = restore_as(opt, path, 0, words, json);
	if (status == STATUS_DONE && opt->dry_run)
		report_dry_run(opt);
	return status;
}

int run_batch(const struct options *opt, const struct words *words,
	      struct parser *p)
{
	struct txn_plan plan = { .from = TXN_LIVE };
	const char *path;
	int status;

	if (parse_file(p, NULL, &path))
		return STATUS_WORDS;
	status = read_and_carry_out(opt, path, false, &plan, words);
	if (status == STATUS_DONE && opt->dry_run)
		report_dry_run(opt);
	return status;
}
