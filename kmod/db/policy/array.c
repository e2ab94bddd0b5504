// SPDX-License-Identifier: GPL-2.0
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "array.h"
#include "entry.h"
#include "group.h"
#include "../list/list.h"

static const enum sfw_object objects[] = {
	SFW_OBJ_GROUP, SFW_OBJ_TRUST, SFW_OBJ_GUARD, SFW_OBJ_KNOCK, SFW_OBJ_ENTRY,
	SFW_OBJ_LAN, SFW_OBJ_MASQ, SFW_OBJ_FORWARD,
};

static bool holds_entries(struct sfw_array a)
{
	return a.object == SFW_OBJ_ENTRY || a.object == SFW_OBJ_FORWARD;
}

static bool holds_gates(struct sfw_array a)
{
	return a.object == SFW_OBJ_GUARD || a.object == SFW_OBJ_KNOCK;
}

static void *alloc(struct sfw_array a, u32 n)
{
	return kvmalloc_array(n > 16 ? roundup_pow_of_two(n) : 16, a.size,
			      GFP_KERNEL_ACCOUNT);
}

static bool is_full(struct sfw_array a)
{
	return !*a.items || (*a.n >= 16 && is_power_of_2(*a.n));
}

static void get_item(struct sfw_array a, u32 at)
{
	void *item = sfw_array_item(a, at);

	if (holds_entries(a))
		sfw_entry_get(*(struct sfw_entry **)item);
	else if (holds_gates(a))
		sfw_list_get(((struct sfw_gate_base *)item)->list);
	else if (a.object == SFW_OBJ_GROUP)
		sfw_group_place_get(item);
	else if (a.object == SFW_OBJ_TRUST)
		sfw_group_get(((struct sfw_selector *)item)->group);
}

static void put_item(struct sfw_array a, u32 at)
{
	void *item = sfw_array_item(a, at);

	if (holds_entries(a))
		sfw_entry_put(*(struct sfw_entry **)item);
	else if (holds_gates(a))
		sfw_list_put(((struct sfw_gate_base *)item)->list);
	else if (a.object == SFW_OBJ_GROUP)
		sfw_group_place_put(item);
	else if (a.object == SFW_OBJ_TRUST)
		sfw_group_put(((struct sfw_selector *)item)->group);
}

/**
 * sfw_array_insert - insert an item
 * @a: the array
 * @at: its place
 * @item: copied, with the reference that it holds
 *
 * Context: may sleep. Return: 0, -ENOSPC or -ENOMEM.
 */
int sfw_array_insert(struct sfw_array a, u32 at, const void *item)
{
	void *items;

	if (*a.n >= a.most)
		return -ENOSPC;
	if (is_full(a)) {
		items = alloc(a, *a.n + 1);
		if (!items)
			return -ENOMEM;
		if (*a.n)
			memcpy(items, *a.items, (size_t)*a.n * a.size);
		kvfree(*a.items);
		*a.items = items;
	}
	memmove(sfw_array_item(a, at + 1), sfw_array_item(a, at),
		(size_t)(*a.n - at) * a.size);
	memcpy(sfw_array_item(a, at), item, a.size);
	++*a.n;
	return 0;
}

static int insert_entry(struct sfw_array a, u32 at, const struct sfw_entry *from)
{
	struct sfw_entry *e = sfw_entry_alloc(from);
	int err = e ? sfw_array_insert(a, at, &e) : -ENOMEM;

	if (e && err)
		sfw_entry_put(e);
	return err;
}

/**
 * sfw_array_add - add an entry or a selector
 * @a: the array
 * @item: copied; its group stays the caller's
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_array_add(struct sfw_array a, const void *item)
{
	bool there;
	u32 at = sfw_array_place(a, item, &there);
	int err;

	if (there)
		return -EEXIST;
	if (holds_entries(a))
		return insert_entry(a, at, item);
	err = sfw_array_insert(a, at, item);
	if (!err)
		get_item(a, at);
	return err;
}

/**
 * sfw_array_del - remove an item, and drop the reference that it holds
 * @a: the array
 * @key: see sfw_array_place()
 *
 * Return: 0 or -ENOENT.
 */
int sfw_array_del(struct sfw_array a, const void *key)
{
	bool there;
	u32 at = sfw_array_place(a, key, &there);

	if (!there)
		return -ENOENT;
	put_item(a, at);
	--*a.n;
	memmove(sfw_array_item(a, at), sfw_array_item(a, at + 1),
		(size_t)(*a.n - at) * a.size);
	return 0;
}

static int copy(struct sfw_array to, struct sfw_array from)
{
	u32 i;

	if (!*from.n)
		return 0;
	*to.items = alloc(to, *from.n);
	if (!*to.items)
		return -ENOMEM;
	memcpy(*to.items, *from.items, (size_t)*from.n * to.size);
	*to.n = *from.n;
	for (i = 0; i < *to.n; i++)
		get_item(to, i);
	return 0;
}

/**
 * sfw_arrays_copy - copy all arrays; items share objects behind pointers
 * @to: a policy without any
 * @from: the policy to copy
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_arrays_copy(struct sfw_policy *to, const struct sfw_policy *from)
{
	int i, err = 0;

	for (i = 0; i < ARRAY_SIZE(objects) && !err; i++)
		err = copy(sfw_array_of(to, objects[i]),
			   sfw_array_of(from, objects[i]));
	return err;
}

static bool same(struct sfw_array a, struct sfw_array b)
{
	return *a.n == *b.n &&
	       (!*a.n || !memcmp(*a.items, *b.items, (size_t)*a.n * a.size));
}

/**
 * sfw_arrays_same - whether nothing was changed in a copy
 * @a: a policy
 * @b: one that was copied from it, or from which it was copied
 *
 * Return: false also for items that were taken out and put in again.
 */
bool sfw_arrays_same(const struct sfw_policy *a, const struct sfw_policy *b)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(objects); i++)
		if (objects[i] != SFW_OBJ_GROUP &&
		    !same(sfw_array_of(a, objects[i]),
			  sfw_array_of(b, objects[i])))
			return false;
	return sfw_groups_same(a, b);
}

/**
 * sfw_arrays_empty - remove all items of a policy
 * @p: the policy
 */
void sfw_arrays_empty(struct sfw_policy *p)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		struct sfw_array a = sfw_array_of(p, objects[i]);

		while (*a.n)
			put_item(a, --*a.n);
	}
}

/**
 * sfw_arrays_free - free the arrays of a policy that goes
 * @p: the policy
 */
void sfw_arrays_free(struct sfw_policy *p)
{
	int i;

	sfw_arrays_empty(p);
	for (i = 0; i < ARRAY_SIZE(objects); i++)
		kvfree(*sfw_array_of(p, objects[i]).items);
}
