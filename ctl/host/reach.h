/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a verdict lets packets reach this host. */
#ifndef SFWCTL_HOST_REACH_H
#define SFWCTL_HOST_REACH_H

#include "net/verdict.h"

/* How a new connection to this host fares; higher is worse. */
enum reach { REACH_OPEN, REACH_LATER, REACH_CLOSED };

enum reach reach_of(const struct verdict *v);

#endif
