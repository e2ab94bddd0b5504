/* SPDX-License-Identifier: GPL-2.0 */
/* Whether the source of a packet is blocked: without a call where a glance tells. */
#ifndef SFW_NF_BLOCKED_H
#define SFW_NF_BLOCKED_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/skbuff.h>

#include "../core/group.h"
#include "../core/policy.h"
#include "../core/prefixes.h"

static inline bool sfw_is_in_block4(const struct sfw_policy *p, __be32 src)
{
	const struct sfw_prefixes *timed = rcu_dereference(p->timed_blocks);

	if (likely(!timed))	/* a glance has let sfw_early_unscreened() doubt it */
		return sfw_prefixes_search4(p->blocks, src, 0);
	return sfw_prefixes_find4(p->blocks, src, 0) ||
	       sfw_prefixes_find4(timed, src, ktime_get_boottime_ns());
}

static inline bool sfw_is_in_block6(const struct sfw_policy *p,
				    const struct sk_buff *skb)
{
	const struct sfw_prefixes *timed = rcu_dereference(p->timed_blocks);
	struct sfw_addr src;

	memcpy(&src, &ipv6_hdr(skb)->saddr, sizeof(src));
	return sfw_prefixes_find(p->blocks, SFW_AF_INET6, &src, 0) ||
	       (timed && sfw_prefixes_find(timed, SFW_AF_INET6, &src,
					   ktime_get_boottime_ns()));
}

static inline bool sfw_is_in_group(const struct sfw_policy *p,
				   const struct sk_buff *skb, u8 pf)
{
	const struct sfw_members *m = sfw_policy_blocked(p);
	u64 now = ktime_get_boottime_ns();
	struct sfw_addr src = {};
	u32 i;

	if (pf == NFPROTO_IPV6)
		memcpy(&src, &ipv6_hdr(skb)->saddr, sizeof(src));
	else
		src.w[0] = ip_hdr(skb)->saddr;
	for (i = 0; i < p->n_blocked; i++)
		if (sfw_members_have(&m[i], pf, &src, now))
			return true;
	return false;
}

/**
 * sfw_is_in_block - whether a policy blocks the source of a packet, for a time too
 * @p: the policy; of groups only where it screens by blocks alone
 * @skb: the packet, before routing
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Context: a hook, under rcu_read_lock().
 */
static inline bool sfw_is_in_block(const struct sfw_policy *p,
				   const struct sk_buff *skb, u8 pf)
{
	return (pf == NFPROTO_IPV6 ? sfw_is_in_block6(p, skb) :
				     sfw_is_in_block4(p, ip_hdr(skb)->saddr)) ||
	       (p->screens == SFW_SCREENS_GROUPS && sfw_is_in_group(p, skb, pf));
}

#endif /* SFW_NF_BLOCKED_H */
