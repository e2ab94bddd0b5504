/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Snapshots: a policy that is built in private, sealed, published, and from
 * then on only read. Freed one grace period after its last reference.
 */
#ifndef SFW_DB_SNAPSHOT_H
#define SFW_DB_SNAPSHOT_H

#include <linux/refcount.h>
#include <linux/workqueue.h>

#include "../core/policy.h"
#include "prefixset.h"

/**
 * struct sfw_snapshot - a policy and what it takes to own it
 * @policy: what packets see
 * @generation: number of the publication
 * @next_expiry: when the first entry expires, boot-time nanoseconds, 0: never
 * @refs: one for its publication or its owner, one for each dump
 * @cap_entries: room in @policy.entries
 * @blocks: the set behind @policy.blocks
 * @exempts: the set behind @policy.exempts
 * @free_work: frees it after a grace period, where sleeping is allowed
 */
struct sfw_snapshot {
	struct sfw_policy policy;
	u64 generation;
	u64 next_expiry;
	refcount_t refs;
	u32 cap_entries;
	struct sfw_prefixset *blocks;
	struct sfw_prefixset *exempts;
	struct rcu_work free_work;
};

/* Runs everything of sfw that waits; drained when the module goes. */
extern struct workqueue_struct *sfw_wq;

int sfw_snapshots_init(void);
void sfw_snapshots_exit(void);

struct sfw_snapshot *sfw_snapshot_alloc(void);
struct sfw_snapshot *sfw_snapshot_clone(const struct sfw_snapshot *from);
void sfw_snapshot_put(struct sfw_snapshot *s);
int sfw_snapshot_expire(struct sfw_snapshot *s, u64 now);
int sfw_snapshot_seal(struct sfw_snapshot *s, u64 now);
void sfw_snapshot_inherit(struct sfw_snapshot *s,
			  const struct sfw_snapshot *live);

int sfw_snapshot_flush(struct sfw_snapshot *s);
int sfw_snapshot_set(struct sfw_snapshot *s, enum sfw_setting setting,
		     u32 value);
int sfw_snapshot_add_entry(struct sfw_snapshot *s,
			   const struct sfw_entry *entry);
int sfw_snapshot_del_entry(struct sfw_snapshot *s,
			   const struct sfw_entry *entry);
int sfw_snapshot_add_trust(struct sfw_snapshot *s,
			   const struct sfw_selector *sel);
int sfw_snapshot_del_trust(struct sfw_snapshot *s,
			   const struct sfw_selector *sel);
int sfw_snapshot_add_lan(struct sfw_snapshot *s,
			 const struct sfw_selector *sel);
int sfw_snapshot_del_lan(struct sfw_snapshot *s,
			 const struct sfw_selector *sel);
int sfw_snapshot_add_masq(struct sfw_snapshot *s,
			  const struct sfw_selector *sel);
int sfw_snapshot_del_masq(struct sfw_snapshot *s,
			  const struct sfw_selector *sel);
int sfw_snapshot_add_forward(struct sfw_snapshot *s,
			     const struct sfw_entry *forward);
int sfw_snapshot_del_forwards(struct sfw_snapshot *s,
			      const struct sfw_entry *like);
int sfw_snapshot_add_block(struct sfw_snapshot *s,
			   const struct sfw_prefix_item *item);
int sfw_snapshot_del_block(struct sfw_snapshot *s,
			   const struct sfw_prefix *p);
int sfw_snapshot_flush_blocks(struct sfw_snapshot *s);
int sfw_snapshot_add_exempt(struct sfw_snapshot *s,
			    const struct sfw_prefix_item *item);
int sfw_snapshot_del_exempt(struct sfw_snapshot *s,
			    const struct sfw_prefix *p);
int sfw_snapshot_add_guard(struct sfw_snapshot *s, const struct sfw_guard *g,
			   const struct sfw_snapshot *live);
int sfw_snapshot_del_guard(struct sfw_snapshot *s, const char *name);
int sfw_snapshot_add_lock(struct sfw_snapshot *s, const struct sfw_lock *l,
			  const struct sfw_snapshot *live);
int sfw_snapshot_del_lock(struct sfw_snapshot *s, const char *name);
struct sfw_guard *sfw_snapshot_guard(const struct sfw_snapshot *s,
				     const char *name);
struct sfw_lock *sfw_snapshot_lock(const struct sfw_snapshot *s,
				   const char *name);

#endif /* SFW_DB_SNAPSHOT_H */
