/* SPDX-License-Identifier: GPL-2.0 */
/* Transactions as netlink sees them, one a socket, and their changes. */
#ifndef SFW_NL_TXN_H
#define SFW_NL_TXN_H

#include "../core/describe.h"
#include "../db/policy/snapshot.h"
#include "attr.h"
#include "family.h"

int sfw_nl_edit_err(const struct genl_info *info, int err,
		    enum sfw_object object, const char *text);
int sfw_nl_entry_err(const struct genl_info *info, int err,
		     enum sfw_object object, const struct sfw_entry *e);
int sfw_nl_no_entry_err(const struct genl_info *info, int err,
			const struct sfw_policy *p, enum sfw_object object,
			const struct sfw_entry *e);
int sfw_nl_add_gate(struct sfw_snapshot *s, const struct genl_info *info,
		    enum sfw_object object, const struct sfw_gate_base *gate);
void sfw_nl_txn_closed(struct net *net, u32 portid);

#endif /* SFW_NL_TXN_H */
