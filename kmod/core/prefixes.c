// SPDX-License-Identifier: GPL-2.0
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/sfw.h>
#include <linux/string.h>

#include "prefix_node.h"
#include "prefixes.h"

/* The bits of @inner for all that ends above five bits of an address. */
#define UP(h)	(BIT_ULL(32 | (h)) | BIT_ULL(16 | (h) >> 1) |		\
		 BIT_ULL(8 | (h) >> 2) | BIT_ULL(4 | (h) >> 3) |	\
		 BIT_ULL(2 | (h) >> 4) | BIT_ULL(1))
#define UP8(h)	UP(h), UP((h) + 1), UP((h) + 2), UP((h) + 3),		\
		UP((h) + 4), UP((h) + 5), UP((h) + 6), UP((h) + 7)

static const u64 up[32] = { UP8(0), UP8(8), UP8(16), UP8(24) };

static u32 family_root(u8 family)
{
	return family == SFW_AF_INET6;
}

/**
 * sfw_prefixes_below - any prefix below a slot
 * @slot: a slot, or NULL
 *
 * Return: NULL if there is none.
 */
const struct sfw_prefix_item *sfw_prefixes_below(const void *slot)
{
	while (slot && !sfw_slot_is_item(slot))
		slot = ((const struct sfw_prefix_node *)slot)->slot[0];
	return sfw_slot_item(slot);
}

/* Down to where a prefix belongs, if it has a slot there or not. */
static __always_inline const struct sfw_prefix_item *
descend(const struct sfw_prefixes *t, const struct sfw_prefix *p, u8 *turn)
{
	bool four = p->family == SFW_AF_INET;
	u32 place, bit, a4 = be32_to_cpu(p->addr.w[0]);
	const void *at = t->root[family_root(p->family)];

	while (at && !sfw_slot_is_item(at)) {
		const struct sfw_prefix_node *n = at;

		if (p->len < n->pos)
			break;
		if (sfw_ends_inside(p, n->pos)) {
			bit = sfw_inner_of(p, n->pos);
			place = sfw_inner_place(n, bit);
			if (!(n->inner >> bit & 1))
				break;
		} else {
			bit = four ? sfw_stride4(a4, n->pos) : sfw_stride(&p->addr, n->pos);
			place = sfw_child_place(n, bit);
			if (!(n->child >> bit & 1))
				break;
		}
		if (turn)
			*turn++ = place;
		at = n->slot[place];
	}
	return sfw_prefixes_below(at);
}

/**
 * sfw_prefixes_near - a prefix that tells where another one belongs
 * @t: the set
 * @p: the other one
 *
 * Return: no prefix in the set parts from @p at a later bit (see
 * sfw_prefix_parts()); NULL when there is none of its family.
 */
const struct sfw_prefix_item *sfw_prefixes_near(const struct sfw_prefixes *t,
						const struct sfw_prefix *p)
{
	return descend(t, p, NULL);
}

/**
 * sfw_prefixes_way - the same, and the way
 * @t: the set
 * @p: the other one
 * @turn: SFW_PREFIX_NODES_MOST places; set to that of the slot taken in each node
 *	  on the way, from the root on
 *
 * Return: as sfw_prefixes_near().
 */
const struct sfw_prefix_item *sfw_prefixes_way(const struct sfw_prefixes *t,
					       const struct sfw_prefix *p,
					       u8 *turn)
{
	return descend(t, p, turn);
}

/**
 * sfw_prefixes_exact - the item of exactly this prefix
 * @t: the set
 * @p: the prefix
 *
 * Return: NULL if it is not in the set.
 */
const struct sfw_prefix_item *sfw_prefixes_exact(const struct sfw_prefixes *t,
						 const struct sfw_prefix *p)
{
	const struct sfw_prefix_item *item = sfw_prefixes_near(t, p);

	return item && sfw_prefix_equal(&item->prefix, p) ? item : NULL;
}

static bool lives(const struct sfw_prefix_item *item, u64 now)
{
	return !item->expires || now < item->expires;
}

static bool holds4(const struct sfw_prefix_item *item, u32 a)
{
	u32 x = be32_to_cpu(item->prefix.addr.w[0]) ^ a;

	return !((u64)x >> (32 - item->prefix.len));
}

/* Code of both families; the compiler makes one of each. */
static __always_inline const struct sfw_prefix_item *
longest(const void *at, bool four, u32 a4, const struct sfw_addr *a, u64 now)
{
	const struct sfw_prefix_item *item, *best = NULL;

	while (!sfw_slot_is_item(at)) {
		const struct sfw_prefix_node *n = at;
		u32 bit = four ? sfw_stride4(a4, n->pos) : sfw_stride(a, n->pos);
		u64 inner = n->inner & up[bit / 2];

		for (; inner; inner ^= BIT_ULL(fls64(inner) - 1)) {
			item = sfw_slot_item(n->slot[sfw_inner_place(n, fls64(inner) - 1)]);
			/* All that is below has its first bits too. */
			if (four ? !holds4(item, a4) :
				   !sfw_prefix_has(&item->prefix, SFW_AF_INET6, a))
				return best;
			if (!lives(item, now))
				continue;
			best = item;
			break;
		}
		if (!(n->child >> bit & 1))
			return best;
		at = n->slot[sfw_child_place(n, bit)];
	}
	item = sfw_slot_item(at);
	if (four ? !holds4(item, a4) :
		   !sfw_prefix_has(&item->prefix, SFW_AF_INET6, a))
		return best;
	return lives(item, now) ? item : best;
}

/**
 * sfw_prefixes_search4 - the longest prefix that holds an IPv4 address
 * @t: the set
 * @a: the address; mostly one that sfw_prefixes_glance4() does not rule out
 * @now: as sfw_prefixes_find()
 *
 * Return: the item, or NULL.
 */
const struct sfw_prefix_item *sfw_prefixes_search4(const struct sfw_prefixes *t,
						   __be32 a, u64 now)
{
	u32 a4 = be32_to_cpu(a);
	const void *at = NULL;

	if (t->jump)
		at = t->jump[a4 >> (32 - SFW_JUMP)];
	if (!at)
		at = t->root[0];
	return at ? longest(at, true, a4, NULL, now) : NULL;
}

/**
 * sfw_prefixes_find4 - the same of any address
 * @t: the set
 * @a: the address
 * @now: as sfw_prefixes_find()
 *
 * Return: the item, or NULL.
 */
const struct sfw_prefix_item *sfw_prefixes_find4(const struct sfw_prefixes *t,
						 __be32 a, u64 now)
{
	return sfw_prefixes_glance4(t, a) ? sfw_prefixes_search4(t, a, now) : NULL;
}

/**
 * sfw_prefixes_find - the longest prefix that holds an address
 * @t: the set
 * @family: of the address
 * @a: the address
 * @now: boot-time nanoseconds; items expired by then are passed over
 *
 * Return: the item, or NULL.
 */
const struct sfw_prefix_item *sfw_prefixes_find(const struct sfw_prefixes *t,
						u8 family,
						const struct sfw_addr *a,
						u64 now)
{
	if (family == SFW_AF_INET)
		return sfw_prefixes_find4(t, a->w[0], now);
	return t->root[1] ? longest(t->root[1], false, 0, a, now) : NULL;
}

/*
 * The order of a walk: by address, and shorter prefixes first. In a node that
 * is by six bits and by how many of them count; a child has them all.
 */
static int rank(const struct sfw_prefix *p, u32 pos)
{
	return sfw_stride(&p->addr, pos) * (SFW_STRIDE + 1) +
	       min_t(u32, p->len - pos, SFW_STRIDE);
}

static int inner_rank(u32 bit)
{
	u32 bits = fls(bit) - 1;

	return ((bit ^ 1u << bits) << (SFW_STRIDE - bits)) * (SFW_STRIDE + 1) + bits;
}

/* The slot that comes next after a rank, or NULL. */
static const void *slot_after(const struct sfw_prefix_node *n, int after)
{
	u32 least = (after + 1) / (SFW_STRIDE + 1);
	u64 child = least < 64 ? n->child & ~0ull << least : 0;
	int best = child ? __ffs64(child) * (SFW_STRIDE + 1) + SFW_STRIDE : INT_MAX;
	const void *slot = child ? n->slot[sfw_child_place(n, __ffs64(child))] : NULL;
	u64 inner;

	for (inner = n->inner; inner; inner &= inner - 1) {
		int r = inner_rank(__ffs64(inner));

		if (r > after && r < best) {
			best = r;
			slot = n->slot[sfw_inner_place(n, __ffs64(inner))];
		}
	}
	return slot;
}

static const struct sfw_prefix_item *first(const void *slot)
{
	while (slot && !sfw_slot_is_item(slot))
		slot = slot_after(slot, -1);
	return sfw_slot_item(slot);
}

static const struct sfw_prefix_item *next_of_family(const struct sfw_prefixes *t,
						    const struct sfw_prefix *p)
{
	const struct sfw_prefix_item *near = sfw_prefixes_near(t, p);
	const void *at = t->root[family_root(p->family)], *later = NULL, *turn;
	u32 parts;

	if (!near)
		return NULL;
	parts = sfw_prefix_parts(&near->prefix, p);
	while (!sfw_slot_is_item(at)) {
		const struct sfw_prefix_node *n = at;

		if (n->pos > parts)
			break;
		turn = slot_after(n, rank(p, n->pos));
		if (turn)
			later = turn;
		if (n->pos == parts)
			return first(later);
		at = *sfw_prefix_node_slot((struct sfw_prefix_node *)n, p);
	}
	if (rank(&near->prefix, parts) > rank(p, parts))
		later = at;
	return first(later);
}

/**
 * sfw_prefixes_next - the prefix that comes next in order
 * @t: the set
 * @p: a prefix, which need not be in the set; NULL: none yet
 *
 * IPv4 first, by address, shorter ones first.
 *
 * Return: the item, NULL after the last.
 */
const struct sfw_prefix_item *sfw_prefixes_next(const struct sfw_prefixes *t,
						const struct sfw_prefix *p)
{
	const struct sfw_prefix_item *item = p ? next_of_family(t, p) :
						 first(t->root[0]);

	if (!item && (!p || p->family == SFW_AF_INET))
		item = first(t->root[1]);
	return item;
}

static u32 jump_of(const struct sfw_prefix *p)
{
	return be32_to_cpu(p->addr.w[0]) >> (32 - SFW_JUMP);
}

/*
 * The slot below which all prefixes with these first bits are. The way does not
 * compare them, so the end does: else a jump could lead into the node of other first
 * bits, and would not be aimed anew when that node goes.
 */
static void *target(const struct sfw_prefixes *t, const struct sfw_prefix *p)
{
	const struct sfw_prefix_item *item;
	void *at = t->root[0];

	while (at && !sfw_slot_is_item(at)) {
		struct sfw_prefix_node *n = at;
		u32 bit = sfw_stride4(be32_to_cpu(p->addr.w[0]), n->pos);

		if (n->pos >= SFW_JUMP)
			break;
		if (n->inner & up[bit / 2] || !(n->child >> bit & 1))
			return NULL;
		at = n->slot[sfw_child_place(n, bit)];
	}
	item = sfw_prefixes_below(at);
	return item && item->prefix.len >= SFW_JUMP &&
	       jump_of(&item->prefix) == jump_of(p) ? at : NULL;
}

/**
 * sfw_prefixes_aim - let look-ups jump to where a prefix was put or taken out
 * @t: the set
 * @p: the prefix, of IPv4; all others have been aimed at
 */
void sfw_prefixes_aim(struct sfw_prefixes *t, const struct sfw_prefix *p)
{
	if (!t->jump)
		return;
	if (p->len >= SFW_JUMP)
		t->jump[jump_of(p)] = target(t, p);
	else	/* it is above all of these */
		memset(t->jump + jump_of(p), 0, sizeof(*t->jump) << (SFW_JUMP - p->len));
}

/**
 * sfw_prefixes_note - let a glance see a prefix
 * @t: the set
 * @p: the prefix, of IPv4
 */
void sfw_prefixes_note(struct sfw_prefixes *t, const struct sfw_prefix *p)
{
	u32 head = be32_to_cpu(p->addr.w[0]) >> t->shift;
	u32 bits = 32 - t->shift;

	if (p->len < bits)
		bitmap_set(t->glance, head, 1u << (bits - p->len));
	else
		__set_bit(head, t->glance);
}

/**
 * sfw_slot_soonest - before when nothing expires that a slot leads to
 * @slot: a slot, or NULL
 *
 * Return: boot-time nanoseconds, not after the first; 0 when nothing expires.
 */
u64 sfw_slot_soonest(const void *slot)
{
	if (!slot)
		return 0;
	return sfw_slot_is_item(slot) ? sfw_slot_item(slot)->expires :
		       ((const struct sfw_prefix_node *)slot)->soonest;
}

/* Bounds that a removal left too early are corrected on the way, in shared nodes too. */
static const struct sfw_prefix_item *expired(void *slot, u64 now)
{
	const struct sfw_prefix_item *item;
	struct sfw_prefix_node *n = slot;
	u64 soonest = sfw_slot_soonest(slot);
	u32 i, size;

	if (!soonest || now < soonest)
		return NULL;
	if (sfw_slot_is_item(slot))
		return sfw_slot_item(slot);
	size = sfw_prefix_node_size(n);
	for (i = 0, soonest = 0; i < size; i++) {
		item = expired(n->slot[i], now);
		if (item)
			return item;
		soonest = min_not_zero(soonest, sfw_slot_soonest(n->slot[i]));
	}
	n->soonest = soonest;
	return NULL;
}

/**
 * sfw_prefixes_expired - a prefix that has expired
 * @t: the set
 * @now: boot-time nanoseconds
 *
 * Context: nobody changes this set, or one that shares nodes with it, meanwhile.
 *
 * Return: the item, or NULL when there is none.
 */
const struct sfw_prefix_item *sfw_prefixes_expired(struct sfw_prefixes *t, u64 now)
{
	return expired(t->root[0], now) ?: expired(t->root[1], now);
}

/**
 * sfw_prefixes_soonest - before when nothing in a set expires
 * @t: the set
 *
 * Return: as sfw_slot_soonest().
 */
u64 sfw_prefixes_soonest(const struct sfw_prefixes *t)
{
	return min_not_zero(sfw_slot_soonest(t->root[0]),
			    sfw_slot_soonest(t->root[1]));
}

struct difference {
	void (*tell)(void *ctx, const struct sfw_prefix_item *item);
	void *ctx;
};

/* Items below @a, but for subtrees that @b shares by the same pointer. */
static void differ(const struct difference *d, const void *a, const void *b)
{
	struct sfw_prefix_node *n = (struct sfw_prefix_node *)a, *other;
	u32 i, size;
	void **slot;

	if (a == b || !a)
		return;
	if (sfw_slot_is_item(a)) {
		d->tell(d->ctx, sfw_slot_item(a));
		return;
	}
	for (;;) {
		other = (struct sfw_prefix_node *)b;
		if (!b || sfw_slot_is_item(b) || other->pos >= n->pos)
			break;
		slot = sfw_prefix_node_slot(other, &sfw_prefixes_below(a)->prefix);
		b = slot ? *slot : NULL;
	}
	size = sfw_prefix_node_size(n);
	for (i = 0; i < size; i++) {
		slot = NULL;
		if (b && !sfw_slot_is_item(b) && other->pos == n->pos)
			slot = sfw_prefix_node_slot(other,
						    &sfw_prefixes_below(n->slot[i])->prefix);
		else
			slot = (void **)&b;
		differ(d, n->slot[i], slot ? *slot : NULL);
	}
}

/**
 * sfw_prefixes_differ - report the items that two sets do not share
 * @a: the one
 * @b: the other
 * @tell: gets each item of @a that @b does not have, and perhaps some that it has
 *	  as well
 * @ctx: for @tell
 *
 * The cost is that of the changes since both were one, not of their size.
 */
void sfw_prefixes_differ(const struct sfw_prefixes *a,
			 const struct sfw_prefixes *b,
			 void (*tell)(void *ctx,
				      const struct sfw_prefix_item *item),
			 void *ctx)
{
	struct difference d = { tell, ctx };

	differ(&d, a->root[0], b->root[0]);
	differ(&d, a->root[1], b->root[1]);
}
