/* SPDX-License-Identifier: GPL-2.0 */
/* The length of a list: since 6.3, and carried back to late 6.1. */
#ifndef SFW_COMPAT_LIST_H
#define SFW_COMPAT_LIST_H

#include <linux/list.h>

#ifndef SFW_HAVE_LIST_COUNT_NODES
static inline size_t list_count_nodes(struct list_head *head)
{
	struct list_head *pos;
	size_t count = 0;

	list_for_each(pos, head)
		count++;
	return count;
}
#endif

#endif /* SFW_COMPAT_LIST_H */
