/* SPDX-License-Identifier: GPL-2.0 */
/* Publication: a sealed policy becomes the one that judges packets. */
#ifndef SFW_DB_POLICY_PUBLISH_H
#define SFW_DB_POLICY_PUBLISH_H

#include "../db.h"
#include "snapshot.h"

void sfw_publish_init(struct sfw_db *db);
int sfw_publish(struct sfw_db *db, struct sfw_snapshot *s);
void sfw_publish_remember(struct sfw_db *db, struct sfw_snapshot *before);
void sfw_publish_again(struct sfw_db *db, struct sfw_snapshot *s,
		       enum sfw_by by);

#endif /* SFW_DB_POLICY_PUBLISH_H */
