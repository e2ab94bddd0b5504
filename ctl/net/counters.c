// SPDX-License-Identifier: GPL-2.0
/* Packets and bytes that were counted for each reason. */
#include <string.h>

#include "net/counters.h"
#include "net/decode.h"

/**
 * counters_get() - ask for the counters
 * @nl: the connection
 * @counters: the result
 *
 * Return: 0 or a negative errno.
 */
int counters_get(struct nl *nl, struct counters *counters)
{
	const struct nlmsghdr *nlh = NULL;
	struct reply reply = { 0 };
	int ret;

	memset(counters, 0, sizeof(*counters));
	ret = nl_get(nl, SFW_CMD_STATS, NLM_F_DUMP, &reply);
	while (!ret && (nlh = reply_next(&reply, nlh))) {
		struct attrs attrs;
		__u8 reason;

		decode_header(nlh, &attrs);
		reason = decode_u8(&attrs, SFW_A_REASON);
		if (reason >= SFW_R_MAX)
			continue;
		counters->packets[reason] = decode_u64(&attrs, SFW_A_PACKETS);
		counters->bytes[reason] = decode_u64(&attrs, SFW_A_BYTES);
	}
	reply_free(&reply);
	return ret;
}
