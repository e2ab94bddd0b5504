/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of prefixes: a trie over the bits of the address, six at a time, in the
 * form of a tree bitmap (Eatherton, Varghese, Dittia: Tree Bitmap, 2004) whose
 * arrays hold no empty slot (Bagwell: Ideal Hash Trees, 2000).
 *
 *	 bits 0-5 of the address
 *	+--------------------------------------------------+
 *	| inner: 10.0.0.0/5 ends here    child: 10 and 50  |
 *	+--------+------------------+----------------------+
 *	| slot 0 | slot 1           | slot 2               |
 *	+--|-----+--|---------------+--|-------------------+
 *	   v        v                  v
 *	 a node   203.0.113.0/24,    10.0.0.0/5
 *	 of bits  alone below here
 *	 24-29
 *
 * A node that would have one slot is left out: the node below it says at which
 * bit it stands, and the bits between are not looked at on the way down. So a
 * look-up compares each item that it meets as a whole. The way is at most 6 nodes
 * long for IPv4 and 22 for IPv6, for any set: nothing is hashed.
 *
 * Nodes and items are counted. A change copies the way to its place,
 * so sets that come from each other share all but that.
 */
#ifndef SFW_CORE_PREFIXES_H
#define SFW_CORE_PREFIXES_H

#include <linux/bits.h>
#include <linux/refcount.h>

#include "addr.h"

#define SFW_STRIDE	6
#define SFW_NODE_MOST	127	/* slots: 64 children, 63 that end inside */
#define SFW_NODE_SMALL	8
#define SFW_NODE_PLACES	64
#define SFW_JUMP	12
#define SFW_PREFIX_NODES_MOST	22	/* on the way to an item */

struct sfw_comment;

/**
 * struct sfw_prefix_item - a prefix in a set; never changes
 * @prefix: of a family; not "any"
 * @refs: one for each node or root that leads to it
 * @expires: boot-time nanoseconds, 0 for never
 * @since: when it was added
 * @comment: the administrator's words, or NULL
 */
struct sfw_prefix_item {
	struct sfw_prefix prefix;
	refcount_t refs;
	u64 expires;
	u64 since;
	struct sfw_comment *comment;
};

/**
 * struct sfw_prefix_node - a branch at six bits of an address
 * @child: which values of these bits have longer prefixes below them
 * @inner: which prefixes end inside: bit 1 for none of these bits, 2 and 3 for
 *	   the first of them, 4 to 7 for the first two, and so on
 * @soonest: nothing below expires before, boot-time nanoseconds; 0: nothing
 *	     expires. Not read by look-ups.
 * @refs: one for each node or root that leads to it
 * @pos: how many bits come before, a multiple of six
 * @room: slots that there is memory for
 * @n_child: how many children
 * @n_inner: how many that end inside
 * @slot: in order first the children, then the items of @inner; items have bit
 *	  0 set, nodes not. With more room than SFW_NODE_SMALL, SFW_NODE_PLACES bytes
 *	  come behind it: where the child of each value is, or would be; to count bits
 *	  takes a call on some machines
 */
struct sfw_prefix_node {
	u64 child;
	u64 inner;
	u64 soonest;
	refcount_t refs;
	u8 pos;
	u8 room;
	u8 n_child;
	u8 n_inner;
	void *slot[];
};

/**
 * struct sfw_prefixes - a set of prefixes
 * @root: an item or a node, as in a slot, or NULL: [0] IPv4, [1] IPv6
 * @glance: by the first bits of an IPv4 address, whether anything may hold it:
 *	    mostly all that a passing packet needs
 * @jump: of a large set, by the first SFW_JUMP bits of an IPv4 address, the
 *	  slot below which all of its prefixes are; NULL: @root. It holds no
 *	  reference.
 * @shift: bits of an address that @glance does not look at
 * @n: how many prefixes
 * @n4: how many of them are of IPv4
 */
struct sfw_prefixes {
	void *root[2];
	unsigned long *glance;
	void **jump;
	u8 shift;
	u32 n;
	u32 n4;
};

static inline bool sfw_slot_is_item(const void *slot)
{
	return (unsigned long)slot & 1;
}

static inline struct sfw_prefix_item *sfw_slot_item(const void *slot)
{
	return (struct sfw_prefix_item *)((unsigned long)slot & ~1ul);
}

static inline void *sfw_slot_of(const struct sfw_prefix_item *item)
{
	return (void *)((unsigned long)item | 1);
}

/**
 * sfw_prefixes_glance4 - whether anything may hold an IPv4 address
 * @t: the set
 * @a: the address
 *
 * Return: false is certain.
 */
static inline bool sfw_prefixes_glance4(const struct sfw_prefixes *t, __be32 a)
{
	u32 head = be32_to_cpu(a) >> t->shift;

	return t->glance[head / BITS_PER_LONG] >> head % BITS_PER_LONG & 1;
}

static inline u32 sfw_prefix_node_size(const struct sfw_prefix_node *n)
{
	return n->n_child + n->n_inner;
}

void sfw_prefix_node_copy(struct sfw_prefix_node *to,
			  const struct sfw_prefix_node *n);
u32 sfw_prefix_parts(const struct sfw_prefix *a, const struct sfw_prefix *b);
void **sfw_prefix_node_slot(struct sfw_prefix_node *n, const struct sfw_prefix *p);
void sfw_prefix_node_put(struct sfw_prefix_node *n, const struct sfw_prefix *p,
			 void *slot);
void sfw_prefix_node_take(struct sfw_prefix_node *n, const struct sfw_prefix *p);

const struct sfw_prefix_item *sfw_prefixes_below(const void *slot);
const struct sfw_prefix_item *sfw_prefixes_near(const struct sfw_prefixes *t,
						const struct sfw_prefix *p);
const struct sfw_prefix_item *sfw_prefixes_way(const struct sfw_prefixes *t,
					       const struct sfw_prefix *p,
					       u8 *turn);
const struct sfw_prefix_item *sfw_prefixes_exact(const struct sfw_prefixes *t,
						 const struct sfw_prefix *p);
const struct sfw_prefix_item *sfw_prefixes_search4(const struct sfw_prefixes *t,
						   __be32 a, u64 now);
const struct sfw_prefix_item *sfw_prefixes_find4(const struct sfw_prefixes *t,
						 __be32 a, u64 now);
const struct sfw_prefix_item *sfw_prefixes_find(const struct sfw_prefixes *t,
						u8 family,
						const struct sfw_addr *a,
						u64 now);
const struct sfw_prefix_item *sfw_prefixes_next(const struct sfw_prefixes *t,
						const struct sfw_prefix *p);
void sfw_prefixes_aim(struct sfw_prefixes *t, const struct sfw_prefix *p);
void sfw_prefixes_note(struct sfw_prefixes *t, const struct sfw_prefix *p);
u64 sfw_slot_soonest(const void *slot);
u64 sfw_prefixes_soonest(const struct sfw_prefixes *t);
const struct sfw_prefix_item *sfw_prefixes_expired(struct sfw_prefixes *t, u64 now);
void sfw_prefixes_differ(const struct sfw_prefixes *a,
			 const struct sfw_prefixes *b,
			 void (*tell)(void *ctx,
				      const struct sfw_prefix_item *item),
			 void *ctx);

#endif /* SFW_CORE_PREFIXES_H */
