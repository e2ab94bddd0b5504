/* SPDX-License-Identifier: GPL-2.0 */
/* Transactions: many commands, published all at once or not at all. */
#ifndef SFWCTL_NET_TXN_H
#define SFWCTL_NET_TXN_H

#include <stdbool.h>

#include "lang/statement.h"
#include "net/netlink.h"

/**
 * struct txn - a transaction; closing its connection drops it
 * @nl: the connection
 * @begin: number of its first message; those of the changes follow
 * @changes: how many messages with changes were added
 * @has: which commands were, by enum sfw_cmd
 * @last: the message added last
 * @len: bytes of @batch in use
 * @batch: messages that are not sent yet
 */
struct txn {
	struct nl *nl;
	__u32 begin;
	__u32 changes;
	bool has[SFW_CMD_MAX + 1];
	struct nlmsghdr *last;
	size_t len;
	char batch[NL_BUFFER] __aligned(8);
};

/* The policy that a transaction begins with. */
enum txn_from {
	TXN_LIVE,	/* the one that runs */
	TXN_EMPTY,
	TXN_BEFORE,	/* the one before the last change */
};

/**
 * struct txn_plan - a transaction as a whole
 * @fill: adds the commands; NULL for none
 * @what: argument of @fill
 * @from: the policy to begin with
 * @once: when others change the policy meanwhile, say so and do not start over
 * @dry_run: only let the kernel check it
 * @confirm: seconds in which it must be confirmed, or 0: it need not be
 * @rehearse: seconds for which it is rehearsed, or 0: it is published
 * @refuses: its prefixes are all that the change refuses; NULL: it may refuse more
 * @check: looks at the staged policy before it is published, and may refuse it by
 *	   a negative errno; NULL for none
 * @checker: for @check
 */
struct txn_plan {
	int (*fill)(struct txn *txn, const void *what);
	const void *what;
	enum txn_from from;
	bool once;
	bool dry_run;
	__u32 confirm;
	__u32 rehearse;
	const struct entry *refuses;
	int (*check)(struct nl *nl, void *checker);
	void *checker;
};

/*
 * These return 0 or a negative errno, which may be that of an earlier call;
 * nl->text may say more.
 */
void txn_init(struct txn *txn, struct nl *nl);
int txn_begin(struct txn *txn, struct nl *nl, enum txn_from from);
int txn_add(struct txn *txn, const struct command *cmd);
int txn_send(struct txn *txn);
int txn_commit(struct txn *txn, const struct txn_plan *plan);
int txn_publish(struct txn *txn, struct nl *nl, const struct txn_plan *plan);
int txn_run(struct txn *txn, struct nl *nl, const struct txn_plan *plan);
long txn_failed(const struct txn *txn);

#endif
