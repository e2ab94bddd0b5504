// SPDX-License-Identifier: GPL-2.0
/* The life of a snapshot; edit.c changes one that is not sealed yet. */
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../core/words.h"
#include "../work.h"
#include "array.h"
#include "entry.h"
#include "group.h"
#include "snapshot.h"

static void drop_index(struct sfw_index *x)
{
	kvfree(x->nodes);
	kvfree(x->start);
	memset(x, 0, sizeof(*x));
}

static void free_contents(struct sfw_snapshot *s)
{
	struct sfw_policy *p = &s->policy;

	sfw_arrays_free(p);
	kvfree(p->gates);
	kvfree(p->members);
	sfw_prefixset_put(s->blocks);
	sfw_prefixset_put(s->exempts);
	sfw_prefixset_put(s->timed);
	sfw_prefixset_put(s->kept);
	drop_index(&p->index);
	drop_index(&p->forward_index);
}

static void free_after_grace(struct work_struct *work)
{
	struct sfw_snapshot *s = container_of(to_rcu_work(work),
					      struct sfw_snapshot, free_work);

	free_contents(s);
	kfree(s);
}

/* All but the sets of prefixes. */
static struct sfw_snapshot *alloc_bare(void)
{
	struct sfw_snapshot *s = kzalloc(sizeof(*s), GFP_KERNEL_ACCOUNT);

	if (!s)
		return NULL;
	refcount_set(&s->refs, 1);
	INIT_RCU_WORK(&s->free_work, free_after_grace);
	memcpy(s->policy.setting, sfw_setting_defaults,
	       sizeof(s->policy.setting));
	return s;
}

/**
 * sfw_snapshot_alloc - an empty policy with the default settings, disabled
 *
 * Context: may sleep.
 */
struct sfw_snapshot *sfw_snapshot_alloc(void)
{
	struct sfw_snapshot *s = alloc_bare();

	if (!s)
		return NULL;
	s->blocks = sfw_prefixset_alloc();
	s->exempts = sfw_prefixset_alloc();
	s->timed = sfw_prefixset_alloc();
	if (!s->blocks || !s->exempts || !s->timed) {
		sfw_snapshot_put(s);
		return NULL;
	}
	return s;
}

/**
 * sfw_snapshot_clone - a copy that can be changed
 * @from: the original; shares its entries
 *
 * Context: may sleep.
 */
struct sfw_snapshot *sfw_snapshot_clone(const struct sfw_snapshot *from)
{
	const struct sfw_policy *p = &from->policy;
	struct sfw_snapshot *s = alloc_bare();
	struct sfw_policy *to;

	if (!s)
		return NULL;
	to = &s->policy;
	memcpy(to->setting, p->setting, sizeof(to->setting));
	to->enabled = p->enabled;
	s->blocks = sfw_prefixset_get(from->blocks);
	s->exempts = sfw_prefixset_get(from->exempts);
	s->timed = sfw_prefixset_get(from->timed);
	if (sfw_arrays_copy(to, p)) {
		sfw_snapshot_put(s);
		return NULL;
	}
	return s;
}

/**
 * sfw_snapshot_same - whether no policy was changed in a clone
 * @a: a snapshot
 * @b: one that was cloned from it, or from which it was cloned
 *
 * Blocks with a duration are no policy, nor are all members of groups.
 */
bool sfw_snapshot_same(const struct sfw_snapshot *a,
		       const struct sfw_snapshot *b)
{
	const struct sfw_policy *p = &a->policy, *q = &b->policy;

	return p->enabled == q->enabled && a->blocks == b->blocks &&
	       a->exempts == b->exempts &&
	       !memcmp(p->setting, q->setting, sizeof(p->setting)) &&
	       sfw_arrays_same(p, q);
}

/**
 * sfw_snapshot_put - drop a reference
 * @s: the snapshot, or NULL
 *
 * Context: any. Packets that still read it are waited for.
 */
void sfw_snapshot_put(struct sfw_snapshot *s)
{
	if (s && refcount_dec_and_test(&s->refs))
		queue_rcu_work(sfw_wq, &s->free_work);
}

/* Ports of this host, or those that are forwarded. */
static u64 expire_entries(struct sfw_entry **entries, u32 *n, u64 now)
{
	u32 i, kept = 0;
	u64 next = 0;

	for (i = 0; i < *n; i++) {
		struct sfw_entry *e = entries[i];

		if (sfw_entry_expired(e, now)) {
			sfw_entry_put(e);
			continue;
		}
		next = min_not_zero(next, e->expires);
		entries[kept++] = e;
	}
	*n = kept;
	return next;
}

/**
 * sfw_snapshot_expire - drop expired entries, blocks and members
 * @s: a snapshot that is not published
 * @now: boot-time nanoseconds
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_expire(struct sfw_snapshot *s, u64 now)
{
	const struct sfw_prefix_item *item;
	struct sfw_policy *p = &s->policy;
	u64 next;

	while ((item = sfw_prefixes_expired(&s->timed->set, now))) {
		if (!sfw_prefixset_own(&s->timed) ||
		    sfw_prefixset_del(s->timed, &item->prefix))
			return -ENOMEM;
		cond_resched();
	}
	if (sfw_groups_expire(p, now))
		return -ENOMEM;
	next = expire_entries(p->entries, &p->n_entries, now);
	next = min_not_zero(next, expire_entries(p->forwards, &p->n_forwards, now));
	s->next_expiry = min_not_zero(next, sfw_groups_soonest(p));
	return 0;
}

static void inherit(struct sfw_entry *const *to, u32 n_to,
		    struct sfw_entry *const *from, u32 n_from)
{
	u32 i = 0, j = 0;

	while (i < n_to && j < n_from) {
		int c = sfw_entry_cmp(to[i], from[j]);

		if (!c && to[i] != from[j])
			sfw_entry_inherit(to[i], from[j]);
		i += c <= 0;
		j += c >= 0;
	}
	for (i = 0; i < n_to; i++)
		sfw_entry_published(to[i]);
}

/**
 * sfw_snapshot_inherit - let ports that were written anew go on counting
 * @s: a snapshot that is about to be published; ports that have been before stay
 * @live: the published one
 *
 * Context: may sleep.
 */
void sfw_snapshot_inherit(struct sfw_snapshot *s,
			  const struct sfw_snapshot *live)
{
	const struct sfw_policy *from = &live->policy, *to = &s->policy;

	inherit(to->entries, to->n_entries, from->entries, from->n_entries);
	inherit(to->forwards, to->n_forwards, from->forwards, from->n_forwards);
}

static u8 gate_place(const struct sfw_policy *p, enum sfw_object object,
		     const char *name)
{
	bool there;
	u32 at = sfw_array_place(sfw_array_of(p, object), name, &there);

	return there ? at : SFW_NO_GATE;
}

static void seal_flags(struct sfw_snapshot *s)
{
	const struct sfw_prefixes *timed = &s->timed->set;

	rcu_assign_pointer(s->policy.timed_blocks, timed->n ? timed : NULL);
	sfw_policy_seal(&s->policy, s->next_expiry, timed->n);
}

/* Gates of each entry, by place instead of by name. */
static int seal_gates(struct sfw_snapshot *s)
{
	struct sfw_policy *p = &s->policy;
	u32 i;

	kvfree(p->gates);
	p->gates = NULL;
	if (!p->n_entries || !(p->n_guards + p->n_knocks))
		return 0;
	p->gates = kvmalloc_array(p->n_entries, sizeof(*p->gates),
				  GFP_KERNEL_ACCOUNT);
	if (!p->gates)
		return -ENOMEM;
	for (i = 0; i < p->n_entries; i++) {
		p->gates[i].guard = gate_place(p, SFW_OBJ_GUARD,
					       p->entries[i]->guard);
		p->gates[i].knock = gate_place(p, SFW_OBJ_KNOCK,
					       p->entries[i]->knock);
	}
	return 0;
}

static int seal_index(struct sfw_index *x, struct sfw_entry *const *entries,
		      u32 n)
{
	struct sfw_index_size size;

	drop_index(x);
	if (!n)
		return 0;
	size = sfw_index_size(entries, n);
	x->nodes = kvmalloc_array(size.n_nodes, sizeof(*x->nodes),
				  GFP_KERNEL_ACCOUNT);
	x->start = kvmalloc_array(size.n_start, sizeof(*x->start),
				  GFP_KERNEL_ACCOUNT);
	if (!x->nodes || !x->start)
		return -ENOMEM;
	sfw_index_build(x, entries, n);
	return 0;
}

/**
 * sfw_snapshot_seal - make a changed snapshot ready for packets
 * @s: the snapshot, not published yet; may be changed and sealed again
 * @now: boot-time nanoseconds; entries expired by then are dropped
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_seal(struct sfw_snapshot *s, u64 now)
{
	struct sfw_policy *p = &s->policy;

	if (sfw_snapshot_expire(s, now) || seal_gates(s) || sfw_groups_seal(p) ||
	    seal_index(&p->index, p->entries, p->n_entries) ||
	    seal_index(&p->forward_index, p->forwards, p->n_forwards))
		return -ENOMEM;
	p->index.members = p->members;
	p->forward_index.members = p->members;
	p->blocks = &s->blocks->set;
	p->exempts = &s->exempts->set;
	seal_flags(s);
	return 0;
}

/**
 * sfw_snapshot_adopt - give a snapshot all that is no policy of another
 * @s: the snapshot, which nobody else reads
 * @from: the other, whose blocks with a duration and members of groups it gets
 *
 * Context: may sleep.
 */
void sfw_snapshot_adopt(struct sfw_snapshot *s, const struct sfw_snapshot *from)
{
	sfw_prefixset_put(s->timed);
	s->timed = sfw_prefixset_get(from->timed);
	sfw_groups_adopt(&s->policy, &from->policy);
}

/**
 * sfw_snapshot_adopt_sealed - the same of a sealed one, which stays so
 * @s: the snapshot, sealed, which nobody else reads
 * @from: the other
 *
 * Context: may sleep. Needs no memory.
 */
void sfw_snapshot_adopt_sealed(struct sfw_snapshot *s,
			       const struct sfw_snapshot *from)
{
	sfw_snapshot_adopt(s, from);
	s->next_expiry = min_not_zero(s->next_expiry,
				      sfw_groups_soonest(&s->policy));
	sfw_groups_point(&s->policy);
	seal_flags(s);
}
