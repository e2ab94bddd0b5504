/* SPDX-License-Identifier: GPL-2.0 */
/* Groups as objects: identities that are counted, and places in a policy. */
#ifndef SFW_DB_POLICY_GROUP_H
#define SFW_DB_POLICY_GROUP_H

#include "../../core/policy.h"
#include "snapshot.h"

const struct sfw_group *sfw_group_get(const struct sfw_group *g);
void sfw_group_put(const struct sfw_group *g);
int sfw_group_place_init(struct sfw_group_place *at, const char *name, u8 slot,
			 bool is_volatile);
void sfw_group_place_get(const struct sfw_group_place *at);
void sfw_group_place_put(struct sfw_group_place *at);
struct sfw_group_place *sfw_group_find(const struct sfw_policy *p, const char *name);
const struct sfw_group_place *sfw_group_of_kind(const struct sfw_policy *p,
						const char *name, bool is_volatile);
u64 sfw_groups_soonest(const struct sfw_policy *p);
u32 sfw_groups_members(const struct sfw_policy *p);
int sfw_groups_expire(struct sfw_policy *p, u64 now);
bool sfw_groups_same(const struct sfw_policy *a, const struct sfw_policy *b);
void sfw_groups_adopt(struct sfw_policy *p, const struct sfw_policy *from);
int sfw_groups_seal(struct sfw_policy *p);
void sfw_groups_point(struct sfw_policy *p);

#endif /* SFW_DB_POLICY_GROUP_H */
