/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The policy of a rehearsal in two shapes:
 *
 *	as it was written: all of it, and of members for a time and the like only its own
 *	for packets: the same, with the members of groups that are no policy as they are now
 */
#ifndef SFW_DB_POLICY_REHEARSED_H
#define SFW_DB_POLICY_REHEARSED_H

#include "snapshot.h"

int sfw_rehearsed_own(struct sfw_snapshot *s, const struct sfw_snapshot *began,
		      const struct sfw_snapshot *live);
struct sfw_snapshot *sfw_rehearsed_meet(struct sfw_snapshot *s,
					const struct sfw_snapshot *live,
					const struct sfw_snapshot *was,
					struct sfw_prefixset **theirs);
void sfw_rehearsed_forget(struct sfw_prefixset **theirs);

#endif /* SFW_DB_POLICY_REHEARSED_H */
