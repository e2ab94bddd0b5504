/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A policy on trial: unless it is confirmed in time, the one before comes
 * back by itself. Changes meanwhile are on trial as well, but not those of blocks
 * with a duration and recent lists, which are no policy.
 */
#ifndef SFW_DB_POLICY_TRIAL_H
#define SFW_DB_POLICY_TRIAL_H

#include "../db.h"
#include "snapshot.h"

void sfw_trial_init(struct sfw_db *db);
void sfw_trial_stop(struct sfw_db *db);
int sfw_trial_begin(struct sfw_db *db, struct sfw_snapshot *s, u32 seconds);
int sfw_trial_confirm(struct sfw_db *db);
int sfw_trial_rollback(struct sfw_db *db);
u32 sfw_trial_left(const struct sfw_db *db);

#endif /* SFW_DB_POLICY_TRIAL_H */
