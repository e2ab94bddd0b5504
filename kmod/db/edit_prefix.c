// SPDX-License-Identifier: GPL-2.0
/* Changes of the blocked and exempt prefixes of an unsealed snapshot. */
#include "snapshot.h"

static int add(struct sfw_prefixset **set, const struct sfw_prefix_item *item,
	       u32 most)
{
	struct sfw_prefixset *own = sfw_prefixset_own(set);

	return own ? sfw_prefixset_add(own, item, most) : -ENOMEM;
}

static int del(struct sfw_prefixset **set, const struct sfw_prefix *p)
{
	struct sfw_prefixset *own = sfw_prefixset_own(set);

	return own ? sfw_prefixset_del(own, p) : -ENOMEM;
}

/**
 * sfw_snapshot_add_block - block a prefix
 * @s: the snapshot
 * @item: what to block; its comment is taken over when this succeeds
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_block(struct sfw_snapshot *s,
			   const struct sfw_prefix_item *item)
{
	return add(&s->blocks, item, SFW_BLOCKS_MAX);
}

/**
 * sfw_snapshot_del_block - block a prefix no longer
 * @s: the snapshot
 * @p: the prefix
 *
 * Context: may sleep. Return: 0, -ENOENT or -ENOMEM.
 */
int sfw_snapshot_del_block(struct sfw_snapshot *s, const struct sfw_prefix *p)
{
	return del(&s->blocks, p);
}

/**
 * sfw_snapshot_flush_blocks - block nothing any more
 * @s: the snapshot
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_flush_blocks(struct sfw_snapshot *s)
{
	struct sfw_prefixset *empty = sfw_prefixset_alloc();

	if (!empty)
		return -ENOMEM;
	sfw_prefixset_put(s->blocks);
	s->blocks = empty;
	return 0;
}

/**
 * sfw_snapshot_add_exempt - never list, guard or block a prefix
 * @s: the snapshot
 * @item: the prefix
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_exempt(struct sfw_snapshot *s,
			    const struct sfw_prefix_item *item)
{
	return add(&s->exempts, item, SFW_EXEMPT_MAX);
}

/**
 * sfw_snapshot_del_exempt - treat a prefix like others again
 * @s: the snapshot
 * @p: the prefix
 *
 * Context: may sleep. Return: 0, -ENOENT or -ENOMEM.
 */
int sfw_snapshot_del_exempt(struct sfw_snapshot *s, const struct sfw_prefix *p)
{
	return del(&s->exempts, p);
}
