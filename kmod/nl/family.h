/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family, and the commands that its files carry out. */
#ifndef SFW_NL_FAMILY_H
#define SFW_NL_FAMILY_H

#include <net/genetlink.h>

struct sfw_told;

extern struct genl_family sfw_genl;

/* Of what is nested. */
extern const struct nla_policy sfw_nl_window_policy[];
extern const struct nla_policy sfw_nl_step_policy[];

int sfw_nl_init(void);
void sfw_nl_exit(void);

void sfw_nl_events_open(bool yes);
void sfw_nl_tell(struct net *net, struct sfw_told *told, u32 *seq);
void sfw_nl_listen_closed(struct net *net, u32 portid);

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
int sfw_nl_exempt_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_exempt_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_guard_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_guard_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_knock_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_knock_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_block_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_block_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_block_flush(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_lan_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_lan_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_masq_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_masq_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_forward_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_forward_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_list_add(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_list_del(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_list_flush(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_confirm(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_rollback(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_lists_start(struct netlink_callback *cb);
int sfw_nl_lists_dump(struct sk_buff *skb, struct netlink_callback *cb);
int sfw_nl_lists_done(struct netlink_callback *cb);
int sfw_nl_list_start(struct netlink_callback *cb);
int sfw_nl_list_dump(struct sk_buff *skb, struct netlink_callback *cb);
int sfw_nl_list_done(struct netlink_callback *cb);
int sfw_nl_listen(struct sk_buff *skb, struct genl_info *info);
int sfw_nl_why_start(struct netlink_callback *cb);
int sfw_nl_why_dump(struct sk_buff *skb, struct netlink_callback *cb);
int sfw_nl_why_done(struct netlink_callback *cb);

#endif /* SFW_NL_FAMILY_H */
