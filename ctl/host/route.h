/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_HOST_ROUTE_H
#define SFWCTL_HOST_ROUTE_H

#include "lang/statement.h"

void route_dev(const struct address *peer, const struct address *local,
	       char dev[SFW_DEV_MAX + 1]);

#endif
