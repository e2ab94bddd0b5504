/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as text, for "save" and "diff". */
#ifndef SFWCTL_NET_POLICYTEXT_H
#define SFWCTL_NET_POLICYTEXT_H

#include <stdio.h>

#include "lib/sha256.h"
#include "net/policy.h"

bool policytext_timed(const struct command *cmd);
int policytext_each(const struct policy *policy,
		    int (*each)(void *ctx, const struct command *cmd),
		    void *ctx);
int policytext_write(FILE *out, const struct policy *policy);
int policytext_hash(const struct policy *policy, char hash[SHA256_TEXT_MAX]);

#endif
