// SPDX-License-Identifier: GPL-2.0
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/ktime.h>

#include "policy_event.h"
#include "publish.h"
#include "rebase.h"
#include "rehearsal.h"
#include "trial.h"
#include "txn.h"

/**
 * sfw_txn_find - the open transaction of an owner
 * @db: the namespace
 * @owner: port id of its socket
 *
 * Context: @db->lock is held. Return: NULL when there is none.
 */
struct sfw_txn *sfw_txn_find(struct sfw_db *db, u32 owner)
{
	struct sfw_txn *txn;

	lockdep_assert_held(&db->lock);
	list_for_each_entry(txn, &db->txns, list)
		if (txn->owner == owner)
			return txn;
	return NULL;
}

static void free_txn(struct sfw_db *db, struct sfw_txn *txn)
{
	sfw_portids_del(&db->owners, txn->owner);
	list_del(&txn->list);
	sfw_snapshot_put(txn->staged);
	sfw_snapshot_put(txn->began);
	kfree(txn);
}

static int open_txn(struct sfw_db *db, u32 owner, struct sfw_snapshot *staged,
		    bool undoes)
{
	struct sfw_txn *txn;
	int err;

	static_assert(SFW_TXN_MAX == SFW_PORTIDS_MAX);
	err = sfw_portids_add(&db->owners, owner);
	if (err)
		return err;
	txn = kzalloc(sizeof(*txn), GFP_KERNEL_ACCOUNT);
	if (!txn) {
		sfw_portids_del(&db->owners, owner);
		return -ENOMEM;
	}
	txn->staged = staged;
	txn->began = sfw_db_live(db);
	refcount_inc(&txn->began->refs);
	txn->base = txn->began->generation;
	txn->owner = owner;
	txn->undoes = undoes;
	list_add_tail(&txn->list, &db->txns);
	return 0;
}

/* It stages @s, NULL when there was no memory for that. */
static int open_with(struct sfw_db *db, u32 owner, struct sfw_snapshot *s,
		     bool undoes)
{
	/* Expired entries must not be in the way of a change. */
	int err = s && !sfw_snapshot_expire(s, ktime_get_boottime_ns()) ?
		  open_txn(db, owner, s, undoes) : -ENOMEM;

	if (err)
		sfw_snapshot_put(s);
	return err;
}

/**
 * sfw_txn_begin - open a transaction
 * @db: the namespace
 * @owner: port id of its socket; may have one at a time
 * @replace: flush the staged policy, see sfw_snapshot_flush()
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, -EEXIST when this owner has one, -ENOSPC when SFW_TXN_MAX are
 * open, or -ENOMEM.
 */
int sfw_txn_begin(struct sfw_db *db, u32 owner, bool replace)
{
	struct sfw_snapshot *s = sfw_snapshot_clone(sfw_db_live(db));

	if (s && replace && sfw_snapshot_flush(s)) {
		sfw_snapshot_put(s);
		s = NULL;
	}
	return open_with(db, owner, s, false);
}

/**
 * sfw_txn_begin_undo - open a transaction with the policy before the last change
 * @db: the namespace
 * @owner: port id of its socket; may have one at a time
 *
 * While a policy is on trial it is the one before the trial, to be asked: see
 * sfw_txn_commit().
 *
 * Blocks with a duration, and members of volatile groups, are those of now: they are no
 * policy.
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, -ENOENT when nothing has changed yet, or the errors of
 * sfw_txn_begin().
 */
int sfw_txn_begin_undo(struct sfw_db *db, u32 owner)
{
	const struct sfw_snapshot *before = db->trial.before ?: db->previous;
	struct sfw_snapshot *s;

	if (!before)
		return -ENOENT;
	s = sfw_snapshot_clone(before);
	if (s)
		sfw_snapshot_adopt(s, sfw_db_live(db));
	return open_with(db, owner, s, true);
}

static enum sfw_change change_of(const struct sfw_txn *txn)
{
	return txn->confirm ? SFW_CHANGE_TRIAL :
	       txn->undoes ? SFW_CHANGE_UNDO : SFW_CHANGE_COMMIT;
}

static int publish(struct sfw_db *db, struct sfw_txn *txn)
{
	struct sfw_snapshot *before = sfw_db_live(db);
	int err;

	refcount_inc(&before->refs);
	err = txn->confirm ?
	      sfw_trial_begin(db, txn->staged, txn->confirm) :
	      sfw_publish(db, txn->staged);
	if (err) {
		sfw_snapshot_put(before);
		return err;
	}
	txn->staged = NULL;
	sfw_policy_event_change(db, change_of(txn), txn->base);
	sfw_publish_remember(db, before);
	return 0;
}

/* Published or not, the policy that runs meanwhile makes no difference. */
static int rehearse(struct sfw_db *db, struct sfw_txn *txn)
{
	int err = sfw_rehearsal_begin(db, txn->staged, txn->began,
				      txn->rehearse);

	if (err)
		return err;
	txn->staged = NULL;
	sfw_policy_event_change(db, SFW_CHANGE_REHEARSE,
				sfw_db_live(db)->generation);
	return 0;
}

/* Addresses may have been banned meanwhile, which is no change of the policy. */
static int take_in(struct sfw_db *db, struct sfw_txn *txn)
{
	const struct sfw_snapshot *live = sfw_db_live(db);
	int err;

	if (txn->rehearse || txn->base == live->generation)
		return 0;
	if (!txn->staged->kept && !txn->undoes)
		return -EBUSY;
	err = sfw_snapshot_rebase(txn->staged, txn->began, live);
	txn->base = live->generation;
	return err;
}

/**
 * sfw_txn_commit - publish the staged policy, or rehearse it; the transaction ends in
 * any case
 * @db: the namespace
 * @txn: the transaction
 * @changes: how many changes the owner sent
 * @dry_run: do all but publish
 *
 * Context: @db->lock is held; may sleep.
 *
 * One that replaces or undoes the policy takes in the bans of others since it began.
 *
 * Return: 0; -ECANCELED when not all of its changes were taken; -EBUSY when
 * another policy was published since it began; -EALREADY when another one is on
 * trial, and it must be confirmed or undoes a change; -ENOMEM; or the error that kept the
 * packet side from starting. Nothing is changed unless it is 0.
 */
int sfw_txn_commit(struct sfw_db *db, struct sfw_txn *txn, u32 changes,
		   bool dry_run)
{
	int err;

	lockdep_assert_held(&db->lock);
	if (txn->changes != changes)
		err = -ECANCELED;
	else
		err = take_in(db, txn);
	if (!err && (txn->confirm || txn->undoes) && db->trial.before)
		err = -EALREADY;
	if (!err)
		err = sfw_snapshot_seal(txn->staged, ktime_get_boottime_ns());
	if (!err && !dry_run && txn->rehearse) {
		err = rehearse(db, txn);
	} else if (!err && !dry_run) {
		sfw_snapshot_inherit(txn->staged, sfw_db_live(db));
		err = publish(db, txn);
	}
	free_txn(db, txn);
	return err;
}

/**
 * sfw_txn_is_open - whether a socket that is served, or goes, has a transaction
 * @db: the namespace
 * @owner: the socket
 *
 * Context: any; takes no lock.
 */
bool sfw_txn_is_open(const struct sfw_db *db, u32 owner)
{
	return sfw_portids_have(&db->owners, owner);
}

/**
 * sfw_txn_abort - drop the staged policy of an owner, if any
 * @db: the namespace
 * @owner: the owner
 *
 * Context: @db->lock is held.
 */
void sfw_txn_abort(struct sfw_db *db, u32 owner)
{
	struct sfw_txn *txn = sfw_txn_find(db, owner);

	if (txn)
		free_txn(db, txn);
}

/**
 * sfw_txn_abort_all - drop everything that is staged
 * @db: the namespace
 *
 * Context: @db->lock is held.
 */
void sfw_txn_abort_all(struct sfw_db *db)
{
	struct sfw_txn *txn, *next;

	lockdep_assert_held(&db->lock);
	list_for_each_entry_safe(txn, next, &db->txns, list)
		free_txn(db, txn);
}
