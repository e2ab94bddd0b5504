/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family, and the commands that its files carry out. */
#ifndef SFW_NL_FAMILY_H
#define SFW_NL_FAMILY_H

#include <net/genetlink.h>

extern struct genl_family sfw_genl;

int sfw_nl_init(void);
void sfw_nl_exit(void);

int sfw_nl_status(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_stats(struct sk_buff *skb, struct netlink_callback *cb);
int sfw_nl_policy_start(struct netlink_callback *cb);
int sfw_nl_policy_dump(struct sk_buff *skb, struct netlink_callback *cb);
int sfw_nl_policy_done(struct netlink_callback *cb);
int sfw_nl_test(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_enable_set(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_flush(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_setting_set(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_port_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_port_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_proto_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_proto_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_trust_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_trust_del(struct sk_buff *skb, struct genl_info *info);

#endif /* SFW_NL_FAMILY_H */
