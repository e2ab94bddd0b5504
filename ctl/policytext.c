// SPDX-License-Identifier: GPL-2.0
/*
 * A policy as text. The order is the kernel's, in which what is named stands
 * before what names it; whether packets are judged is said last.
 */
#include "policytext.h"

/**
 * policytext_timed() - whether a command makes something that ends by itself
 * @cmd: the command
 *
 * Return: true for a port or a block with a duration.
 */
bool policytext_timed(const struct command *cmd)
{
	return (cmd->cmd == SFW_CMD_PORT_ADD || cmd->cmd == SFW_CMD_BLOCK_ADD) &&
	       cmd->entry.duration;
}

/**
 * policytext_each() - walk through the commands that make a policy
 * @policy: the policy
 * @each: gets them in canonical order; ends the walk with what it returns
 *	  unless that is 0
 * @ctx: for @each
 *
 * Return: 0, or what @each returned.
 */
int policytext_each(const struct policy *policy,
		    int (*each)(void *ctx, const struct command *cmd),
		    void *ctx)
{
	struct command last = {
		.cmd = SFW_CMD_ENABLE_SET, .enabled = policy->enabled,
	};
	const struct nlmsghdr *at = NULL;
	struct object obj;
	int ret = 0;

	while (!ret && policy_next(policy, &at, &obj))
		if (obj.command.cmd != SFW_CMD_ENABLE_SET)
			ret = each(ctx, &obj.command);
	return ret ? ret : each(ctx, &last);
}
