// SPDX-License-Identifier: GPL-2.0
#include "victim.h"

static bool may_go(const struct sfw_list *list, const struct sfw_recent *e,
		   bool keep)
{
	return !e->fixed && !(keep && list->keeps(list, e));
}

static __always_inline void look_in(struct sfw_list *list, u32 bucket,
				    bool keep, struct sfw_victim *v)
{
	struct sfw_recent *e;
	u64 last;

	sfw_list_for_each_in(e, list, bucket) {
		if (!may_go(list, e, keep))
			continue;
		v->seen++;
		last = atomic64_read(&e->last);
		if (!v->e || last < v->last) {
			v->e = e;
			v->last = last;
			v->bucket = bucket;
		}
	}
}

/* Of the next few entries that the hand meets, the one silent longest. */
static struct sfw_victim victim_of(struct sfw_list *list,
				   struct sfw_list_part *part, bool keep)
{
	u32 turns = (list->bucket_mask + 1) / (list->part_mask + 1);
	u32 hand = part->hand;
	struct sfw_victim v = {};

	keep = keep && list->keeps;
	while (v.seen < SFW_LIST_VICTIMS && turns--) {
		look_in(list, hand, keep, &v);
		hand = (hand + list->part_mask + 1) & list->bucket_mask;
	}
	part->hand = hand;
	return v;
}

/**
 * sfw_list_victim - who makes room in a full part
 * @list: the list
 * @part: the part
 *
 * Since at most half of it can be fixed, somebody can always go, if need be one
 * that still serves.
 *
 * Context: @part is locked.
 */
struct sfw_victim sfw_list_victim(struct sfw_list *list,
				  struct sfw_list_part *part)
{
	struct sfw_victim v = victim_of(list, part, true);

	lockdep_assert_held(&part->lock);
	return v.e ? v : victim_of(list, part, false);
}

/**
 * sfw_list_victim_in - who makes room in a bucket
 * @list: the list
 * @bucket: the bucket
 *
 * Context: its part is locked.
 */
struct sfw_victim sfw_list_victim_in(struct sfw_list *list, u32 bucket)
{
	struct sfw_victim v = {};

	lockdep_assert_held(sfw_list_lock(list, bucket));
	look_in(list, bucket, false, &v);
	return v;
}
