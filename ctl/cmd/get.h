/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_GET_H
#define SFWCTL_CMD_GET_H

#include "lib/json.h"
#include "net/settings.h"

void values_json(const struct values *values, struct json *j);

#endif
