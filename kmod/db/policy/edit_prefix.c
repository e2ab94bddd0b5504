// SPDX-License-Identifier: GPL-2.0
/* Changes of the blocked and exempt prefixes of an unsealed snapshot. */
#include <linux/minmax.h>

#include "snapshot.h"

static int add(struct sfw_prefixset **set, const struct sfw_prefix_item *item,
	       u32 most)
{
	struct sfw_prefixset *own;

	own = sfw_prefixset_own(set);
	return own ? sfw_prefixset_add(own, item, most) : -ENOMEM;
}

static int del(struct sfw_prefixset **set, const struct sfw_prefix *p)
{
	struct sfw_prefixset *own;

	if (!sfw_prefixes_exact(&(*set)->set, p))
		return -ENOENT;
	own = sfw_prefixset_own(set);
	return own ? sfw_prefixset_del(own, p) : -ENOMEM;
}

/* It outlived the policy that is written anew, and was not written since. */
static bool gives_way(const struct sfw_snapshot *s,
		      const struct sfw_prefix_item *old)
{
	return s->kept &&
	       sfw_prefixes_exact(&s->kept->set, &old->prefix) == old;
}

/**
 * sfw_snapshot_add_prefix - block a prefix, or never list, guard or block it
 * @s: the snapshot
 * @object: SFW_OBJ_BLOCK or SFW_OBJ_EXEMPT
 * @item: the prefix; its comment is taken over when this succeeds
 *
 * A permanent block leaves a timed one where it is, if it may: the policy may be
 * taken back, and timed blocks, which are no policy, are not.
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_prefix(struct sfw_snapshot *s, enum sfw_object object,
			    const struct sfw_prefix_item *item)
{
	const struct sfw_prefix_item *old = sfw_prefixes_exact(&s->timed->set,
							       &item->prefix);
	int err = 0;

	if (object == SFW_OBJ_EXEMPT)
		return add(&s->exempts, item, SFW_EXEMPT_MAX);
	if (old && !gives_way(s, old))
		return -EEXIST;
	if (!item->expires)
		return add(&s->blocks, item,
			   SFW_BLOCKS_MAX - s->timed->set.n);
	if (sfw_prefixes_exact(&s->blocks->set, &item->prefix))
		return -EEXIST;
	if (old)
		err = del(&s->timed, &item->prefix);
	return err ?: add(&s->timed, item, SFW_BLOCKS_MAX - s->blocks->set.n);
}

/**
 * sfw_snapshot_del_prefix - treat a prefix like others again
 * @s: the snapshot
 * @object: SFW_OBJ_BLOCK or SFW_OBJ_EXEMPT
 * @p: the prefix
 *
 * Context: may sleep. Return: 0, -ENOENT or -ENOMEM.
 */
int sfw_snapshot_del_prefix(struct sfw_snapshot *s, enum sfw_object object,
			    const struct sfw_prefix *p)
{
	int timed, lasting;

	if (object == SFW_OBJ_EXEMPT)
		return del(&s->exempts, p);
	timed = del(&s->timed, p);
	lasting = del(&s->blocks, p);
	if (timed == -ENOMEM || lasting == -ENOMEM)
		return -ENOMEM;
	return timed && lasting ? -ENOENT : 0;
}

/**
 * sfw_snapshot_empty_sets - empty two sets of a snapshot, or none
 * @a: the one
 * @b: the other
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_empty_sets(struct sfw_prefixset **a, struct sfw_prefixset **b)
{
	struct sfw_prefixset *first = sfw_prefixset_alloc();
	struct sfw_prefixset *second = sfw_prefixset_alloc();
	bool both = first && second;

	if (both) {
		swap(*a, first);
		swap(*b, second);
	}
	sfw_prefixset_put(first);
	sfw_prefixset_put(second);
	return both ? 0 : -ENOMEM;
}
