// SPDX-License-Identifier: GPL-2.0
/* Carries out one command of the policy language. */
#include <errno.h>

#include "block.h"
#include "encode.h"
#include "forward.h"
#include "help.h"
#include "publish.h"
#include "recent.h"
#include "report.h"
#include "selflock.h"

/* Recent lists are no part of the policy: they change without transaction. */
static bool changes_list(const struct command *cmd)
{
	return cmd->cmd == SFW_CMD_LIST_ADD || cmd->cmd == SFW_CMD_LIST_DEL ||
	       cmd->cmd == SFW_CMD_LIST_FLUSH;
}

static int change_list(struct nl *nl, const struct command *cmd,
		       const struct options *opt)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh;
	int ret;

	if (cmd->cmd == SFW_CMD_LIST_ADD && !opt->force) {
		ret = selflock_check_list(nl, &cmd->member);
		if (ret)
			return ret;
	}
	if (opt->dry_run)
		return recent_find(nl, cmd->member.list);
	nlh = nl_message(nl, buf, NLM_F_ACK);
	encode_command(nlh, cmd, 0);
	return nl_do(nl, nlh);
}

static int fill(struct txn *txn, const void *cmd)
{
	return txn_add(txn, cmd);
}

static int change_policy(struct nl *nl, const struct command *cmd,
			 const struct options *opt)
{
	const struct command lists = { .cmd = SFW_CMD_LIST_FLUSH };
	struct txn_plan plan = { .fill = fill, .what = cmd };
	struct txn txn;
	long refused;
	int ret;

	ret = publish(&txn, nl, &plan, opt);
	refused = txn_refused(&txn);
	if (ret == -ENOENT && cmd->cmd == SFW_CMD_BLOCK_DEL && refused >= 0)
		block_explain(nl, &cmd->entry.from[refused]);
	if (!ret && cmd->cmd == SFW_CMD_FLUSH && cmd->lists_too)
		ret = change_list(nl, &lists, opt);
	return ret;
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
	struct nl nl;
	int ret;

	if (parse_command(words->at, words->count, &cmd, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret)
		ret = changes_list(&cmd) ?
		      change_list(&nl, &cmd, opt) :
		      change_policy(&nl, &cmd, opt);
	if (!ret && cmd.cmd == SFW_CMD_FORWARD_ADD)
		forward_warn(&nl, &cmd.entry);
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (opt->dry_run)
		report_dry_run(opt);
	return STATUS_DONE;
}
