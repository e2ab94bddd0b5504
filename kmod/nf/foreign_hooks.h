/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_NF_FOREIGN_HOOKS_H
#define SFW_NF_FOREIGN_HOOKS_H

#include <linux/netfilter.h>
#include <linux/rcupdate.h>

#include "../db/record.h"

struct net;
struct sfw_db;

#define SFW_FOREIGN_HOOKS_POINTS	4

/**
 * struct sfw_foreign_hooks - tables of hooks that were looked at
 * @record: its head
 * @since: when that was
 * @table: one for each point
 * @none: whether nobody else was in any of them
 *
 * A table that has been published only loses hooks; a new one takes its place
 * when one comes. So it is known by its address until that can have been used
 * anew, which takes a grace period.
 */
struct sfw_foreign_hooks {
	struct sfw_record record;
	struct rcu_gp_oldstate since;
	const struct nf_hook_entries *table[SFW_FOREIGN_HOOKS_POINTS];
	bool none;
};

void sfw_foreign_hooks_learn(const struct net *net);
bool sfw_is_tracked(const struct net *net, u8 pf);
bool sfw_is_alone(const struct net *net, u8 pf, const struct sfw_db *db);
bool sfw_no_foreign_hooks(const struct net *net, u8 pf, const struct sfw_db *db);

#endif /* SFW_NF_FOREIGN_HOOKS_H */
