// SPDX-License-Identifier: GPL-2.0
/*
 * Deletions of a prefix that is not there: its addresses may well be blocked, exempt or
 * in the group, by a shorter one that holds them, or by a group.
 */
#include <linux/ktime.h>
#include <linux/sched.h>

#include "../db/policy/group.h"
#include "txn.h"

static bool has_expired(const struct sfw_prefix_item *item, u64 now)
{
	return item->expires && item->expires <= now;
}

/* The longest prefix of a set that holds all of @p, itself too; or NULL. */
static const struct sfw_prefix_item *find_holder(const struct sfw_prefixset *set,
						 const struct sfw_prefix *p, u64 now)
{
	struct sfw_prefix around = { .family = p->family };
	const struct sfw_prefix_item *item;
	int len;

	for (len = p->len; len >= 0; len--) {
		sfw_prefix_cut(&around, &p->addr, len);
		item = sfw_prefixes_exact(&set->set, &around);
		if (item && !has_expired(item, now))
			return item;
	}
	return NULL;
}

/* A prefix of a set that is a part of @p, or NULL. */
static const struct sfw_prefix_item *find_part(const struct sfw_prefixset *set,
					       const struct sfw_prefix *p, u64 now)
{
	const struct sfw_prefix_item *item = sfw_prefixes_next(&set->set, p);

	while (item && sfw_prefix_within(&item->prefix, p) && has_expired(item, now)) {
		item = sfw_prefixes_next(&set->set, &item->prefix);
		cond_resched();
	}
	return item && sfw_prefix_within(&item->prefix, p) ? item : NULL;
}

static const char *describe(char *text, const struct sfw_prefix *p)
{
	const struct sfw_selector sel = { .from = *p };

	sfw_describe_selector(text, &sel);
	return text + strlen("from ");
}

static bool name_item(const struct genl_info *info, enum sfw_object object,
		      const struct sfw_prefix *p, const struct sfw_prefix_item *item,
		      bool within)
{
	char text[SFW_DESCRIPTION_MAX], other[SFW_DESCRIPTION_MAX];

	if (item)
		sfw_nl_name_other(info, object, describe(text, p),
				  describe(other, &item->prefix), within);
	return item;
}

/* Of two sets, the second of which may be the first again. */
static bool name_of_sets(const struct genl_info *info, enum sfw_object object,
			 const struct sfw_prefix *p, const struct sfw_prefixset *a,
			 const struct sfw_prefixset *b, bool part)
{
	u64 now = ktime_get_boottime_ns();

	if (part)
		return name_item(info, object, p,
				 find_part(a, p, now) ?: find_part(b, p, now), false);
	return name_item(info, object, p,
			 find_holder(a, p, now) ?: find_holder(b, p, now), true);
}

/* Whether a line blocks, exempts or trusts a group. */
static bool is_meant(const struct sfw_snapshot *s, enum sfw_object object,
		     const struct sfw_group_place *at)
{
	u32 i;

	if (object == SFW_OBJ_BLOCK)
		return at->roles & SFW_GROUP_BLOCKED;
	if (object == SFW_OBJ_EXEMPT)
		return at->roles & SFW_GROUP_EXEMPT;
	for (i = 0; i < s->policy.n_trusts; i++)
		if (s->policy.trusts[i].group == at->group)
			return true;
	return false;
}

/**
 * sfw_nl_names_group - say which group blocks, exempts or trusts a prefix
 * @info: the request to delete it
 * @s: the policy
 * @object: SFW_OBJ_BLOCK, SFW_OBJ_EXEMPT or SFW_OBJ_TRUST
 * @p: the prefix
 *
 * Return: false: none does, and nothing is said.
 */
bool sfw_nl_names_group(const struct genl_info *info, const struct sfw_snapshot *s,
			enum sfw_object object, const struct sfw_prefix *p)
{
	char text[SFW_DESCRIPTION_MAX], name[SFW_NAME_MAX + 2];
	u64 now = ktime_get_boottime_ns();
	u32 i;

	for (i = 0; i < s->policy.n_groups; i++) {
		const struct sfw_group_place *at = &s->policy.groups[i];

		if (!is_meant(s, object, at) ||
		    !(find_holder(at->lasting, p, now) ?: find_holder(at->fleeting, p, now)))
			continue;
		snprintf(name, sizeof(name), "@%s", at->group->name);
		sfw_nl_name_other(info, object, describe(text, p), name, true);
		return true;
	}
	return false;
}

/**
 * sfw_nl_names_holder - name the line that blocks or exempts a prefix without one of its own
 * @info: the request to delete it
 * @s: the policy
 * @object: SFW_OBJ_BLOCK or SFW_OBJ_EXEMPT
 * @p: the prefix
 *
 * Return: false: nothing does, not even a part of it, and nothing is said.
 */
bool sfw_nl_names_holder(const struct genl_info *info, const struct sfw_snapshot *s,
			 enum sfw_object object, const struct sfw_prefix *p)
{
	const struct sfw_prefixset *a = object == SFW_OBJ_BLOCK ? s->blocks : s->exempts;
	const struct sfw_prefixset *b = object == SFW_OBJ_BLOCK ? s->timed : s->exempts;

	return name_of_sets(info, object, p, a, b, false) ||
	       sfw_nl_names_group(info, s, object, p) ||
	       name_of_sets(info, object, p, a, b, true);
}

/**
 * sfw_nl_names_member - the same of a group
 * @info: the request to take the prefix out
 * @at: the group
 * @p: the prefix
 *
 * Return: likewise.
 */
bool sfw_nl_names_member(const struct genl_info *info, const struct sfw_group_place *at,
			 const struct sfw_prefix *p)
{
	return name_of_sets(info, SFW_OBJ_MEMBER, p, at->lasting, at->fleeting, false) ||
	       name_of_sets(info, SFW_OBJ_MEMBER, p, at->lasting, at->fleeting, true);
}
