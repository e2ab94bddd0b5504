// SPDX-License-Identifier: GPL-2.0
/*
 * "rehearse": a policy that judges packets beside the one that runs, and does nothing.
 * The kernel keeps it, so it can be applied as it was rehearsed.
 */
#include <errno.h>
#include <stdio.h>

#include "cmd/run.h"
#include "cmd/trial.h"
#include "host/publish.h"
#include "lang/format_value.h"
#include "lib/json.h"
#include "net/policyfile.h"
#include "net/policytext.h"
#include "net/report.h"
#include "net/trial.h"

#define DEFAULT_TIME	86400

static void print_begun(const struct options *opt, __u32 seconds)
{
	char time[DURATION_TEXT_MAX];
	struct json j;

	if (opt->json) {
		json_start(&j, stdout);
		json_number(&j, "rehearses_for", seconds);
		json_finish(&j);
		return;
	}
	format_duration(seconds, time, sizeof(time));
	printf("rehearsed for %s, and nothing is done by it\n"
	       "  differences so far   sfwctl rehearse list\n"
	       "  lines for the file   sfwctl rehearse suggest\n"
	       "  put it in force      sfwctl rehearse apply confirm-within 5m\n", time);
}

static int begin(const struct policyfile *file, const struct options *opt, __u32 seconds,
		 const struct words *words)
{
	struct txn_plan plan = {
		.fill = policyfile_fill, .what = file, .from = TXN_EMPTY,
		.once = true, .rehearse = seconds, .dry_run = opt->dry_run,
	};
	struct txn txn;
	struct nl nl;
	int ret;

	ret = txn_run(&txn, &nl, &plan);
	return ret ? policyfile_report(file, &txn, ret, words) : STATUS_DONE;
}

int run_rehearse(const struct options *opt, const struct words *words,
		 struct parser *p)
{
	__u32 seconds = DEFAULT_TIME;
	struct policyfile file;
	const char *path;
	int ret, status;

	if (parse_rehearse(p, &path, &seconds))
		return STATUS_WORDS;
	ret = policyfile_read(&file, words->table, path);
	status = ret ? file_status(ret) : begin(&file, opt, seconds, words);
	policyfile_free(&file);
	if (status == STATUS_DONE && opt->dry_run)
		report_dry_run(opt);
	else if (status == STATUS_DONE && !opt->quiet)
		print_begun(opt, seconds);
	return status;
}

static int add(void *txn, const struct command *cmd)
{
	return txn_add(txn, cmd);
}

static int fill_from(struct txn *txn, const void *policy)
{
	return policytext_each(policy, add, txn);
}

static int apply(const struct options *opt, __u32 confirm, const struct words *words,
		 bool *on_trial)
{
	struct policy policy = { 0 };
	struct txn_plan plan = {
		.fill = fill_from, .what = &policy, .from = TXN_EMPTY, .once = true,
		.confirm = confirm,
	};
	struct txn txn;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret)
		ret = policy_get_rehearsed(&nl, &policy);
	/* Rehearsed, it judged: in force, it does. */
	policy.enabled = true;
	if (!ret)
		ret = publish(&txn, &nl, &plan, opt);
	*on_trial = !ret && !confirm && trial_note(opt, &nl);
	policy_free(&policy);
	nl_close(&nl);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}

int run_rehearse_apply(const struct options *opt, const struct words *words,
		       struct parser *p)
{
	__u32 confirm = 0;
	bool on_trial;
	int status;

	if (parse_edit(p, &confirm))
		return STATUS_WORDS;
	status = apply(opt, confirm, words, &on_trial);
	if (status != STATUS_DONE)
		return status;
	if (opt->dry_run)
		report_dry_run(opt);
	else if (confirm)
		trial_print(opt, confirm);
	else if (!on_trial && !opt->json && !opt->quiet)
		puts("applied: sfwctl save keeps it over a reboot");
	return status;
}

int run_rehearse_stop(const struct options *opt, const struct words *words,
		      struct parser *p)
{
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = trial_end(&nl, SFW_CMD_REHEARSAL_END, opt->dry_run);
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (opt->dry_run)
		report_dry_run(opt);
	return STATUS_DONE;
}
