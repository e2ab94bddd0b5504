/* SPDX-License-Identifier: GPL-2.0 */
/* Nodes and items of sets of prefixes: their memory and references. */
#ifndef SFW_DB_POLICY_PREFIX_ALLOC_H
#define SFW_DB_POLICY_PREFIX_ALLOC_H

#include "../../core/prefixes.h"

#define SFW_ROOM_STEP	2	/* slots from one cache of nodes to the next */

/* The only reference, and no former holder reads it any more. */
static inline bool sfw_is_mine(const refcount_t *refs)
{
	if (refcount_read(refs) != 1)
		return false;
	smp_acquire__after_ctrl_dep();
	return true;
}

int sfw_prefix_nodes_init(void);
void sfw_prefix_nodes_exit(void);

struct sfw_prefix_item *sfw_prefix_item_alloc(const struct sfw_prefix_item *from);
void sfw_prefix_item_free(struct sfw_prefix_item *item);
struct sfw_prefix_node *sfw_prefix_node_alloc(u32 pos, u32 room);
void sfw_prefix_node_free(struct sfw_prefix_node *n);
struct sfw_prefix_node *sfw_prefix_node_fit(void **at, u32 room, bool mine);
void *sfw_slot_get(void *slot);
void sfw_slot_put(void *slot);

/**
 * sfw_prefix_node_own - make sure that nobody else sees a node that is changed
 * @at: the slot with the node, the caller's alone; may be replaced by that of a
 *	copy
 * @room: slots that it must have room for, and not much more
 *
 * Context: may sleep. Return: the node, or NULL when there is no memory.
 */
static inline struct sfw_prefix_node *sfw_prefix_node_own(void **at, u32 room)
{
	struct sfw_prefix_node *n = *at;
	bool mine = sfw_is_mine(&n->refs);

	if (mine && room <= n->room && n->room <= 2 * room + SFW_ROOM_STEP)
		return n;
	return sfw_prefix_node_fit(at, room, mine);
}

#endif /* SFW_DB_POLICY_PREFIX_ALLOC_H */
