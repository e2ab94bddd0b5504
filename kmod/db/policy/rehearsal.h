/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A rehearsal: a policy beside the published one, by which packets are judged and
 * nothing is done.
 *
 *	packet --> published policy --> verdict, effects, answer
 *	       `-> rehearsed policy --> verdict, effects on lists of its own
 *				both verdicts differ? --> findings
 *
 * It begins with the commit of a transaction, and judges until its time is over. Its
 * findings are kept for a day more.
 */
#ifndef SFW_DB_POLICY_REHEARSAL_H
#define SFW_DB_POLICY_REHEARSAL_H

#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/jump_label.h>
#include <linux/ktime.h>
#include <linux/stddef.h>

#include "../db.h"
#include "../event/findings.h"
#include "snapshot.h"

/**
 * struct sfw_rehearsal - a policy that is rehearsed, or was
 * @lists: a namespace of which only the lists of scanners and peers are there: those
 *	   that the rehearsed policy keeps, and nobody else sees
 * @s: the policy as it was written; its guards and knocks have lists of their own
 * @met: the same as packets meet it, see rehearsed.h
 * @findings: where it differs from the published one
 * @until: when it ends, boot-time nanoseconds
 * @runs: packets are judged by it
 * @refs: one of the namespace, one of each dump; in lines of its own, since any user has
 *	  it counted, by asking for the status, and packets read all before it
 * @late: for want of memory @met has members of groups as they were
 * @theirs: the sets of the published policy that @met is made of, see rehearsed.h; NULL
 *	    when it does not run
 * @free_work: frees it after a grace period
 */
struct sfw_rehearsal {
	struct sfw_db lists;
	struct sfw_snapshot *s;
	struct sfw_snapshot __rcu *met;
	struct sfw_findings *findings;
	u64 until;
	bool runs;
	refcount_t refs ____cacheline_aligned_in_smp;
	bool late;
	struct sfw_prefixset *theirs[SFW_GROUPS_MAX];
	struct rcu_work free_work;
};

#ifdef CONFIG_SMP
static_assert(offsetof(struct sfw_rehearsal, refs) / SMP_CACHE_BYTES >
	      (offsetofend(struct sfw_rehearsal, runs) - 1) / SMP_CACHE_BYTES);
#endif

/* Some namespace rehearses: else it costs nothing but this. */
DECLARE_STATIC_KEY_FALSE(sfw_rehearsing);

/**
 * sfw_rehearsal_is_over - whether a rehearsal finds no more
 * @r: the rehearsal
 *
 * The work that ends it looks at the clock now and then; packets only where they differ.
 */
static inline bool sfw_rehearsal_is_over(const struct sfw_rehearsal *r)
{
	return !READ_ONCE(r->runs) ||
	       ktime_get_boottime_ns() >= READ_ONCE(r->until);
}

/**
 * sfw_rehearsal_running - the rehearsal that packets of a namespace are judged by
 * @db: the namespace
 *
 * Context: under rcu_read_lock(). Return: NULL: none, or it is over.
 */
static inline const struct sfw_rehearsal *
sfw_rehearsal_running(const struct sfw_db *db)
{
	const struct sfw_rehearsal *r = rcu_dereference(db->rehearsal);

	return r && READ_ONCE(r->runs) ? r : NULL;
}

/**
 * sfw_rehearsal_policy - the policy that packets are judged by as well
 * @r: the rehearsal
 *
 * Context: under rcu_read_lock().
 */
static inline const struct sfw_policy *
sfw_rehearsal_policy(const struct sfw_rehearsal *r)
{
	return &rcu_dereference(r->met)->policy;
}

void sfw_rehearsal_init(struct sfw_db *db);
void sfw_rehearsal_stop(struct sfw_db *db);
int sfw_rehearsal_begin(struct sfw_db *db, struct sfw_snapshot *s,
			const struct sfw_snapshot *began, u32 seconds);
int sfw_rehearsal_end(struct sfw_db *db);
void sfw_rehearsal_follow(struct sfw_db *db);
struct sfw_rehearsal *sfw_rehearsal_get(struct sfw_db *db);
void sfw_rehearsal_put(struct sfw_rehearsal *r);
struct sfw_snapshot *sfw_rehearsal_get_met(struct sfw_rehearsal *r);
void sfw_rehearsal_note(const struct sfw_rehearsal *r,
			const struct sfw_finding_key *key,
			const struct sfw_addr *src);
u32 sfw_rehearsal_left(const struct sfw_rehearsal *r);

#endif /* SFW_DB_POLICY_REHEARSAL_H */
