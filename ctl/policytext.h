/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as text: what "save" writes and "diff" compares. */
#ifndef SFWCTL_POLICYTEXT_H
#define SFWCTL_POLICYTEXT_H

#include "policy.h"

bool policytext_timed(const struct command *cmd);
int policytext_each(const struct policy *policy,
		    int (*each)(void *ctx, const struct command *cmd),
		    void *ctx);

#endif
