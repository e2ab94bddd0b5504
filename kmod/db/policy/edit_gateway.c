// SPDX-License-Identifier: GPL-2.0
/* Changes of the forwarded ports of an unsealed snapshot. */
#include "../../core/gateway.h"
#include "array.h"
#include "entry.h"
#include "snapshot.h"

/**
 * sfw_snapshot_forward_in_way - the forwarded port beside which another cannot stand
 * @s: the snapshot
 * @forward: the other one
 *
 * Return: the first of them, or NULL.
 */
const struct sfw_entry *sfw_snapshot_forward_in_way(const struct sfw_snapshot *s,
						    const struct sfw_entry *forward)
{
	u32 i;

	for (i = 0; i < s->policy.n_forwards; i++)
		if (sfw_forwards_contradict(s->policy.forwards[i], forward))
			return s->policy.forwards[i];
	return NULL;
}

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
	if (sfw_snapshot_forward_in_way(s, forward))
		return -EEXIST;
	return sfw_array_add(sfw_array_of(&s->policy, SFW_OBJ_FORWARD), forward);
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

/**
 * sfw_snapshot_del_passage - end a local network, or a masquerade
 * @s: the snapshot
 * @object: SFW_OBJ_LAN or SFW_OBJ_MASQ
 * @item: struct sfw_passage; with a new address only a masquerade that has it
 *
 * Return: 0 or -ENOENT.
 */
int sfw_snapshot_del_passage(struct sfw_snapshot *s, enum sfw_object object,
			     const void *item)
{
	struct sfw_array a = sfw_array_of(&s->policy, object);
	const struct sfw_passage *like = item, *found;
	bool there;

	found = sfw_array_item(a, sfw_array_place(a, like, &there));
	if (there && like->to_family &&
	    (like->to_family != found->to_family || !sfw_addr_equal(&like->to, &found->to)))
		return -ENOENT;
	return sfw_array_del(a, like);
}
