/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Transactions: changes staged by one owner (a netlink socket) and published
 * all at once, or not at all.
 */
#ifndef SFW_DB_TXN_H
#define SFW_DB_TXN_H

#include "db.h"

/**
 * struct sfw_txn - an open transaction
 * @list: in sfw_db.txns
 * @staged: the policy as it shall be
 * @base: generation that it was made from
 * @owner: who opened it
 * @changes: how many changes it took
 * @confirm: seconds in which it must be confirmed once it is published; 0: it
 *	     need not be
 */
struct sfw_txn {
	struct list_head list;
	struct sfw_snapshot *staged;
	u64 base;
	u32 owner;
	u32 changes;
	u32 confirm;
};

int sfw_txn_begin(struct sfw_db *db, u32 owner, bool replace);
struct sfw_txn *sfw_txn_find(struct sfw_db *db, u32 owner);
int sfw_txn_commit(struct sfw_db *db, struct sfw_txn *txn, u32 changes,
		   bool dry_run);
void sfw_txn_abort(struct sfw_db *db, u32 owner);
void sfw_txn_abort_all(struct sfw_db *db);

#endif /* SFW_DB_TXN_H */
