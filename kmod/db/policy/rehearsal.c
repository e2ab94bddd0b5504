// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/slab.h>

#include "../list/lists.h"
#include "../seconds.h"
#include "../work.h"
#include "rehearsal.h"
#include "rehearsed.h"

#define KEPT_FOR	(24ULL * 60 * 60 * NSEC_PER_SEC)	/* the findings */
#define RETRY_DELAY	HZ

DEFINE_STATIC_KEY_FALSE(sfw_rehearsing);

static void free_after_grace(struct work_struct *work)
{
	struct sfw_rehearsal *r = container_of(to_rcu_work(work),
					       struct sfw_rehearsal, free_work);

	sfw_lists_exit(&r->lists);
	sfw_rehearsed_forget(r->theirs);
	sfw_findings_free(r->findings);
	kfree(r);
}

/**
 * sfw_rehearsal_put - drop a reference
 * @r: the rehearsal, or NULL
 *
 * Context: any. Packets that still read it are waited for.
 */
void sfw_rehearsal_put(struct sfw_rehearsal *r)
{
	if (!r || !refcount_dec_and_test(&r->refs))
		return;
	sfw_snapshot_put(r->s);
	sfw_snapshot_put(rcu_dereference_protected(r->met, true));
	queue_rcu_work(sfw_wq, &r->free_work);
}

static struct sfw_rehearsal *current_of(struct sfw_db *db)
{
	return rcu_dereference_protected(db->rehearsal,
					 lockdep_is_held(&db->lock));
}

/**
 * sfw_rehearsal_get - a reference to the rehearsal of a namespace
 * @db: the namespace
 *
 * Context: any. Return: NULL when there is none; it may be over.
 */
struct sfw_rehearsal *sfw_rehearsal_get(struct sfw_db *db)
{
	struct sfw_rehearsal *r;

	rcu_read_lock();
	do {
		r = rcu_dereference(db->rehearsal);
	} while (r && !refcount_inc_not_zero(&r->refs));
	rcu_read_unlock();
	return r;
}

/**
 * sfw_rehearsal_get_met - a reference to the policy as packets meet it now
 * @r: the rehearsal, which stays
 *
 * Context: any.
 */
struct sfw_snapshot *sfw_rehearsal_get_met(struct sfw_rehearsal *r)
{
	struct sfw_snapshot *s;

	rcu_read_lock();
	do {
		s = rcu_dereference(r->met);
	} while (!refcount_inc_not_zero(&s->refs));
	rcu_read_unlock();
	return s;
}

/* As those of a namespace; of scanners over its own, where there are any. */
static int make_lists(struct sfw_rehearsal *r, struct sfw_db *db)
{
	int err;
	u32 i;

	mutex_init(&r->lists.lock);
	r->lists.key = db->key;
	r->lists.ops = db->ops;
	r->lists.host = db;
	mutex_lock(&r->lists.lock);
	err = sfw_lists_prepare(&r->lists, &r->s->policy);
	if (!err)
		sfw_lists_apply(&r->lists, &r->s->policy);
	mutex_unlock(&r->lists.lock);
	for (i = 0; i < SFW_SCAN_LISTS; i++)
		if (r->lists.scan[i] && db->scan[i])
			r->lists.scan[i]->lower = sfw_list_get(db->scan[i]);
	return err;
}

/* Leaves the policy its own, and gives packets all that they are to meet. */
static int prepare(struct sfw_rehearsal *r, struct sfw_db *db,
		   const struct sfw_snapshot *began)
{
	int err = sfw_rehearsed_own(r->s, began, sfw_db_live(db)) ?:
		  sfw_snapshot_seal(r->s, ktime_get_boottime_ns()) ?:
		  sfw_snapshot_own_lists(r->s);

	if (err)
		return err;
	RCU_INIT_POINTER(r->met, sfw_rehearsed_meet(r->s, sfw_db_live(db), NULL, r->theirs));
	return rcu_access_pointer(r->met) ? 0 : -ENOMEM;
}

/* The snapshot stays the caller's where this fails. */
static struct sfw_rehearsal *alloc(struct sfw_db *db, struct sfw_snapshot *s,
				   const struct sfw_snapshot *began)
{
	struct sfw_rehearsal *r = kzalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);

	if (!r)
		return NULL;
	refcount_set(&r->refs, 1);
	INIT_RCU_WORK(&r->free_work, free_after_grace);
	r->s = s;
	r->findings = sfw_findings_alloc();
	if (r->findings && !prepare(r, db, began) && !make_lists(r, db))
		return r;
	r->s = NULL;
	sfw_rehearsal_put(r);
	return NULL;
}

/* Packets that judge by it meanwhile may leave an entry more. */
static void flush_lists(struct sfw_rehearsal *r)
{
	const struct sfw_policy *p = &r->s->policy;
	struct sfw_list *list;
	const char *name;
	u32 i;

	for (i = 0; i < sfw_lists_count(p); i++) {
		list = sfw_lists_at(&r->lists, p, i, &name);
		if (list)
			sfw_list_flush(list);
	}
	if (r->lists.peers)
		sfw_list_flush(r->lists.peers);
}

/* No packet is judged by it any more; the findings stay. */
static void end_run(struct sfw_db *db, struct sfw_rehearsal *r)
{
	if (!r || !r->runs)
		return;
	WRITE_ONCE(r->runs, false);
	static_branch_dec(&sfw_rehearsing);
	db->ops->rehearse(db, NULL);
	flush_lists(r);
	sfw_rehearsed_forget(r->theirs);
}

static void forget(struct sfw_db *db)
{
	struct sfw_rehearsal *r = current_of(db);

	end_run(db, r);
	RCU_INIT_POINTER(db->rehearsal, NULL);
	cancel_delayed_work(&db->rehearsing);
	sfw_rehearsal_put(r);
}

static void plan(struct sfw_db *db, const struct sfw_rehearsal *r)
{
	sfw_plan(&db->rehearsing, r->runs ? r->until : r->until + KEPT_FOR, 0,
		 r->late ? RETRY_DELAY : SFW_PLAN_MOST);
}

/* Packets meet another one from now on, or the same a while longer. */
static void meet_again(struct sfw_db *db, struct sfw_rehearsal *r)
{
	struct sfw_snapshot *was = rcu_dereference_protected(r->met,
							     lockdep_is_held(&db->lock));
	struct sfw_snapshot *met = sfw_rehearsed_meet(r->s, sfw_db_live(db), was, r->theirs);

	r->late = !met;
	if (!met)
		return;
	rcu_assign_pointer(r->met, met);
	sfw_snapshot_put(was);
}

static void time_is_up(struct work_struct *work)
{
	struct sfw_db *db = container_of(to_delayed_work(work), struct sfw_db,
					 rehearsing);
	struct sfw_rehearsal *r;

	mutex_lock(&db->lock);
	r = current_of(db);
	if (r && sfw_rehearsal_is_over(r))
		end_run(db, r);
	if (r && r->runs && r->late)
		meet_again(db, r);
	if (r && sfw_is_due(r->until + KEPT_FOR))
		forget(db);
	else if (r)
		plan(db, r);
	mutex_unlock(&db->lock);
}

/**
 * sfw_rehearsal_init - set a namespace up: nothing is rehearsed
 * @db: the namespace, all zero
 */
void sfw_rehearsal_init(struct sfw_db *db)
{
	INIT_DELAYED_WORK(&db->rehearsing, time_is_up);
}

/**
 * sfw_rehearsal_stop - the namespace goes, and its rehearsal with it
 * @db: the namespace
 *
 * Context: may sleep.
 */
void sfw_rehearsal_stop(struct sfw_db *db)
{
	mutex_lock(&db->lock);
	forget(db);
	mutex_unlock(&db->lock);
	/* The work takes the lock, so wait for it without. */
	cancel_delayed_work_sync(&db->rehearsing);
}

/* Packets judge by it from the moment that the namespace has it. */
static void replace(struct sfw_db *db, struct sfw_rehearsal *r)
{
	struct sfw_rehearsal *old = current_of(db);

	r->runs = true;
	static_branch_inc(&sfw_rehearsing);
	rcu_assign_pointer(db->rehearsal, r);
	if (old && old->runs) {
		WRITE_ONCE(old->runs, false);
		static_branch_dec(&sfw_rehearsing);
	}
	sfw_rehearsal_put(old);
	plan(db, r);
}

/**
 * sfw_rehearsal_begin - judge packets by a policy as well, and do nothing by it
 * @db: the namespace
 * @s: a snapshot that nobody else has; the database owns it unless this fails
 * @began: the policy that was published when @s began
 * @seconds: how long, 1 to SFW_DURATION_MAX
 *
 * It takes the place of another one, and of its findings.
 *
 * Context: @db->lock is held; may sleep. Return: 0, -ENOMEM, or the error of
 * sfw_db_ops.rehearse; the other one goes on then.
 */
int sfw_rehearsal_begin(struct sfw_db *db, struct sfw_snapshot *s,
			const struct sfw_snapshot *began, u32 seconds)
{
	struct sfw_rehearsal *old = current_of(db), *r = alloc(db, s, began);
	int err;

	if (!r)
		return -ENOMEM;
	r->until = ktime_get_boottime_ns() + (u64)seconds * NSEC_PER_SEC;
	err = db->ops->rehearse(db, r);
	if (!err) {
		replace(db, r);
		return 0;
	}
	db->ops->rehearse(db, old && old->runs ? old : NULL);
	r->s = NULL;
	sfw_rehearsal_put(r);
	return err;
}

/**
 * sfw_rehearsal_end - end it before its time; one that is over is forgotten
 * @db: the namespace
 *
 * Context: @db->lock is held; may sleep. Return: 0, or -ENOENT when there is none.
 */
int sfw_rehearsal_end(struct sfw_db *db)
{
	struct sfw_rehearsal *r = current_of(db);

	if (!r)
		return -ENOENT;
	if (sfw_rehearsal_is_over(r)) {
		forget(db);
		return 0;
	}
	end_run(db, r);
	WRITE_ONCE(r->until, ktime_get_boottime_ns());
	plan(db, r);
	return 0;
}

/**
 * sfw_rehearsal_follow - take over all that is no policy from one just published
 * @db: the namespace
 *
 * Context: @db->lock is held; may sleep. Without memory it is tried again.
 */
void sfw_rehearsal_follow(struct sfw_db *db)
{
	struct sfw_rehearsal *r = current_of(db);

	if (!r || !r->runs || !r->s->policy.n_groups)
		return;
	meet_again(db, r);
	plan(db, r);
}

/**
 * sfw_rehearsal_note - keep a difference, unless the time of the rehearsal is over
 * @r: the rehearsal
 * @key: the difference
 * @src: the source of the packet
 *
 * Context: a hook, under rcu_read_lock().
 */
void sfw_rehearsal_note(const struct sfw_rehearsal *r,
			const struct sfw_finding_key *key,
			const struct sfw_addr *src)
{
	if (!sfw_rehearsal_is_over(r))
		sfw_findings_note(r->findings, key, src, ktime_get_boottime_ns());
}

/**
 * sfw_rehearsal_left - how long packets will still be judged by it
 * @r: the rehearsal
 *
 * Context: any. Return: seconds, rounded up; 0 when it is over.
 */
u32 sfw_rehearsal_left(const struct sfw_rehearsal *r)
{
	return sfw_rehearsal_is_over(r) ? 0 :
	       sfw_seconds_left(READ_ONCE(r->until), ktime_get_boottime_ns());
}
