/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_STATS_H
#define SFWCTL_CMD_STATS_H

#include "lib/json.h"
#include "net/counters.h"

void stats_json(const struct counters *counters, struct json *j);

#endif
