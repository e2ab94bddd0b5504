// SPDX-License-Identifier: GPL-2.0
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/ktime.h>

#include "../compat/list.h"
#include "change.h"
#include "trial.h"
#include "txn.h"

/**
 * sfw_txn_find - the open transaction of an owner
 * @db: the namespace
 * @owner: who opened it
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

static void free_txn(struct sfw_txn *txn)
{
	list_del(&txn->list);
	sfw_snapshot_put(txn->staged);
	kfree(txn);
}

/**
 * sfw_txn_begin - open a transaction
 * @db: the namespace
 * @owner: who opens it; may have one at a time
 * @replace: flush what is staged, see sfw_snapshot_flush()
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0, -EEXIST when this owner has one, -ENOSPC when SFW_TXN_MAX are
 * open, or -ENOMEM.
 */
int sfw_txn_begin(struct sfw_db *db, u32 owner, bool replace)
{
	struct sfw_snapshot *live = sfw_db_live(db);
	struct sfw_txn *txn;

	if (sfw_txn_find(db, owner))
		return -EEXIST;
	if (list_count_nodes(&db->txns) >= SFW_TXN_MAX)
		return -ENOSPC;
	txn = kzalloc(sizeof(*txn), GFP_KERNEL_ACCOUNT);
	if (!txn)
		return -ENOMEM;
	txn->staged = sfw_snapshot_clone(live);
	/* What nobody can use any more must not be in the way of a change. */
	if (!txn->staged ||
	    sfw_snapshot_expire(txn->staged, ktime_get_boottime_ns()) ||
	    (replace && sfw_snapshot_flush(txn->staged))) {
		sfw_snapshot_put(txn->staged);
		kfree(txn);
		return -ENOMEM;
	}
	txn->base = live->generation;
	txn->owner = owner;
	list_add_tail(&txn->list, &db->txns);
	return 0;
}

static int publish(struct sfw_db *db, struct sfw_txn *txn)
{
	int err = txn->confirm ?
		  sfw_trial_begin(db, txn->staged, txn->confirm) :
		  sfw_db_publish(db, txn->staged);

	if (err)
		return err;
	txn->staged = NULL;
	sfw_change_policy(db, txn->confirm ? SFW_CHANGE_TRIAL :
					     SFW_CHANGE_COMMIT, txn->base);
	return 0;
}

/**
 * sfw_txn_commit - publish what is staged; the transaction ends in any case
 * @db: the namespace
 * @txn: the transaction
 * @changes: how many changes the owner sent
 * @dry_run: do all but publish
 *
 * Context: @db->lock is held; may sleep.
 *
 * Return: 0; -ECANCELED when not all of its changes were taken; -EBUSY when
 * another policy was published since it began; -EALREADY when it must be
 * confirmed and another one is on trial; -ENOMEM; or the error that kept the
 * packet side from starting. Nothing is changed unless it is 0.
 */
int sfw_txn_commit(struct sfw_db *db, struct sfw_txn *txn, u32 changes,
		   bool dry_run)
{
	int err;

	lockdep_assert_held(&db->lock);
	if (txn->changes != changes)
		err = -ECANCELED;
	else if (txn->base != sfw_db_live(db)->generation)
		err = -EBUSY;
	else if (txn->confirm && db->trial.before)
		err = -EALREADY;
	else
		err = sfw_snapshot_seal(txn->staged, ktime_get_boottime_ns());
	if (!err && !dry_run) {
		sfw_snapshot_inherit(txn->staged, sfw_db_live(db));
		err = publish(db, txn);
	}
	free_txn(txn);
	return err;
}

/**
 * sfw_txn_abort - drop what an owner has staged, if anything
 * @db: the namespace
 * @owner: the owner
 *
 * Context: @db->lock is held.
 */
void sfw_txn_abort(struct sfw_db *db, u32 owner)
{
	struct sfw_txn *txn = sfw_txn_find(db, owner);

	if (txn)
		free_txn(txn);
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
		free_txn(txn);
}
