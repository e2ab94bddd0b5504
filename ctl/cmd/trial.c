// SPDX-License-Identifier: GPL-2.0
/*
 * "apply", "confirm", "rollback": a policy on trial. The kernel holds the
 * clock, so nothing here has to stay alive for the way back.
 */
#include <errno.h>
#include <stdio.h>

#include "cmd/restore.h"
#include "cmd/run.h"
#include "cmd/trial.h"
#include "host/ip_forward.h"
#include "host/lockout.h"
#include "lang/format_value.h"
#include "lib/json.h"
#include "net/netlink.h"
#include "net/report.h"
#include "net/trial.h"

static void print_text(__u32 confirm)
{
	char time[DURATION_TEXT_MAX];

	format_duration(confirm, time, sizeof(time));
	printf("applied: the policy before comes back in %s, even if this connection is lost\n"
	       "  1. open another connection to this host now\n"
	       "  2. if that works: sfwctl confirm, and sfwctl save to keep it over a reboot\n"
	       "  3. if not: wait, or sfwctl rollback\n", time);
}

static void print_json(__u32 confirm)
{
	struct json j;

	json_start(&j, stdout);
	json_bool(&j, "applied", true);
	json_number(&j, "rollback_in", confirm);
	json_finish(&j);
}

/**
 * trial_print() - tell the next step now that a policy is on trial
 * @opt: the options
 * @confirm: seconds in which it must be confirmed
 */
void trial_print(const struct options *opt, __u32 confirm)
{
	if (opt->json)
		print_json(confirm);
	else
		print_text(confirm);
}

/**
 * trial_check_saving() - only a confirmed policy may come back at the next boot
 * @opt: the options
 * @nl: the connection to it; one in a file is never on trial
 *
 * Return: 0, -EBUSY with nl->text while it is on trial, or another negative errno.
 */
int trial_check_saving(const struct options *opt, struct nl *nl)
{
	__u32 left;
	int ret;

	if (opt->force || nl->kernel)
		return 0;
	ret = trial_left(nl, &left);
	if (ret || !left)
		return ret;
	snprintf(nl->text, sizeof(nl->text),
		 "the policy is on trial: sfwctl confirm it first, or name another file, or --force");
	return -EBUSY;
}

/**
 * trial_note() - tell that a change is on trial, with the policy around it
 * @opt: the options
 * @nl: the connection by which it was made
 *
 * Return: whether it was told.
 */
bool trial_note(const struct options *opt, struct nl *nl)
{
	char time[DURATION_TEXT_MAX];
	__u32 left;

	if (opt->quiet || opt->dry_run || trial_left(nl, &left) || !left)
		return false;
	format_duration(left, time, sizeof(time));
	fprintf(stderr,
		"sfwctl: note: a policy is on trial: this goes back with it in %s, unless: sfwctl confirm\n",
		time);
	return true;
}

int run_apply(const struct options *opt, const struct words *words,
	      struct parser *p)
{
	const char *path;
	__u32 confirm;
	int status;

	if (parse_apply(p, &path, &confirm))
		return STATUS_WORDS;
	status = restore(opt, path, confirm, words);
	if (status != STATUS_DONE)
		return status;
	if (opt->dry_run)
		report_dry_run(opt);
	else
		trial_print(opt, confirm);
	return status;
}

static int end(const struct options *opt, const struct words *words, __u8 cmd,
	       const char *done, struct parser *p)
{
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret && cmd == SFW_CMD_CONFIRM && !opt->force)
		ret = lockout_check_trial(&nl);
	if (!ret)
		ret = trial_end(&nl, cmd, opt->dry_run);
	if (!ret && cmd == SFW_CMD_ROLLBACK && !opt->dry_run)
		ip_forward_settle(&nl);
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	report_done(opt, done);
	return STATUS_DONE;
}

int run_confirm(const struct options *opt, const struct words *words,
		struct parser *p)
{
	return end(opt, words, SFW_CMD_CONFIRM,
		   "confirmed: the policy stays; sfwctl save keeps it over a reboot", p);
}

int run_rollback(const struct options *opt, const struct words *words,
		 struct parser *p)
{
	return end(opt, words, SFW_CMD_ROLLBACK,
		   "rolled back: the policy before is back", p);
}
