// SPDX-License-Identifier: GPL-2.0
/* Changes of a snapshot that is not sealed yet. */
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../core/words.h"
#include "entry.h"
#include "list.h"
#include "selectors.h"
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
	struct sfw_prefixset *exempts = sfw_prefixset_alloc();
	struct sfw_policy *p = &s->policy;
	u32 i;

	if (!exempts || !sfw_prefixset_own(&s->blocks)) {
		sfw_prefixset_put(exempts);
		return -ENOMEM;
	}
	sfw_prefixset_keep_timed(s->blocks, ktime_get_boottime_ns());
	sfw_prefixset_put(s->exempts);
	s->exempts = exempts;
	for (i = 0; i < p->n_entries; i++)
		sfw_entry_put(p->entries[i]);
	for (i = 0; i < p->n_forwards; i++)
		sfw_entry_put(p->forwards[i]);
	for (i = 0; i < p->n_guards; i++)
		sfw_list_put(p->guards[i].list);
	for (i = 0; i < p->n_locks; i++)
		sfw_list_put(p->locks[i].list);
	p->n_entries = 0;
	p->n_trusts = 0;
	p->n_guards = 0;
	p->n_locks = 0;
	p->n_forwards = 0;
	p->n_lans = 0;
	p->n_masqs = 0;
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

static int grow_entries(struct sfw_snapshot *s)
{
	struct sfw_policy *p = &s->policy;
	u32 cap = max(16u, p->n_entries + p->n_entries / 2);
	struct sfw_entry **entries;

	if (p->n_entries < s->cap_entries)
		return 0;
	entries = kvmalloc_array(cap, sizeof(*entries), GFP_KERNEL_ACCOUNT);
	if (!entries)
		return -ENOMEM;
	if (p->n_entries)
		memcpy(entries, p->entries, p->n_entries * sizeof(*entries));
	kvfree(p->entries);
	p->entries = entries;
	s->cap_entries = cap;
	return 0;
}

/**
 * sfw_snapshot_add_entry - open a port or a protocol
 * @s: the snapshot
 * @entry: what to open; copied
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_entry(struct sfw_snapshot *s,
			   const struct sfw_entry *entry)
{
	struct sfw_policy *p = &s->policy;
	struct sfw_entry *e;
	bool there;
	u32 at;

	at = sfw_entry_place(p->entries, p->n_entries, entry, &there);
	if (there)
		return -EEXIST;
	if (p->n_entries >= SFW_ENTRIES_MAX)
		return -ENOSPC;
	if (grow_entries(s))
		return -ENOMEM;
	e = sfw_entry_alloc(entry);
	if (!e)
		return -ENOMEM;
	memmove(p->entries + at + 1, p->entries + at,
		(p->n_entries - at) * sizeof(*p->entries));
	p->entries[at] = e;
	p->n_entries++;
	return 0;
}

/**
 * sfw_snapshot_del_entry - close a port or a protocol
 * @s: the snapshot
 * @entry: what to close
 *
 * Return: 0 or -ENOENT.
 */
int sfw_snapshot_del_entry(struct sfw_snapshot *s,
			   const struct sfw_entry *entry)
{
	struct sfw_policy *p = &s->policy;
	bool there;
	u32 at = sfw_entry_place(p->entries, p->n_entries, entry, &there);

	if (!there)
		return -ENOENT;
	sfw_entry_put(p->entries[at]);
	p->n_entries--;
	memmove(p->entries + at, p->entries + at + 1,
		(p->n_entries - at) * sizeof(*p->entries));
	return 0;
}

/**
 * sfw_snapshot_add_trust - trust an interface or a prefix
 * @s: the snapshot
 * @sel: whom; copied
 *
 * Context: may sleep. Return: 0, -EEXIST, -ENOSPC or -ENOMEM.
 */
int sfw_snapshot_add_trust(struct sfw_snapshot *s,
			   const struct sfw_selector *sel)
{
	struct sfw_policy *p = &s->policy;

	return sfw_selectors_add(&p->trusts, &p->n_trusts, SFW_TRUST_MAX, sel);
}

/**
 * sfw_snapshot_del_trust - trust no longer
 * @s: the snapshot
 * @sel: whom
 *
 * Return: 0 or -ENOENT.
 */
int sfw_snapshot_del_trust(struct sfw_snapshot *s,
			   const struct sfw_selector *sel)
{
	struct sfw_policy *p = &s->policy;

	return sfw_selectors_del(p->trusts, &p->n_trusts, sel);
}
