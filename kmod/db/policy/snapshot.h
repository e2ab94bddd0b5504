/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Snapshots: a policy that is built in private, sealed, published, and from
 * then on only read. Freed one grace period after its last reference.
 */
#ifndef SFW_DB_POLICY_SNAPSHOT_H
#define SFW_DB_POLICY_SNAPSHOT_H

#include <linux/cache.h>
#include <linux/refcount.h>
#include <linux/stddef.h>
#include <linux/workqueue.h>

#include "../../core/policy.h"
#include "prefixset.h"

/**
 * struct sfw_snapshot - a policy with its references and memory
 * @policy: the part that packets read
 * @generation: number of the publication
 * @next_expiry: when the first entry or member of a group expires, boot-time nanoseconds, 0: never
 * @refs: one for its publication or its owner, one for each dump; in lines of its
 *	  own, since any user has it counted and packets read all before it
 * @blocks: the set behind @policy.blocks
 * @exempts: the set behind @policy.exempts
 * @timed: the set behind @policy.timed_blocks; timed.c says why it is here
 * @kept: @timed when the policy was flushed, to be written anew; adding one of its
 *	  items is not -EEXIST; or NULL
 * @free_work: frees it after a grace period, where sleeping is allowed
 */
struct sfw_snapshot {
	struct sfw_policy policy;
	u64 generation;
	u64 next_expiry;
	refcount_t refs ____cacheline_aligned_in_smp;
	struct sfw_prefixset *blocks;
	struct sfw_prefixset *exempts;
	struct sfw_prefixset *timed;
	struct sfw_prefixset *kept;
	struct rcu_work free_work;
};

#ifdef CONFIG_SMP
static_assert(offsetof(struct sfw_snapshot, refs) / SMP_CACHE_BYTES >
	      (offsetofend(struct sfw_snapshot, policy) - 1) / SMP_CACHE_BYTES);
#endif

struct sfw_snapshot *sfw_snapshot_alloc(void);
struct sfw_snapshot *sfw_snapshot_clone(const struct sfw_snapshot *from);
bool sfw_snapshot_same(const struct sfw_snapshot *a,
		       const struct sfw_snapshot *b);
void sfw_snapshot_put(struct sfw_snapshot *s);
int sfw_snapshot_expire(struct sfw_snapshot *s, u64 now);
int sfw_snapshot_seal(struct sfw_snapshot *s, u64 now);
void sfw_snapshot_adopt(struct sfw_snapshot *s, const struct sfw_snapshot *from);
void sfw_snapshot_adopt_sealed(struct sfw_snapshot *s,
			       const struct sfw_snapshot *from);
void sfw_snapshot_inherit(struct sfw_snapshot *s,
			  const struct sfw_snapshot *live);

int sfw_snapshot_flush(struct sfw_snapshot *s);
int sfw_snapshot_set(struct sfw_snapshot *s, enum sfw_setting setting,
		     u32 value);
int sfw_snapshot_add(struct sfw_snapshot *s, enum sfw_object object,
		     const void *item);
int sfw_snapshot_del(struct sfw_snapshot *s, enum sfw_object object,
		     const void *item);
const struct sfw_entry *sfw_snapshot_forward_in_way(const struct sfw_snapshot *s,
						    const struct sfw_entry *forward);
int sfw_snapshot_add_forward(struct sfw_snapshot *s,
			     const struct sfw_entry *forward);
int sfw_snapshot_del_forwards(struct sfw_snapshot *s,
			      const struct sfw_entry *like);
int sfw_snapshot_del_passage(struct sfw_snapshot *s, enum sfw_object object,
			     const void *item);
int sfw_snapshot_add_prefix(struct sfw_snapshot *s, enum sfw_object object,
			    const struct sfw_prefix_item *item);
int sfw_snapshot_del_prefix(struct sfw_snapshot *s, enum sfw_object object,
			    const struct sfw_prefix *p);
int sfw_snapshot_empty_sets(struct sfw_prefixset **a, struct sfw_prefixset **b);
int sfw_snapshot_add_group(struct sfw_snapshot *s, const char *name,
			   bool is_volatile, const struct sfw_snapshot *live);
u32 sfw_snapshot_group_lines(const struct sfw_snapshot *s,
			     const struct sfw_group_place *at);
int sfw_snapshot_del_group(struct sfw_snapshot *s, const char *name);
int sfw_snapshot_add_member(struct sfw_snapshot *s, const char *name,
			    const struct sfw_prefix_item *item,
			    const struct sfw_snapshot *live);
int sfw_snapshot_del_member(struct sfw_snapshot *s, const char *name,
			    const struct sfw_prefix *p);
int sfw_snapshot_empty_group(struct sfw_snapshot *s, const char *name);
int sfw_snapshot_set_role(struct sfw_group_place *at, u8 role, bool on);
int sfw_snapshot_add_gate(struct sfw_snapshot *s, enum sfw_object object,
			  const struct sfw_gate_base *gate,
			  const struct sfw_snapshot *live);
int sfw_snapshot_own_lists(struct sfw_snapshot *s);
u32 sfw_snapshot_gate_lines(const struct sfw_snapshot *s, const char *name);
int sfw_snapshot_del_gate(struct sfw_snapshot *s, enum sfw_object object,
			  const char *name);

#endif /* SFW_DB_POLICY_SNAPSHOT_H */
