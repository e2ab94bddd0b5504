// SPDX-License-Identifier: GPL-2.0
/* "--version": of the utility, and of the module. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/run.h"
#include "net/decode.h"
#include "net/netlink.h"

int run_version(void)
{
	struct reply reply = { 0 };
	struct attrs attrs;
	struct nl nl;
	int ret;

	ret = nl_open(&nl);
	if (!ret)
		ret = nl_get(&nl, SFW_CMD_STATUS, NLM_F_ACK, &reply);
	if (!ret && reply_next(&reply, NULL)) {
		decode_header(reply_next(&reply, NULL), &attrs);
		printf("sfwctl " SFW_VERSION ", module %s\n",
		       decode_string(&attrs, SFW_A_VERSION));
	} else if (ret == -ENOENT) {
		puts("sfwctl " SFW_VERSION ", module not loaded");
	} else {
		printf("sfwctl " SFW_VERSION ", module unknown: %s\n",
		       strerror(-ret));
	}
	reply_free(&reply);
	nl_close(&nl);
	return STATUS_DONE;
}
