// SPDX-License-Identifier: GPL-2.0
/*
 * Memory of the trie: caches have the very sizes of items and of small nodes, since
 * there may be a million of each.
 */
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "comment.h"
#include "prefix_alloc.h"

#define SIZES		(SFW_NODE_SMALL / SFW_ROOM_STEP)

static struct kmem_cache *items, *nodes[SIZES];
static const char *const names[SIZES] = {
	"sfw_prefix_node_2", "sfw_prefix_node_4", "sfw_prefix_node_6",
	"sfw_prefix_node_8",
};

/**
 * sfw_prefix_nodes_init - make the caches, which all sets share
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_prefix_nodes_init(void)
{
	bool there;
	u32 i;

	items = kmem_cache_create("sfw_prefix", sizeof(struct sfw_prefix_item),
				  0, 0, NULL);
	there = items;
	for (i = 0; i < SIZES; i++) {
		nodes[i] = kmem_cache_create(names[i],
					     struct_size((struct sfw_prefix_node *)NULL,
							 slot, (i + 1) * SFW_ROOM_STEP),
					     0, 0, NULL);
		there = there && nodes[i];
	}
	if (there)
		return 0;
	sfw_prefix_nodes_exit();
	return -ENOMEM;
}

/**
 * sfw_prefix_nodes_exit - free the caches
 *
 * Context: every set is freed; may sleep.
 */
void sfw_prefix_nodes_exit(void)
{
	u32 i;

	kmem_cache_destroy(items);
	for (i = 0; i < SIZES; i++)
		kmem_cache_destroy(nodes[i]);
}

/**
 * sfw_prefix_item_alloc - an item with one reference
 * @from: the item to copy; its comment is not counted again
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_prefix_item *sfw_prefix_item_alloc(const struct sfw_prefix_item *from)
{
	struct sfw_prefix_item *item = kmem_cache_alloc(items, GFP_KERNEL_ACCOUNT);

	if (!item)
		return NULL;
	*item = *from;
	refcount_set(&item->refs, 1);
	return item;
}

/**
 * sfw_prefix_item_free - free an item, but not its comment
 * @item: the item
 */
void sfw_prefix_item_free(struct sfw_prefix_item *item)
{
	kmem_cache_free(items, item);
}

/**
 * sfw_prefix_node_alloc - an empty node with one reference
 * @pos: how many bits come before
 * @room: slots, at least
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_prefix_node *sfw_prefix_node_alloc(u32 pos, u32 room)
{
	u32 size = DIV_ROUND_UP(room, SFW_ROOM_STEP) - 1;
	struct sfw_prefix_node *n;
	size_t bytes;

	if (size < SIZES) {
		room = (size + 1) * SFW_ROOM_STEP;
		n = kmem_cache_alloc(nodes[size], GFP_KERNEL_ACCOUNT);
	} else {
		bytes = roundup_pow_of_two(struct_size(n, slot, room) +
					   SFW_NODE_PLACES);
		room = min_t(u32, (bytes - SFW_NODE_PLACES - sizeof(*n)) /
				  sizeof(*n->slot), SFW_NODE_MOST);
		n = kmalloc(bytes, GFP_KERNEL_ACCOUNT);
	}
	if (!n)
		return NULL;
	*n = (struct sfw_prefix_node){ .pos = pos, .room = room };
	refcount_set(&n->refs, 1);
	if (room > SFW_NODE_SMALL)
		memset(n->slot + room, 0, SFW_NODE_PLACES);
	return n;
}

/**
 * sfw_prefix_node_free - free a node, but not its children
 * @n: the node
 */
void sfw_prefix_node_free(struct sfw_prefix_node *n)
{
	if (n->room <= SFW_NODE_SMALL)
		kmem_cache_free(nodes[n->room / SFW_ROOM_STEP - 1], n);
	else
		kfree(n);
}

/**
 * sfw_slot_get - take a reference to the node or item in a slot
 * @slot: the slot, or NULL
 *
 * Return: @slot.
 */
void *sfw_slot_get(void *slot)
{
	if (sfw_slot_is_item(slot))
		refcount_inc(&sfw_slot_item(slot)->refs);
	else if (slot)
		refcount_inc(&((struct sfw_prefix_node *)slot)->refs);
	return slot;
}

static void put_item(struct sfw_prefix_item *item)
{
	if (!refcount_dec_and_test(&item->refs))
		return;
	sfw_comment_put(item->comment);
	sfw_prefix_item_free(item);
}

/**
 * sfw_slot_put - drop a reference to the node or item in a slot
 * @slot: the slot, or NULL; no packet may be reading it by this reference
 *
 * Context: may sleep. Goes no deeper than a trie is.
 */
void sfw_slot_put(void *slot)
{
	struct sfw_prefix_node *n = slot;
	u32 i, size;

	if (sfw_slot_is_item(slot)) {
		put_item(sfw_slot_item(slot));
		return;
	}
	if (!n || !refcount_dec_and_test(&n->refs))
		return;
	size = sfw_prefix_node_size(n);
	for (i = 0; i < size; i++)
		sfw_slot_put(n->slot[i]);
	sfw_prefix_node_free(n);
	cond_resched();
}

/**
 * sfw_prefix_node_fit - replace a node by a copy, for sfw_prefix_node_own()
 * @at: see there
 * @room: see there
 * @mine: whether the node is unshared
 *
 * Context: may sleep. Return: the copy, or NULL when there is no memory.
 */
struct sfw_prefix_node *sfw_prefix_node_fit(void **at, u32 room, bool mine)
{
	struct sfw_prefix_node *n = *at, *c;
	u32 i, size = sfw_prefix_node_size(n);

	c = sfw_prefix_node_alloc(n->pos, max(room, size));
	if (!c)
		return NULL;
	sfw_prefix_node_copy(c, n);
	for (i = 0; i < size; i++)
		c->slot[i] = mine ? n->slot[i] : sfw_slot_get(n->slot[i]);
	if (mine)
		sfw_prefix_node_free(n);
	else
		sfw_slot_put(n);
	*at = c;
	return c;
}
