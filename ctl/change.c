// SPDX-License-Identifier: GPL-2.0
/* Carries out one command of the policy language. */
#include <errno.h>
#include <stdio.h>

#include "help.h"
#include "json.h"
#include "report.h"
#include "txn.h"

#define COMMIT_TRIES	50	/* against others who change the policy too */

static int publish(struct nl *nl, const struct command *cmd, bool dry_run)
{
	struct txn txn;
	int ret;

	ret = txn_begin(&txn, nl);
	if (!ret)
		ret = txn_add(&txn, cmd);
	if (!ret)
		ret = txn_commit(&txn, dry_run);
	return ret;
}

static void say_dry_run(const struct options *opt)
{
	struct json j;

	if (!opt->json) {
		puts("dry run: nothing changed");
		return;
	}
	json_start(&j, stdout);
	json_bool(&j, "dry_run", true);
	json_finish(&j);
}

/**
 * change() - carry out one command of the policy language
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int change(const struct options *opt, const struct words *words)
{
	struct parse_error err;
	struct command cmd;
	int ret, tries = 0;
	struct nl nl;

	if (parse_command(words->at, words->count, &cmd, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret)
		do
			ret = publish(&nl, &cmd, opt->dry_run);
		while (ret == -EBUSY && ++tries < COMMIT_TRIES);
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (opt->dry_run)
		say_dry_run(opt);
	return STATUS_DONE;
}
