// SPDX-License-Identifier: GPL-2.0
/* The life of a snapshot; edit.c changes one that is not sealed yet. */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../core/decide.h"
#include "../core/words.h"
#include "entry.h"
#include "list.h"
#include "snapshot.h"

/* A policy comes back from here even when memory is short. */
struct workqueue_struct *sfw_wq;

/**
 * sfw_snapshots_init - what all namespaces share
 */
int sfw_snapshots_init(void)
{
	sfw_wq = alloc_workqueue("sfw", WQ_UNBOUND | WQ_MEM_RECLAIM, 0);
	return sfw_wq ? 0 : -ENOMEM;
}

/**
 * sfw_snapshots_exit - wait until every snapshot is freed
 *
 * Context: no namespace holds one any more; may sleep.
 */
void sfw_snapshots_exit(void)
{
	rcu_barrier();		/* rcu_work is queued by a callback */
	/* Timers of lists may fire until then, and must find it open. */
	flush_workqueue(sfw_wq);
	destroy_workqueue(sfw_wq);
}

static void drop_index(struct sfw_index *x)
{
	kvfree(x->nodes);
	kvfree(x->start);
	memset(x, 0, sizeof(*x));
}

static void free_contents(struct sfw_snapshot *s)
{
	struct sfw_policy *p = &s->policy;
	u32 i;

	for (i = 0; i < p->n_entries; i++)
		sfw_entry_put(p->entries[i]);
	for (i = 0; i < p->n_forwards; i++)
		sfw_entry_put(p->forwards[i]);
	for (i = 0; i < p->n_guards; i++)
		sfw_list_put(p->guards[i].list);
	for (i = 0; i < p->n_locks; i++)
		sfw_list_put(p->locks[i].list);
	kvfree(p->entries);
	kvfree(p->gates);
	kvfree(p->forwards);
	kvfree(p->lans);
	kvfree(p->masqs);
	kvfree(p->trusts);
	kvfree(p->guards);
	kvfree(p->locks);
	sfw_prefixset_put(s->blocks);
	sfw_prefixset_put(s->exempts);
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
	if (!s->blocks || !s->exempts) {
		sfw_snapshot_put(s);
		return NULL;
	}
	return s;
}

static int clone_entries(struct sfw_entry ***to, u32 *n_to, u32 cap,
			 struct sfw_entry *const *from, u32 n)
{
	u32 i;

	if (!n)
		return 0;
	*to = kvmalloc_array(cap, sizeof(**to), GFP_KERNEL_ACCOUNT);
	if (!*to)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		(*to)[i] = from[i];
		sfw_entry_get(from[i]);
	}
	*n_to = n;
	return 0;
}

static int clone_selectors(struct sfw_selector **to, u32 *n_to, u32 cap,
			   const struct sfw_selector *from, u32 n)
{
	if (!n)
		return 0;
	*to = kvmalloc_array(cap, sizeof(**to), GFP_KERNEL_ACCOUNT);
	if (!*to)
		return -ENOMEM;
	memcpy(*to, from, n * sizeof(**to));
	*n_to = n;
	return 0;
}

static int clone_gateway(struct sfw_policy *to, const struct sfw_policy *from)
{
	return clone_entries(&to->forwards, &to->n_forwards, SFW_FORWARDS_MAX,
			     from->forwards, from->n_forwards) ?:
	       clone_selectors(&to->lans, &to->n_lans, SFW_LANS_MAX,
			       from->lans, from->n_lans) ?:
	       clone_selectors(&to->masqs, &to->n_masqs, SFW_MASQS_MAX,
			       from->masqs, from->n_masqs);
}

static int clone_gates(struct sfw_policy *to, const struct sfw_policy *from)
{
	u32 i;

	if (from->guards) {
		to->guards = kvmalloc_array(SFW_GUARDS_MAX,
					    sizeof(*to->guards),
					    GFP_KERNEL_ACCOUNT);
		if (!to->guards)
			return -ENOMEM;
	}
	if (from->locks) {
		to->locks = kvmalloc_array(SFW_KNOCKS_MAX, sizeof(*to->locks),
					   GFP_KERNEL_ACCOUNT);
		if (!to->locks)
			return -ENOMEM;
	}
	for (i = 0; i < from->n_guards; i++) {
		to->guards[i] = from->guards[i];
		sfw_list_get(to->guards[i].list);
	}
	to->n_guards = from->n_guards;
	for (i = 0; i < from->n_locks; i++) {
		to->locks[i] = from->locks[i];
		sfw_list_get(to->locks[i].list);
	}
	to->n_locks = from->n_locks;
	return 0;
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
	s->cap_entries = p->n_entries;
	if (clone_entries(&to->entries, &to->n_entries, p->n_entries,
			  p->entries, p->n_entries) ||
	    clone_selectors(&to->trusts, &to->n_trusts, SFW_TRUST_MAX,
			    p->trusts, p->n_trusts) ||
	    clone_gates(to, p) || clone_gateway(to, p)) {
		sfw_snapshot_put(s);
		return NULL;
	}
	return s;
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

static u64 expire_entries(struct sfw_policy *p, u64 now)
{
	u32 i, kept = 0;
	u64 next = 0;

	for (i = 0; i < p->n_entries; i++) {
		struct sfw_entry *e = p->entries[i];

		if (sfw_entry_expired(e, now)) {
			sfw_entry_put(e);
			continue;
		}
		next = min_not_zero(next, e->expires);
		p->entries[kept++] = e;
	}
	p->n_entries = kept;
	return next;
}

/**
 * sfw_snapshot_expire - drop what has expired
 * @s: a snapshot that is not published
 * @now: boot-time nanoseconds
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_expire(struct sfw_snapshot *s, u64 now)
{
	u64 next = sfw_prefixset_next_expiry(s->blocks);

	if (next && next <= now) {
		if (!sfw_prefixset_own(&s->blocks))
			return -ENOMEM;
		next = sfw_prefixset_expire(s->blocks, now);
	}
	s->next_expiry = min_not_zero(next, expire_entries(&s->policy, now));
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
}

/**
 * sfw_snapshot_inherit - let ports that were written anew go on counting
 * @s: a snapshot that is about to be published
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

static u8 guard_place(const struct sfw_policy *p, const char *name)
{
	u32 i;

	for (i = 0; name[0] && i < p->n_guards; i++)
		if (!strcmp(p->guards[i].name, name))
			return i;
	return SFW_NO_GATE;
}

static u8 lock_place(const struct sfw_policy *p, const char *name)
{
	u32 i;

	for (i = 0; name[0] && i < p->n_locks; i++)
		if (!strcmp(p->locks[i].name, name))
			return i;
	return SFW_NO_GATE;
}

/* What each packet would otherwise have to work out. */
static void seal_flags(struct sfw_policy *p)
{
	u32 i;

	p->guards_block = false;
	for (i = 0; i < p->n_guards; i++)
		p->guards_block |= p->guards[i].then == SFW_THEN_BLOCK;
	p->screens = p->guards_block ||
		     p->setting[SFW_S_RPFILTER] != SFW_RPFILTER_OFF ?
			     SFW_SCREENS_ALL :
		     p->blocks->n ? SFW_SCREENS_BLOCKS : SFW_SCREENS_NOTHING;
	p->blocks_end = sfw_blocks_end(p) && !p->blocks->timed;
	p->clamps = p->setting[SFW_S_MSS_CLAMP] &&
		    (p->n_lans || p->n_masqs || p->n_forwards);
	p->transit = p->setting[SFW_S_OFFLOAD] ||
		     p->setting[SFW_S_FORWARD] == SFW_FORWARD_OFF ?
			     SFW_TRANSIT_OTHER :
		     p->clamps ? SFW_TRANSIT_CLAMPED : SFW_TRANSIT_PASSES;
}

/* Say for each entry what stands before it, by place instead of by name. */
static int seal_gates(struct sfw_policy *p)
{
	u32 i;

	kvfree(p->gates);
	p->gates = NULL;
	if (!p->n_entries || !(p->n_guards + p->n_locks))
		return 0;
	p->gates = kvmalloc_array(p->n_entries, sizeof(*p->gates),
				  GFP_KERNEL_ACCOUNT);
	if (!p->gates)
		return -ENOMEM;
	for (i = 0; i < p->n_entries; i++) {
		p->gates[i].guard = guard_place(p, p->entries[i]->guard);
		p->gates[i].knock = lock_place(p, p->entries[i]->knock);
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
 * @now: boot-time nanoseconds; what has expired by then is dropped
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_snapshot_seal(struct sfw_snapshot *s, u64 now)
{
	struct sfw_policy *p = &s->policy;

	if (sfw_snapshot_expire(s, now) || seal_gates(p) ||
	    seal_index(&p->index, p->entries, p->n_entries) ||
	    seal_index(&p->forward_index, p->forwards, p->n_forwards) ||
	    sfw_prefixset_seal(s->blocks) || sfw_prefixset_seal(s->exempts))
		return -ENOMEM;
	p->blocks = &s->blocks->set;
	p->exempts = &s->exempts->set;
	p->timed = s->next_expiry || p->n_guards || p->n_locks ||
		   p->setting[SFW_S_SCAN];
	seal_flags(p);
	return 0;
}
