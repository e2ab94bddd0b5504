// SPDX-License-Identifier: GPL-2.0
/* Changes of the forwarded ports of an unsealed snapshot. */
#include "../../core/gateway.h"
#include "array.h"
#include "entry.h"
#include "snapshot.h"

/**
 * sfw_snapshot_add_forward - forward a port
 * @s: the snapshot
 * @forward: the port and its target, of the family of its source prefix;
 *	     copied
 *
 * Context: may sleep. Return: 0, -EEXIST when it leads somewhere already,
 * -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_forward(struct sfw_snapshot *s,
			     const struct sfw_entry *forward)
{
	struct sfw_array a = sfw_array_of(&s->policy, SFW_OBJ_FORWARD);
	struct sfw_entry *const *all = *a.items;
	u32 i;

	for (i = 0; i < *a.n; i++)
		if (sfw_forwards_contradict(all[i], forward))
			return -EEXIST;
	return sfw_array_add(a, forward);
}

/**
 * sfw_snapshot_del_forwards - forward a port no longer
 * @s: the snapshot
 * @like: port and interface; with a target or a source prefix only those that
 *	  have it
 *
 * Return: 0, or -ENOENT when there is none.
 */
int sfw_snapshot_del_forwards(struct sfw_snapshot *s,
			      const struct sfw_entry *like)
{
	struct sfw_policy *p = &s->policy;
	u32 i, kept = 0, n = p->n_forwards;

	for (i = 0; i < n; i++) {
		if (sfw_forward_fits(p->forwards[i], like))
			sfw_entry_put(p->forwards[i]);
		else
			p->forwards[kept++] = p->forwards[i];
	}
	p->n_forwards = kept;
	return kept == n ? -ENOENT : 0;
}
