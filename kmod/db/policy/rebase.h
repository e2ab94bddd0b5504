/* SPDX-License-Identifier: GPL-2.0 */
/* Bans of others, for a policy that is written anew meanwhile. */
#ifndef SFW_DB_POLICY_REBASE_H
#define SFW_DB_POLICY_REBASE_H

#include "snapshot.h"

int sfw_snapshot_rebase(struct sfw_snapshot *s, const struct sfw_snapshot *began,
			const struct sfw_snapshot *live);

#endif /* SFW_DB_POLICY_REBASE_H */
