/* SPDX-License-Identifier: GPL-2.0 */
/* The outcome of a command, for people and for the exit status. */
#ifndef SFWCTL_NET_REPORT_H
#define SFWCTL_NET_REPORT_H

#include "net/netlink.h"
#include "lang/action.h"

void report_dry_run(const struct options *opt);
void report_done(const struct options *opt, const char *done);
int report_kernel(const struct nl *nl, int err, const struct words *words);

#endif
