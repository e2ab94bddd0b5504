// SPDX-License-Identifier: GPL-2.0
#include <linux/minmax.h>
#include <linux/string.h>

#include "prefix_node.h"

/* One more or less at a bit. */
static void set_child(struct sfw_prefix_node *n, u32 bit, int more)
{
	u8 *place = sfw_node_places(n);
	u32 i;

	n->child ^= BIT_ULL(bit);
	n->n_child += more;
	if (n->room <= SFW_NODE_SMALL)
		return;
	for (i = bit + 1; i % sizeof(long); i++)
		place[i] += more;
	/* A word at a time, since no byte overflows. */
	for (; i < SFW_NODE_PLACES; i += sizeof(long))
		*(unsigned long *)(place + i) += more * (~0ul / 0xff);
}

static void set_inner(struct sfw_prefix_node *n, u32 bit, int more)
{
	n->inner ^= BIT_ULL(bit);
	n->n_inner += more;
}

/**
 * sfw_prefix_node_copy - copy the header of a node, without its slots
 * @to: the node, empty, with room for it
 * @n: the other
 */
void sfw_prefix_node_copy(struct sfw_prefix_node *to,
			  const struct sfw_prefix_node *n)
{
	u32 i, place = 0;

	to->child = n->child;
	to->inner = n->inner;
	to->soonest = n->soonest;
	to->n_child = n->n_child;
	to->n_inner = n->n_inner;
	if (to->room <= SFW_NODE_SMALL)
		return;
	if (n->room > SFW_NODE_SMALL) {
		memcpy(sfw_node_places(to), sfw_node_places(n), SFW_NODE_PLACES);
		return;
	}
	for (i = 0; i < SFW_NODE_PLACES; i++) {
		sfw_node_places(to)[i] = place;
		place += n->child >> i & 1;
	}
}

/**
 * sfw_prefix_parts - at which bit the ways to two prefixes part
 * @a: a prefix
 * @b: another one of that family
 *
 * Return: a multiple of six: where the node stands that has a slot for each.
 */
u32 sfw_prefix_parts(const struct sfw_prefix *a, const struct sfw_prefix *b)
{
	u32 i, common = min(a->len, b->len);

	for (i = 0; i < 4; i++) {
		u32 x = be32_to_cpu(a->addr.w[i] ^ b->addr.w[i]);

		if (x) {
			common = min(common, 32 * i + 32 - fls(x));
			break;
		}
	}
	return common - common % SFW_STRIDE;
}

/**
 * sfw_prefix_node_slot - where a node has a prefix, or leads to it
 * @n: the node; all that is below it has its first bits in common with @p
 * @p: the prefix, not shorter than these
 *
 * Return: NULL when it has no such slot.
 */
void **sfw_prefix_node_slot(struct sfw_prefix_node *n, const struct sfw_prefix *p)
{
	u32 bit;

	if (sfw_ends_inside(p, n->pos)) {
		bit = sfw_inner_of(p, n->pos);
		return n->inner & BIT_ULL(bit) ? &n->slot[sfw_inner_place(n, bit)] : NULL;
	}
	bit = sfw_stride(&p->addr, n->pos);
	return n->child & BIT_ULL(bit) ? &n->slot[sfw_child_place(n, bit)] : NULL;
}

/**
 * sfw_prefix_node_put - give a node a slot for a prefix
 * @n: the node, with room for it and without it
 * @p: the prefix, or any of those that @slot leads to
 * @slot: its content
 */
void sfw_prefix_node_put(struct sfw_prefix_node *n, const struct sfw_prefix *p,
			 void *slot)
{
	u32 place, bit, size = sfw_prefix_node_size(n);

	if (sfw_ends_inside(p, n->pos)) {
		bit = sfw_inner_of(p, n->pos);
		place = sfw_inner_place(n, bit);
		set_inner(n, bit, 1);
	} else {
		bit = sfw_stride(&p->addr, n->pos);
		place = sfw_child_place(n, bit);
		set_child(n, bit, 1);
	}
	memmove(n->slot + place + 1, n->slot + place,
		(size - place) * sizeof(*n->slot));
	n->slot[place] = slot;
}

/**
 * sfw_prefix_node_take - take the slot of a prefix out of a node
 * @n: the node
 * @p: the prefix, which has a slot
 */
void sfw_prefix_node_take(struct sfw_prefix_node *n, const struct sfw_prefix *p)
{
	u32 size = sfw_prefix_node_size(n);
	u32 place = sfw_prefix_node_slot(n, p) - n->slot;

	if (sfw_ends_inside(p, n->pos))
		set_inner(n, sfw_inner_of(p, n->pos), -1);
	else
		set_child(n, sfw_stride(&p->addr, n->pos), -1);
	memmove(n->slot + place, n->slot + place + 1,
		(size - place - 1) * sizeof(*n->slot));
}

