// SPDX-License-Identifier: GPL-2.0
/* A change of the policy, as the options of the command want it. */
#include "host/ip_forward.h"
#include "host/lockout.h"
#include "host/publish.h"

static int guarded(struct txn *txn, struct nl *nl, struct txn_plan *plan,
		   const struct options *opt)
{
	struct lockout lock;
	int ret;

	if (opt->force || (plan->refuses && lockout_spares_all(plan->refuses)))
		return txn_publish(txn, nl, plan);
	ret = lockout_begin(&lock, nl);
	if (ret > 0) {
		lock.only_warns |= !!plan->confirm;
		plan->check = lockout_check;
		plan->checker = &lock;
	}
	if (ret >= 0)
		ret = txn_publish(txn, nl, plan);
	lockout_free(&lock);
	return ret;
}

/**
 * publish() - carry out a transaction, unless it locks out who asks for it
 * @txn: the transaction
 * @nl: the connection
 * @plan: the transaction as a whole; the options are added
 * @opt: the options
 *
 * Forwarding is turned on for a policy that needs it, once that is in force.
 *
 * Return: 0 or a negative errno; -EDEADLK when it would lock him out, nl->text
 * says how.
 */
int publish(struct txn *txn, struct nl *nl, struct txn_plan *plan,
	    const struct options *opt)
{
	int ret;

	txn_init(txn, nl);
	plan->dry_run = opt->dry_run;
	ret = guarded(txn, nl, plan, opt);
	if (!ret && !opt->dry_run && ip_forward_concerns(txn->has))
		ip_forward_settle(nl);
	return ret;
}
