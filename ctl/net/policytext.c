// SPDX-License-Identifier: GPL-2.0
/*
 * A policy as text. The order is the kernel's, in which a name is defined
 * before it is used; whether packets are judged is said last.
 */
#include <errno.h>
#include <stdlib.h>

#include "lang/format.h"
#include "net/policytext.h"

/**
 * policytext_timed() - whether a command makes something that ends by itself
 * @cmd: the command
 *
 * Return: true for a port, a block or a forwarded port with a duration, and for members of
 * groups that are no policy.
 */
bool policytext_timed(const struct command *cmd)
{
	switch (cmd->cmd) {
	case SFW_CMD_GROUP_ADD:
		return cmd->entry.is_volatile;
	case SFW_CMD_PORT_ADD:
	case SFW_CMD_BLOCK_ADD:
	case SFW_CMD_FORWARD_ADD:
		return cmd->entry.duration;
	default:
		return false;
	}
}

/**
 * policytext_each() - walk through the commands that make a policy
 * @policy: the policy
 * @each: gets them in canonical order; ends the walk by returning
 *	  anything but 0
 * @ctx: for @each
 *
 * Return: 0, or the value of @each.
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

static int write_line(void *ctx, const struct command *cmd)
{
	char line[LINE_MAX_BYTES];

	if (policytext_timed(cmd))
		return 0;
	return fprintf(ctx, "%s\n", format_command(cmd, line, sizeof(line))) < 0 ?
	       -EIO : 0;
}

/**
 * policytext_write() - write a policy, but for lines that end by themselves
 * @out: where to
 * @policy: the policy
 *
 * Return: 0 or a negative errno.
 */
int policytext_write(FILE *out, const struct policy *policy)
{
	errno = 0;
	if (!policytext_each(policy, write_line, out))
		return 0;
	return errno ? -errno : -EIO;
}

/**
 * policytext_hash() - the SHA-256 sum of the output of policytext_write()
 * @policy: the policy
 * @hash: the result, that of sha256sum(1); empty after an error
 *
 * Return: 0 or a negative errno.
 */
int policytext_hash(const struct policy *policy, char hash[SHA256_TEXT_MAX])
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int ret = out ? policytext_write(out, policy) : -errno;

	hash[0] = '\0';
	if (out && fclose(out) && !ret)
		ret = -ENOMEM;
	if (!ret)
		sha256_text(text, len, hash);
	free(text);
	return ret;
}
