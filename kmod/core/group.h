/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Groups: named sets of prefixes, which lines of a policy name in place of a prefix.
 *
 *	 selector                 identity           members of a policy
 *	+-------------+          +----------+       +-------------------------+
 *	| from: GROUP |          | "office" |       | 0: lasting              |
 *	| group ------|--------->| slot 1 --|------>| 1: lasting, fleeting    |
 *	+-------------+          +----------+       +-------------------------+
 *
 * The identity never changes, so the entries that name a group outlive changes of its
 * members, which belong to each policy. A change makes another policy, which shares all that
 * stays (prefixes.h): packets see the whole of it or nothing, at a cost that does not depend
 * on the size.
 */
#ifndef SFW_CORE_GROUP_H
#define SFW_CORE_GROUP_H

#include <linux/refcount.h>
#include <linux/sfw.h>

#include "prefixes.h"

/* Lines of a policy that name a group by itself, as bits. */
#define SFW_GROUP_BLOCKED	1
#define SFW_GROUP_EXEMPT	2

struct sfw_prefixset;

/**
 * struct sfw_group - the identity of a group
 * @name: valid name
 * @slot: its place in sfw_policy.members of each policy that has it
 * @is_volatile: its members are no policy
 * @refs: one for each policy, entry and selector that has it
 */
struct sfw_group {
	char name[SFW_NAME_MAX + 1];
	u8 slot;
	bool is_volatile;
	refcount_t refs;
};

/**
 * struct sfw_group_place - a group in a policy
 * @group: its identity
 * @lasting: members that are policy; none where the group is volatile
 * @fleeting: those that are not: all of a volatile group, or those with a duration
 * @roles: SFW_GROUP_*
 */
struct sfw_group_place {
	struct sfw_group *group;
	struct sfw_prefixset *lasting;
	struct sfw_prefixset *fleeting;
	u8 roles;
};

/**
 * struct sfw_members - the prefixes of a group, for packets
 * @lasting: NULL: nothing
 * @fleeting: likewise
 */
struct sfw_members {
	const struct sfw_prefixes *lasting;
	const struct sfw_prefixes *fleeting;
};

/* Of IPv4 the glance comes first and without a call, as for blocks. */
static inline const struct sfw_prefix_item *
sfw_members_look(const struct sfw_prefixes *t, u8 family,
		 const struct sfw_addr *a, u64 now)
{
	if (family != SFW_AF_INET)
		return sfw_prefixes_find(t, family, a, now);
	return sfw_prefixes_glance4(t, a->w[0]) ?
	       sfw_prefixes_search4(t, a->w[0], now) : NULL;
}

/**
 * sfw_members_find - the longest prefix of a group that holds an address
 * @m: the group
 * @family: of the address
 * @a: the address
 * @now: boot-time nanoseconds
 *
 * Return: one that lasts, else one that does not, else NULL.
 */
static inline const struct sfw_prefix_item *
sfw_members_find(const struct sfw_members *m, u8 family,
		 const struct sfw_addr *a, u64 now)
{
	const struct sfw_prefix_item *item = NULL;

	if (m->lasting)
		item = sfw_members_look(m->lasting, family, a, now);
	if (!item && m->fleeting)
		item = sfw_members_look(m->fleeting, family, a, now);
	return item;
}

static inline bool sfw_members_have(const struct sfw_members *m, u8 family,
				    const struct sfw_addr *a, u64 now)
{
	return sfw_members_find(m, family, a, now);
}

#endif /* SFW_CORE_GROUP_H */
