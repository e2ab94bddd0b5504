/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_PROMETHEUS_H
#define SFWCTL_CMD_PROMETHEUS_H

#include <stdio.h>

#include "lang/action.h"
#include "net/overview.h"

void prometheus_print(FILE *out, const struct overview *view,
		      const struct action *table);

#endif
