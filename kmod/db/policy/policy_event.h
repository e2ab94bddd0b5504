/* SPDX-License-Identifier: GPL-2.0 */
/* Events of a publication. */
#ifndef SFW_DB_POLICY_POLICY_EVENT_H
#define SFW_DB_POLICY_POLICY_EVENT_H

#include "../db.h"
#include "snapshot.h"

void sfw_policy_event_change(struct sfw_db *db, enum sfw_change change,
			     u64 before);
void sfw_policy_event_rollback(struct sfw_db *db, enum sfw_by by, u64 before);
void sfw_policy_event_blocks(struct sfw_db *db, const struct sfw_snapshot *from,
			     const struct sfw_snapshot *to, enum sfw_by by);
void sfw_policy_event_ended(struct sfw_db *db,
			    const struct sfw_prefix_item *item);

#endif /* SFW_DB_POLICY_POLICY_EVENT_H */
