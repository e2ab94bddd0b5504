/* SPDX-License-Identifier: GPL-2.0 */
/* Messages of the family: their heads, and their ends. */
#ifndef SFW_NL_MESSAGE_H
#define SFW_NL_MESSAGE_H

#include <linux/sfw.h>
#include <net/genetlink.h>

extern struct genl_family sfw_genl;

static inline int sfw_nl_put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, SFW_A_PAD);
}

void *sfw_nl_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);
int sfw_nl_end(struct sk_buff *skb, void *head, int err);

#endif /* SFW_NL_MESSAGE_H */
