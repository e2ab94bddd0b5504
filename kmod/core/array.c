// SPDX-License-Identifier: GPL-2.0
#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "array.h"

#define ARRAY(items, n, most, object)	((struct sfw_array) {		\
	(void **)&(items), (u32 *)&(n), most, sizeof(*(items)), object })

/**
 * sfw_array_of - the array of a kind of object
 * @p: the policy, which only its owner changes by it
 * @object: the kind; not one of which there is a set or a fixed number
 */
struct sfw_array sfw_array_of(const struct sfw_policy *p,
			      enum sfw_object object)
{
	switch (object) {
	case SFW_OBJ_GROUP:
		return ARRAY(p->groups, p->n_groups, SFW_GROUPS_MAX, object);
	case SFW_OBJ_TRUST:
		return ARRAY(p->trusts, p->n_trusts, SFW_TRUST_MAX, object);
	case SFW_OBJ_GUARD:
		return ARRAY(p->guards, p->n_guards, SFW_GUARDS_MAX, object);
	case SFW_OBJ_KNOCK:
		return ARRAY(p->knocks, p->n_knocks, SFW_KNOCKS_MAX, object);
	case SFW_OBJ_LAN:
		return ARRAY(p->lans, p->n_lans, SFW_LANS_MAX, object);
	case SFW_OBJ_MASQ:
		return ARRAY(p->masqs, p->n_masqs, SFW_MASQS_MAX, object);
	case SFW_OBJ_FORWARD:
		return ARRAY(p->forwards, p->n_forwards, SFW_FORWARDS_MAX, object);
	default:
		return ARRAY(p->entries, p->n_entries, SFW_ENTRIES_MAX, object);
	}
}

/* Names come first in guards and knocks. */
static_assert(!offsetof(struct sfw_guard, base) && !offsetof(struct sfw_knock, base) &&
	      !offsetof(struct sfw_gate_base, name));

static int cmp(enum sfw_object object, const void *like, const void *item)
{
	switch (object) {
	case SFW_OBJ_ENTRY:
	case SFW_OBJ_FORWARD:
		return sfw_entry_cmp(like, *(struct sfw_entry *const *)item);
	case SFW_OBJ_GUARD:
	case SFW_OBJ_KNOCK:
		return strcmp(like, item);
	case SFW_OBJ_GROUP:
		return strcmp(like, ((const struct sfw_group_place *)item)->group->name);
	case SFW_OBJ_TRUST:
		return sfw_selector_cmp(like, item);
	default:
		return sfw_passage_cmp(like, item);
	}
}

/**
 * sfw_array_place - find an item in its order
 * @a: the array
 * @like: an entry, a selector, a passage, or the name of a guard, knock or group
 * @there: whether it is there
 *
 * Return: where it is, or where it belongs.
 */
u32 sfw_array_place(struct sfw_array a, const void *like, bool *there)
{
	u32 low = 0, high = *a.n;

	*there = false;
	while (low < high) {
		u32 mid = low + (high - low) / 2;
		int c = cmp(a.object, like, sfw_array_item(a, mid));

		if (!c) {
			*there = true;
			return mid;
		}
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}
