/* SPDX-License-Identifier: GPL-2.0 */
/* Transactions as netlink sees them: one a socket. */
#ifndef SFW_NL_TXN_H
#define SFW_NL_TXN_H

#include "attr.h"

int sfw_nl_txn_begin(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_txn_commit(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_stage(struct genl_info *info,
		 int (*change)(struct sfw_snapshot *s,
			       const struct genl_info *info));
struct sfw_snapshot *sfw_nl_live(const struct genl_info *info);
void sfw_nl_txn_closed(struct net *net, u32 portid);

#endif /* SFW_NL_TXN_H */
