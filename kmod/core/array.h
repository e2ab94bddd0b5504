/* SPDX-License-Identifier: GPL-2.0 */
/* The arrays of a policy, one for each kind of object that has an order. */
#ifndef SFW_CORE_ARRAY_H
#define SFW_CORE_ARRAY_H

#include "policy.h"

/**
 * struct sfw_array - an array that belongs to a policy
 * @items: where its address is; NULL before the first item
 * @n: where its length is
 * @most: items that it may have
 * @size: bytes of one
 * @object: kind of the items; entries are pointers to objects
 */
struct sfw_array {
	void **items;
	u32 *n;
	u32 most;
	u32 size;
	enum sfw_object object;
};

static inline void *sfw_array_item(struct sfw_array a, u32 at)
{
	return *a.items + (size_t)at * a.size;
}

struct sfw_array sfw_array_of(const struct sfw_policy *p,
			      enum sfw_object object);
u32 sfw_array_place(struct sfw_array a, const void *like, bool *there);

#endif /* SFW_CORE_ARRAY_H */
