// SPDX-License-Identifier: GPL-2.0
/* "--version": of the utility, and of the module. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "netlink.h"
#include "sfwctl.h"

/**
 * query_version() - "--version"
 *
 * Return: the exit status, always STATUS_DONE.
 */
int query_version(void)
{
	struct answer answer = { 0 };
	struct attrs attrs;
	struct nl nl;
	int ret;

	ret = nl_open(&nl);
	if (!ret)
		ret = nl_get(&nl, SFW_CMD_STATUS, NLM_F_ACK, &answer);
	if (!ret && answer_next(&answer, NULL)) {
		decode_header(answer_next(&answer, NULL), &attrs);
		printf("sfwctl " SFW_VERSION ", module %s\n",
		       decode_string(&attrs, SFW_A_VERSION));
	} else if (ret == -ENOENT) {
		puts("sfwctl " SFW_VERSION ", module not loaded");
	} else {
		printf("sfwctl " SFW_VERSION ", module unknown: %s\n",
		       strerror(-ret));
	}
	answer_free(&answer);
	nl_close(&nl);
	return STATUS_DONE;
}
