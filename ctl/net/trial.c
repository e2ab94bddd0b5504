// SPDX-License-Identifier: GPL-2.0
#include <linux/netlink.h>

#include "net/decode.h"
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
