/* SPDX-License-Identifier: GPL-2.0 */
/* Objects of a policy as attributes. */
#ifndef SFW_NL_PUT_H
#define SFW_NL_PUT_H

#include <linux/netlink.h>
#include <linux/skbuff.h>

#include "../core/decide.h"
#include "../core/policy.h"
#include "../db/list/list.h"

/**
 * struct sfw_nl_list - a recent list and its guard or knock
 * @list: the list
 * @guard: the guard that keeps it, or NULL
 * @knock: the knock that keeps it, or NULL
 * @whole: with all that a copy of an entry needs
 */
struct sfw_nl_list {
	bool whole;
	struct sfw_list *list;
	const struct sfw_guard *guard;
	const struct sfw_knock *knock;
};

int sfw_nl_put_prefix(struct sk_buff *skb, const struct sfw_prefix *p);
int sfw_nl_put_addr(struct sk_buff *skb, int attr, u8 family,
		    const struct sfw_addr *a);
int sfw_nl_put_setting(struct sk_buff *skb, u32 setting, u32 value);
int sfw_nl_put_rule(struct sk_buff *skb, const struct sfw_policy *p,
		    const struct sfw_verdict *v, const struct sfw_facts *f);
int sfw_nl_put_item(struct sk_buff *skb, const struct sfw_prefix_item *item);
int sfw_nl_put_member(struct sk_buff *skb, const struct sfw_group *g,
		      const struct sfw_prefix_item *item, bool fleeting);
int sfw_nl_put_object(struct sk_buff *skb, const struct sfw_policy *p,
		      enum sfw_object object, u32 i);
u8 sfw_nl_object_cmd(const struct sfw_policy *p, enum sfw_object object, u32 i);
int sfw_nl_put_recent(struct sk_buff *skb, const struct sfw_nl_list *of,
		      const struct sfw_recent *e, u64 now);

#endif /* SFW_NL_PUT_H */
