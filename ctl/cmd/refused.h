/* SPDX-License-Identifier: GPL-2.0 */
/* How the last refusals are shown. */
#ifndef SFWCTL_CMD_REFUSED_H
#define SFWCTL_CMD_REFUSED_H

#include "lib/json.h"
#include "net/journal.h"

void refused_table(const struct journal *all);
void refused_json(struct json *j, const struct refusal *r);

#endif
