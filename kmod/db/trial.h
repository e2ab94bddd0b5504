/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A policy on trial: unless it is confirmed in time, the one before comes
 * back by itself. What is changed meanwhile is on trial as well, but for blocks
 * with a duration and recent lists, which are no policy.
 */
#ifndef SFW_DB_TRIAL_H
#define SFW_DB_TRIAL_H

#include "db.h"

void sfw_trial_init(struct sfw_db *db);
void sfw_trial_stop(struct sfw_db *db);
int sfw_trial_begin(struct sfw_db *db, struct sfw_snapshot *s, u32 seconds);
int sfw_trial_follow(struct sfw_db *db, const struct sfw_snapshot *next,
		     struct sfw_snapshot **before);
int sfw_trial_confirm(struct sfw_db *db);
int sfw_trial_rollback(struct sfw_db *db);
u32 sfw_trial_left(const struct sfw_db *db);

#endif /* SFW_DB_TRIAL_H */
