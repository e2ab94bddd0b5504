// SPDX-License-Identifier: GPL-2.0
#include <linux/netlink.h>

#include "net/decode.h"
#include "net/reply.h"
#include "net/trial.h"

/**
 * trial_runs() - ask whether a policy is on trial
 * @nl: the connection
 * @left: gets the seconds until it goes back, rounded down
 *
 * Return: false as well when the kernel does not say; nothing is told then.
 */
bool trial_runs(struct nl *nl, __u32 *left)
{
	struct reply reply = { 0 };
	struct attrs attrs;
	bool runs = false;

	if (!nl_get(nl, SFW_CMD_STATUS, NLM_F_ACK, &reply) &&
	    reply_next(&reply, NULL)) {
		decode_header(reply_next(&reply, NULL), &attrs);
		runs = attrs.a[SFW_A_CONFIRM];
		*left = decode_u32(&attrs, SFW_A_CONFIRM);
	}
	reply_free(&reply);
	return runs;
}
