/* SPDX-License-Identifier: GPL-2.0 */
/* What a publication means, for those who listen. */
#ifndef SFW_DB_CHANGE_H
#define SFW_DB_CHANGE_H

#include "db.h"

void sfw_change_policy(struct sfw_db *db, enum sfw_change change, u64 before);
void sfw_change_rollback(struct sfw_db *db, enum sfw_by by, u64 before);
void sfw_change_blocks(struct sfw_db *db, const struct sfw_snapshot *from,
		       const struct sfw_snapshot *to, enum sfw_by by);

#endif /* SFW_DB_CHANGE_H */
