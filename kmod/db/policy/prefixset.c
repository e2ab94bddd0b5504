// SPDX-License-Identifier: GPL-2.0
/*
 * Nodes that nobody else leads to are changed in place: so loading a set copies
 * nothing.
 */
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "../../core/glance.h"
#include "comment.h"
#include "prefix_alloc.h"
#include "prefixset.h"

#define WIDE	12	/* shorter ones set so many bits that these must go too */

static void free_glance(struct sfw_prefixset *s)
{
	if (s->set.glance != s->small)
		kvfree(s->set.glance);
}

static void see(void *ctx, const struct sfw_prefix_item *item)
{
	struct sfw_prefixset *s = ctx;

	sfw_prefixes_note(&s->set, &item->prefix);
	sfw_prefixes_aim(&s->set, &item->prefix);
	cond_resched();
}

static void make_glance(struct sfw_prefixset *s)
{
	const struct sfw_prefixes all = { .root = { s->set.root[0] } };
	const struct sfw_prefixes none = {};

	memset(s->set.glance, 0, sfw_glance_bytes(32 - s->set.shift));
	s->stale = 0;
	sfw_prefixes_differ(&all, &none, see, s);
}

/* Look at more bits where one prefix more takes them. */
static int grow_glance(struct sfw_prefixset *s)
{
	u8 bits = sfw_glance_bits(s->set.n4);
	unsigned long *glance;

	if (s->set.shift <= 32 - bits)
		return 0;
	glance = kvmalloc(sfw_glance_bytes(bits), GFP_KERNEL_ACCOUNT);
	if (!glance)
		return -ENOMEM;
	free_glance(s);
	sfw_glance_set(&s->set, glance, bits);
	make_glance(s);
	return 0;
}

static void free_set(struct sfw_prefixset *s)
{
	sfw_slot_put(s->set.root[0]);
	sfw_slot_put(s->set.root[1]);
	free_glance(s);
	kfree(s);
}

/**
 * sfw_prefixset_alloc - an empty set with one reference
 *
 * Context: may sleep. Return: NULL when there is no memory.
 */
struct sfw_prefixset *sfw_prefixset_alloc(void)
{
	struct sfw_prefixset *s = kzalloc(sizeof(*s), GFP_KERNEL_ACCOUNT);

	if (!s)
		return NULL;
	refcount_set(&s->refs, 1);
	sfw_glance_set(&s->set, s->small, SFW_GLANCE_LEAST);
	return s;
}

/**
 * sfw_prefixset_get - take a reference
 * @s: the set
 *
 * Return: @s.
 */
struct sfw_prefixset *sfw_prefixset_get(struct sfw_prefixset *s)
{
	refcount_inc(&s->refs);
	return s;
}

/**
 * sfw_prefixset_put - drop a reference
 * @s: the set, or NULL; no packet may be reading it by this reference
 *
 * Context: may sleep.
 */
void sfw_prefixset_put(struct sfw_prefixset *s)
{
	if (s && refcount_dec_and_test(&s->refs))
		free_set(s);
}

static struct sfw_prefixset *clone(const struct sfw_prefixset *from)
{
	struct sfw_prefixset *s = sfw_prefixset_alloc();
	u8 bits = 32 - from->set.shift;
	unsigned long *glance;

	if (!s)
		return NULL;
	if (from->set.glance != from->small) {
		glance = kvmalloc(sfw_glance_bytes(bits), GFP_KERNEL_ACCOUNT);
		if (!glance) {
			kfree(s);
			return NULL;
		}
		sfw_glance_set(&s->set, glance, bits);
	}
	memcpy(s->set.glance, from->set.glance, sfw_glance_bytes(bits));
	s->stale = from->stale;
	s->set.n = from->set.n;
	s->set.n4 = from->set.n4;
	s->set.root[0] = sfw_slot_get(from->set.root[0]);
	s->set.root[1] = sfw_slot_get(from->set.root[1]);
	return s;
}

/**
 * sfw_prefixset_own - make sure that nobody else sees a set that is changed
 * @s: where the reference is kept; may be replaced by one to another set that
 *     has the same in it
 *
 * Context: may sleep. Return: the set, or NULL when there is no memory.
 */
struct sfw_prefixset *sfw_prefixset_own(struct sfw_prefixset **s)
{
	struct sfw_prefixset *mine;

	if (sfw_is_mine(&(*s)->refs))
		return *s;
	mine = clone(*s);
	if (!mine)
		return NULL;
	sfw_prefixset_put(*s);
	*s = mine;
	return mine;
}

static void **root_of(struct sfw_prefixset *s, const struct sfw_prefix *p)
{
	return &s->set.root[p->family == SFW_AF_INET6];
}

/* A node between @at and its child, where the item and the child diverge. */
static int branch(void **at, struct sfw_prefix_item *item, u32 parts)
{
	struct sfw_prefix_node *n = sfw_prefix_node_alloc(parts, 2);

	if (!n)
		return -ENOMEM;
	sfw_prefix_node_put(n, &sfw_prefixes_below(*at)->prefix, *at);
	sfw_prefix_node_put(n, &item->prefix, sfw_slot_of(item));
	n->soonest = min_not_zero(sfw_slot_soonest(*at), item->expires);
	*at = n;
	return 0;
}

/* A failure may leave copied nodes, but the same set. */
static int insert(struct sfw_prefixset *s, struct sfw_prefix_item *item,
		  const struct sfw_prefix_item *near, const u8 *turn)
{
	void **at = root_of(s, &item->prefix);
	struct sfw_prefix_node *n;
	u32 parts;

	if (!near) {
		*at = sfw_slot_of(item);
		return 0;
	}
	parts = sfw_prefix_parts(&near->prefix, &item->prefix);
	while (!sfw_slot_is_item(*at)) {
		n = *at;
		if (n->pos > parts)
			break;
		n = sfw_prefix_node_own(at, sfw_prefix_node_size(n) + (n->pos == parts));
		if (!n)
			return -ENOMEM;
		if (item->expires)
			n->soonest = min_not_zero(n->soonest, item->expires);
		if (n->pos == parts) {
			sfw_prefix_node_put(n, &item->prefix, sfw_slot_of(item));
			return 0;
		}
		at = &n->slot[*turn++];
	}
	return branch(at, item, parts);
}

/**
 * sfw_prefixset_add - put a prefix into a set
 * @s: a set of one's own
 * @item: the prefix; copied, and its comment taken over, when this succeeds
 * @most: items that the set may have
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_prefixset_add(struct sfw_prefixset *s,
		      const struct sfw_prefix_item *item, u32 most)
{
	u8 turn[SFW_PREFIX_NODES_MOST];
	const struct sfw_prefix_item *near = sfw_prefixes_way(&s->set,
							      &item->prefix, turn);
	bool four = item->prefix.family == SFW_AF_INET;
	struct sfw_prefix_item *mine;
	int err;

	if (near && sfw_prefix_equal(&near->prefix, &item->prefix))
		return -EEXIST;
	if (s->set.n >= most)
		return -ENOSPC;
	mine = sfw_prefix_item_alloc(item);
	if (!mine)
		return -ENOMEM;
	err = four ? grow_glance(s) : 0;
	if (!err)
		err = insert(s, mine, near, turn);
	/* Nodes copied on the way have moved in any case. */
	if (four)
		sfw_prefixes_aim(&s->set, &item->prefix);
	if (err) {
		sfw_prefix_item_free(mine);
		return err;
	}
	s->set.n++;
	if (four) {
		s->set.n4++;
		sfw_prefixes_note(&s->set, &item->prefix);
	}
	return 0;
}

/* A node with one slot is none. */
static void leave_out(void **at)
{
	struct sfw_prefix_node *n = *at;

	if (sfw_prefix_node_size(n) > 1)
		return;
	*at = n->slot[0];
	sfw_prefix_node_free(n);
}

static int take(struct sfw_prefixset *s, const struct sfw_prefix *p)
{
	void **at = root_of(s, p), **above = NULL;
	void *slot;

	while (!sfw_slot_is_item(*at)) {
		struct sfw_prefix_node *n = sfw_prefix_node_own(at, sfw_prefix_node_size(*at));

		if (!n)
			return -ENOMEM;
		above = at;
		at = sfw_prefix_node_slot(n, p);
	}
	slot = *at;
	if (above) {
		sfw_prefix_node_take(*above, p);
		leave_out(above);
	} else {
		*at = NULL;
	}
	sfw_slot_put(slot);
	return 0;
}

/**
 * sfw_prefixset_del - take a prefix out
 * @s: a set of one's own
 * @p: the prefix; may be that of the item
 *
 * Context: may sleep. Return: 0, -ENOENT or -ENOMEM.
 */
int sfw_prefixset_del(struct sfw_prefixset *s, const struct sfw_prefix *p)
{
	struct sfw_prefix was = *p;	/* it may be that of the item */
	int err;

	if (!sfw_prefixes_exact(&s->set, p))
		return -ENOENT;
	err = take(s, p);
	if (was.family == SFW_AF_INET)
		sfw_prefixes_aim(&s->set, &was);
	if (err)
		return err;
	s->set.n--;
	if (was.family != SFW_AF_INET)
		return 0;
	s->set.n4--;
	/* Bits that say too much cost time, so they are few. */
	if (was.len < WIDE || ++s->stale > s->set.n4)
		make_glance(s);
	return 0;
}

/**
 * sfw_prefixset_place - have a set hold nothing else of a prefix
 * @s: a set of one's own
 * @p: the prefix
 * @item: its item in another set, which is copied; NULL: nothing
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_prefixset_place(struct sfw_prefixset *s, const struct sfw_prefix *p,
			const struct sfw_prefix_item *item)
{
	int err = sfw_prefixset_del(s, p);

	if (err && err != -ENOENT)
		return err;
	err = item ? sfw_prefixset_add(s, item, U32_MAX) : 0;
	if (!err && item && item->comment)
		refcount_inc(&item->comment->refs);
	return err;
}
