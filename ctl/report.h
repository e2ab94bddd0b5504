/* SPDX-License-Identifier: GPL-2.0 */
/* What came of a command, told to people and to the exit status. */
#ifndef SFWCTL_REPORT_H
#define SFWCTL_REPORT_H

#include "netlink.h"
#include "sfwctl.h"

void report_dry_run(const struct options *opt);
int report_kernel(const struct nl *nl, int err, const struct words *words);

#endif
