// SPDX-License-Identifier: GPL-2.0
/*
 * "apply", "confirm", "rollback": a policy on trial. The kernel holds the
 * clock, so nothing here has to stay alive for the way back.
 */
#include <stdio.h>

#include "encode.h"
#include "help.h"
#include "json.h"
#include "netlink.h"
#include "print.h"
#include "report.h"
#include "restore.h"
#include "selflock.h"

static void print_text(__u32 confirm)
{
	char time[DURATION_TEXT_MAX];

	print_duration(confirm, time, sizeof(time));
	printf("applied: the policy before comes back in %s, whatever happens here\n"
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
 * operation_apply() - "apply"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int operation_apply(const struct options *opt, const struct words *words)
{
	struct parse_error err;
	const char *path;
	__u32 confirm;
	int status;

	if (parse_apply(words->at, words->count, &path, &confirm, &err))
		return help_words(words, &err);
	status = restore(opt, path, confirm, words);
	if (status != STATUS_DONE)
		return status;
	if (opt->dry_run)
		report_dry_run(opt);
	else if (opt->json)
		print_json(confirm);
	else
		print_text(confirm);
	return status;
}

static int end(const struct options *opt, const struct words *words, __u8 cmd,
	       const char *done)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct parse_error err;
	struct nlmsghdr *nlh;
	struct nl nl;
	int ret;

	if (parse_no_words(words->at, words->count, 1, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret && cmd == SFW_CMD_CONFIRM && !opt->force)
		ret = selflock_check_live(&nl);
	if (!ret && !opt->dry_run) {
		nlh = nl_message(&nl, buf, NLM_F_ACK);
		encode_header(nlh, cmd);
		ret = nl_do(&nl, nlh);
	}
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (opt->dry_run)
		report_dry_run(opt);
	else if (!opt->json)
		puts(done);
	return STATUS_DONE;
}

/**
 * operation_confirm() - "confirm"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int operation_confirm(const struct options *opt, const struct words *words)
{
	return end(opt, words, SFW_CMD_CONFIRM,
		   "confirmed: the policy stays; sfwctl save keeps it over a reboot");
}

/**
 * operation_rollback() - "rollback"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int operation_rollback(const struct options *opt, const struct words *words)
{
	return end(opt, words, SFW_CMD_ROLLBACK,
		   "rolled back: the policy before is back");
}
