/* SPDX-License-Identifier: GPL-2.0 */
/* Blocks with a duration, which end without a new policy. */
#ifndef SFW_DB_POLICY_TIMED_H
#define SFW_DB_POLICY_TIMED_H

#include "../db.h"
#include "snapshot.h"

void sfw_timed_init(struct sfw_db *db);
void sfw_timed_plan(struct sfw_db *db);
struct sfw_prefixset *sfw_timed_get(const struct sfw_snapshot *s);

#endif /* SFW_DB_POLICY_TIMED_H */
