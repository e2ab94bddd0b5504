// SPDX-License-Identifier: GPL-2.0
#include <linux/netlink.h>

#include "net/decode.h"
#include "net/encode.h"
#include "net/reply.h"
#include "net/trial.h"

/**
 * trial_left() - ask whether a policy is on trial
 * @nl: the connection
 * @left: gets the seconds until it goes back, or 0: none is
 *
 * Return: 0 or a negative errno.
 */
int trial_left(struct nl *nl, __u32 *left)
{
	struct reply reply = { 0 };
	struct attrs attrs;
	int ret = nl_get(nl, SFW_CMD_STATUS, NLM_F_ACK, &reply);

	*left = 0;
	if (!ret && reply_next(&reply, NULL)) {
		decode_header(reply_next(&reply, NULL), &attrs);
		*left = decode_u32(&attrs, SFW_A_CONFIRM);
	}
	reply_free(&reply);
	return ret;
}

/**
 * trial_end() - end a trial or rehearsal
 * @nl: the connection
 * @cmd: SFW_CMD_CONFIRM, SFW_CMD_ROLLBACK or SFW_CMD_REHEARSAL_END
 * @dry_run: only ask whether that would go
 *
 * Return: 0 or a negative errno.
 */
int trial_end(struct nl *nl, __u8 cmd, bool dry_run)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_ACK);

	encode_header(nlh, cmd);
	encode_dry_run(nlh, dry_run);
	return nl_ack(nl, nlh);
}
