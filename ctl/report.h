/* SPDX-License-Identifier: GPL-2.0 */
/* What goes wrong, told to people and to the exit status. */
#ifndef SFWCTL_REPORT_H
#define SFWCTL_REPORT_H

#include "netlink.h"
#include "sfwctl.h"

int report_kernel(const struct nl *nl, int err, const struct words *words);

#endif
