// SPDX-License-Identifier: GPL-2.0
/* A change of the policy, as the options of the command want it. */
#include "publish.h"
#include "selflock.h"

/**
 * publish() - carry out a transaction, unless it locks out who asks for it
 * @txn: the transaction
 * @nl: the connection
 * @plan: the transaction as a whole; the options are added
 * @opt: the options
 *
 * Return: 0 or a negative errno; -EDEADLK when it would lock him out, nl->text
 * says how.
 */
int publish(struct txn *txn, struct nl *nl, struct txn_plan *plan,
	    const struct options *opt)
{
	struct selflock lock;
	int ret;

	txn_init(txn, nl);
	plan->dry_run = opt->dry_run;
	if (opt->force)
		return txn_publish(txn, nl, plan);
	ret = selflock_begin(&lock, nl);
	if (ret < 0)
		return ret;
	if (ret) {
		lock.only_warns = plan->confirm;
		plan->check = selflock_check;
		plan->checker = &lock;
	}
	return txn_publish(txn, nl, plan);
}
