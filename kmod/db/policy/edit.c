// SPDX-License-Identifier: GPL-2.0
/* Changes of a snapshot that is not sealed yet. */
#include <linux/string.h>

#include "../../core/words.h"
#include "array.h"
#include "entry.h"
#include "snapshot.h"

/**
 * sfw_snapshot_flush - empty the policy, defaults for the settings
 * @s: the snapshot; it stays enabled or disabled, and keeps the blocks that
 *     have a duration
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_flush(struct sfw_snapshot *s)
{
	struct sfw_policy *p = &s->policy;

	if (sfw_snapshot_empty_sets(&s->blocks, &s->exempts))
		return -ENOMEM;
	sfw_prefixset_put(s->kept);
	s->kept = sfw_prefixset_get(s->timed);
	sfw_arrays_empty(p);
	memcpy(p->setting, sfw_setting_defaults, sizeof(p->setting));
	return 0;
}

/**
 * sfw_snapshot_set - change a setting
 * @s: the snapshot
 * @setting: which one
 * @value: index of the word, seconds or a number
 *
 * Return: 0, or -ERANGE when it cannot have that value.
 */
int sfw_snapshot_set(struct sfw_snapshot *s, enum sfw_setting setting,
		     u32 value)
{
	if (!sfw_setting_valid(setting, value))
		return -ERANGE;
	s->policy.setting[setting] = value;
	return 0;
}

/**
 * sfw_snapshot_add - open a port or a protocol; trust, masquerade, or let an interface
 * start connections
 * @s: the snapshot
 * @object: SFW_OBJ_ENTRY; SFW_OBJ_TRUST; SFW_OBJ_MASQ or SFW_OBJ_LAN
 * @item: struct sfw_entry; struct sfw_selector; struct sfw_passage; copied
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add(struct sfw_snapshot *s, enum sfw_object object,
		     const void *item)
{
	return sfw_array_add(sfw_array_of(&s->policy, object), item);
}

/**
 * sfw_snapshot_del - end it; sfw_snapshot_del_passage() is for passages
 * @s: the snapshot
 * @object: see sfw_snapshot_add()
 * @item: likewise
 *
 * Return: 0 or -ENOENT.
 */
int sfw_snapshot_del(struct sfw_snapshot *s, enum sfw_object object,
		     const void *item)
{
	return sfw_array_del(sfw_array_of(&s->policy, object), item);
}
