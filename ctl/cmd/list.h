/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_CMD_LIST_H
#define SFWCTL_CMD_LIST_H

#include "net/list.h"
#include "net/listing.h"

void lists_json(const struct reply *reply, struct json *j);

#endif
