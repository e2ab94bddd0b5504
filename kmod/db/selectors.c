// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include <linux/string.h>

#include "selectors.h"

/* Number of selectors that sort before @sel. */
static u32 place(const struct sfw_selector *all, u32 n,
		 const struct sfw_selector *sel, bool *there)
{
	u32 i;

	*there = false;
	for (i = 0; i < n; i++) {
		int c = sfw_selector_cmp(sel, &all[i]);

		*there = !c;
		if (c <= 0)
			break;
	}
	return i;
}

/**
 * sfw_selectors_add - add a selector
 * @all: the array, allocated with room for @most by the first
 * @n: its length
 * @most: the most there may be
 * @sel: what to add; copied
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_selectors_add(struct sfw_selector **all, u32 *n, u32 most,
		      const struct sfw_selector *sel)
{
	bool there;
	u32 at = place(*all, *n, sel, &there);

	if (there)
		return -EEXIST;
	if (*n >= most)
		return -ENOSPC;
	if (!*all)
		*all = kvmalloc_array(most, sizeof(**all), GFP_KERNEL_ACCOUNT);
	if (!*all)
		return -ENOMEM;
	memmove(*all + at + 1, *all + at, (*n - at) * sizeof(**all));
	(*all)[at] = *sel;
	++*n;
	return 0;
}

/**
 * sfw_selectors_del - remove a selector
 * @all: the array
 * @n: its length
 * @sel: what to remove
 *
 * Return: 0 or -ENOENT.
 */
int sfw_selectors_del(struct sfw_selector *all, u32 *n,
		      const struct sfw_selector *sel)
{
	bool there;
	u32 at = place(all, *n, sel, &there);

	if (!there)
		return -ENOENT;
	--*n;
	memmove(all + at, all + at + 1, (*n - at) * sizeof(*all));
	return 0;
}
