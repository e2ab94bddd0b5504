// SPDX-License-Identifier: GPL-2.0
/* "port add" and so on: one change of the policy, or of a list. */
#include <errno.h>

#include "cmd/block.h"
#include "cmd/forward_warn.h"
#include "cmd/lan_hint.h"
#include "cmd/named.h"
#include "cmd/replace.h"
#include "cmd/run.h"
#include "cmd/trial.h"
#include "host/lockout.h"
#include "host/publish.h"
#include "net/encode.h"
#include "net/group.h"
#include "net/list.h"
#include "net/report.h"

static int change_list(struct nl *nl, const struct command *cmd,
		       const struct options *opt)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh;
	int ret;

	if (cmd->cmd == SFW_CMD_LIST_ADD && !opt->force) {
		ret = lockout_check_list(nl, &cmd->member);
		if (ret)
			return ret;
	}
	if (opt->dry_run)
		return list_find(nl, cmd->member.list);
	nlh = nl_message(nl, buf, NLM_F_ACK);
	encode_command(nlh, cmd, 0);
	return nl_ack(nl, nlh);
}

static int fill(struct txn *txn, const void *cmd)
{
	return txn_add(txn, cmd);
}

/* The prefixes that a change refuses and does no more; NULL: it may do more. */
static const struct entry *refused_by(const struct command *cmd)
{
	static const struct entry none;

	switch (cmd->cmd) {
	case SFW_CMD_BLOCK_DEL:
		return &none;
	case SFW_CMD_BLOCK_ADD:
	case SFW_CMD_GROUP_ADD:
		return cmd->entry.group_count ? NULL : &cmd->entry;
	default:
		return NULL;
	}
}

static int change_policy(struct nl *nl, const struct command *cmd,
			 const struct options *opt)
{
	const struct command lists = { .cmd = SFW_CMD_LIST_FLUSH };
	struct txn_plan plan = {
		.fill = fill, .what = cmd,
		.refuses = refused_by(cmd),
	};
	struct txn txn;
	long failed;
	int ret;

	ret = publish(&txn, nl, &plan, opt);
	failed = txn_failed(&txn);
	if (ret == -ENOENT && cmd->cmd == SFW_CMD_BLOCK_DEL && failed >= 0)
		block_explain(nl, &cmd->entry.from[failed]);
	if (ret == -EBUSY && failed >= 0)
		named_explain(nl, cmd);
	if (ret == -EEXIST && failed >= 0)
		replace_explain(nl, cmd);
	group_suggest(nl, ret);
	if (!ret && cmd->cmd == SFW_CMD_FLUSH && cmd->lists_too)
		ret = change_list(nl, &lists, opt);
	return ret;
}

/* Carries out one statement of the policy language. */
int run_change(const struct options *opt, const struct words *words,
	       struct parser *p)
{
	struct command cmd;
	struct nl nl;
	int ret;

	if (parse_statement(words->action, p, &cmd))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	/* Recent lists are no part of the policy: they change without transaction. */
	if (!ret)
		ret = command_form(cmd.cmd) == FORM_MEMBER ?
		      change_list(&nl, &cmd, opt) :
		      change_policy(&nl, &cmd, opt);
	if (!ret && cmd.cmd == SFW_CMD_FORWARD_ADD)
		forward_warn(&nl, &cmd.entry);
	if (!ret && cmd.cmd == SFW_CMD_LAN_ADD && !opt->dry_run)
		lan_hint(&nl, &cmd.entry);
	if (!ret && command_is_policy(&cmd))
		trial_note(opt, &nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	nl_close(&nl);
	if (ret)
		return ret;
	if (opt->dry_run)
		report_dry_run(opt);
	return STATUS_DONE;
}
