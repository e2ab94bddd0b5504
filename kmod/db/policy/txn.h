/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Transactions: changes staged by one owner (a netlink socket) and published
 * all at once, or not at all.
 */
#ifndef SFW_DB_POLICY_TXN_H
#define SFW_DB_POLICY_TXN_H

#include "../db.h"
#include "snapshot.h"

/**
 * struct sfw_txn - an open transaction
 * @list: in sfw_db.txns
 * @staged: the policy as it shall be
 * @began: the policy that was published when it was opened
 * @base: its generation then: it may be published anew
 * @owner: port id of its socket
 * @changes: number of changes it took
 * @confirm: seconds in which it must be confirmed once it is published; 0: it
 *	     need not be
 * @rehearse: seconds for which it is rehearsed; 0: it is published
 * @undoes: @staged began as the policy before the last change
 */
struct sfw_txn {
	struct list_head list;
	struct sfw_snapshot *staged;
	struct sfw_snapshot *began;
	u64 base;
	u32 owner;
	u32 changes;
	u32 confirm;
	u32 rehearse;
	bool undoes;
};

int sfw_txn_begin(struct sfw_db *db, u32 owner, bool replace);
int sfw_txn_begin_undo(struct sfw_db *db, u32 owner);
struct sfw_txn *sfw_txn_find(struct sfw_db *db, u32 owner);
int sfw_txn_commit(struct sfw_db *db, struct sfw_txn *txn, u32 changes,
		   bool dry_run);
bool sfw_txn_is_open(const struct sfw_db *db, u32 owner);
void sfw_txn_abort(struct sfw_db *db, u32 owner);
void sfw_txn_abort_all(struct sfw_db *db);

#endif /* SFW_DB_POLICY_TXN_H */
