/* SPDX-License-Identifier: GPL-2.0 */
/* Transactions and trials as the tests of several files write them. */
#ifndef SFW_KUNIT_TXNTEST_H
#define SFW_KUNIT_TXNTEST_H

#include "dbtest.h"

#define ALICE	1
#define BOB	2

/*
 * Each of these takes the lock only for its own work: a failing assertion
 * ends the test at once, and must not leave it locked.
 */
static inline int begin(struct kunit *test, u32 owner, bool replace)
{
	struct sfw_dbtest *t = test->priv;
	int err;

	mutex_lock(&t->db.lock);
	err = sfw_txn_begin(&t->db, owner, replace);
	mutex_unlock(&t->db.lock);
	return err;
}

/* As the netlink side does: a refused change is not counted. */
static inline int add(struct kunit *test, u32 owner, u16 port, u64 expires)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_entry e = sfw_dbtest_tcp(port);
	struct sfw_txn *txn;
	int err = -EINVAL;

	e.expires = expires;
	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, owner);
	if (txn)
		err = sfw_snapshot_add(txn->staged, SFW_OBJ_ENTRY, &e);
	if (!err)
		txn->changes++;
	mutex_unlock(&t->db.lock);
	return err;
}

static inline int enable(struct kunit *test, u32 owner, bool enabled)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_txn *txn;

	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, owner);
	if (txn) {
		txn->staged->policy.enabled = enabled;
		txn->changes++;
	}
	mutex_unlock(&t->db.lock);
	return txn ? 0 : -EINVAL;
}

static inline int end(struct kunit *test, u32 owner, u32 changes, bool dry_run)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_txn *txn;
	int err = -EINVAL;

	mutex_lock(&t->db.lock);
	txn = sfw_txn_find(&t->db, owner);
	if (txn)
		err = sfw_txn_commit(&t->db, txn, changes, dry_run);
	mutex_unlock(&t->db.lock);
	return err;
}

static inline int commit(struct kunit *test, u32 owner, u32 changes)
{
	return end(test, owner, changes, false);
}

static inline void drop(struct kunit *test, u32 owner)
{
	struct sfw_dbtest *t = test->priv;

	mutex_lock(&t->db.lock);
	sfw_txn_abort(&t->db, owner);
	mutex_unlock(&t->db.lock);
}

static inline int finish_trial(struct kunit *test, int (*how)(struct sfw_db *db))
{
	struct sfw_dbtest *t = test->priv;
	int err;

	mutex_lock(&t->db.lock);
	err = how(&t->db);
	mutex_unlock(&t->db.lock);
	return err;
}

#endif /* SFW_KUNIT_TXNTEST_H */
