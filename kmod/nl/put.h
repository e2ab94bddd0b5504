/* SPDX-License-Identifier: GPL-2.0 */
/* Objects of a policy as attributes. */
#ifndef SFW_NL_PUT_H
#define SFW_NL_PUT_H

#include <linux/netlink.h>
#include <linux/skbuff.h>

#include "../core/policy.h"
#include "../db/list.h"

/**
 * struct sfw_nl_list - a recent list and whose it is
 * @list: the list
 * @guard: the guard that keeps it, or NULL
 * @lock: the knock that keeps it, or NULL
 */
struct sfw_nl_list {
	struct sfw_list *list;
	const struct sfw_guard *guard;
	const struct sfw_lock *lock;
};

void *sfw_nl_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);
int sfw_nl_end(struct sk_buff *skb, void *head, int err);

int sfw_nl_put_prefix(struct sk_buff *skb, const struct sfw_prefix *p);
int sfw_nl_put_setting(struct sk_buff *skb, const struct sfw_policy *p,
		       u32 setting);
int sfw_nl_put_trust(struct sk_buff *skb, const struct sfw_selector *sel);
int sfw_nl_put_masq(struct sk_buff *skb, const struct sfw_selector *sel);
int sfw_nl_put_entry(struct sk_buff *skb, const struct sfw_entry *e);
int sfw_nl_put_item(struct sk_buff *skb, const struct sfw_prefix_item *item);
int sfw_nl_put_guard(struct sk_buff *skb, const struct sfw_guard *g);
int sfw_nl_put_knock(struct sk_buff *skb, const struct sfw_lock *l);
int sfw_nl_put_recent(struct sk_buff *skb, const struct sfw_nl_list *of,
		      const struct sfw_recent *e, u64 now);
u8 sfw_nl_entry_cmd(const struct sfw_entry *e);

#endif /* SFW_NL_PUT_H */
