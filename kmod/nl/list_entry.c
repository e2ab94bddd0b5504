// SPDX-License-Identifier: GPL-2.0
/* An address of a recent list in a dump. */
#include <net/netlink.h>

#include "../db/list/copy.h"
#include "../db/list/guard.h"
#include "../db/seconds.h"
#include "message.h"
#include "put.h"

static int put_left(struct sk_buff *skb, const struct sfw_list *list,
		    const struct sfw_recent *e, u64 now)
{
	if (e->fixed)
		return nla_put_flag(skb, SFW_A_FIXED);
	return nla_put_u32(skb, SFW_A_LEFT,
			   sfw_seconds_left(max_t(s64, atomic64_read(&e->last) +
						  READ_ONCE(list->window), 0), now));
}

static int put_cause(struct sk_buff *skb, u32 cause)
{
	if (!cause)
		return 0;
	return nla_put_u8(skb, SFW_A_PROTO, cause >> 16) ?:
	       nla_put_u16(skb, SFW_A_PORT_FIRST, cause & 0xffff);
}

static int put_until(struct sk_buff *skb, int attr, u64 until, u64 now)
{
	if (until <= now)
		return 0;
	return nla_put_u32(skb, attr, until == U64_MAX ? 0 :
			   sfw_seconds_left(until, now));
}

/* Its meaning to the guard or knock that keeps the list. */
static int put_meaning(struct sk_buff *skb, const struct sfw_nl_list *of,
		       const struct sfw_recent *e, u64 now)
{
	if (of->guard && sfw_guard_refuses(of->guard, e, now) &&
	    nla_put_flag(skb, SFW_A_REFUSES))
		return -EMSGSIZE;
	return put_until(skb, of->knock ? SFW_A_OPEN : SFW_A_BLOCKED,
			 sfw_recent_until(of->list, e), now);
}

static int put_object(struct sk_buff *skb, const struct sfw_list *list)
{
	enum sfw_object object = sfw_list_object(list);

	return object < SFW_OBJ_MAX ? nla_put_u8(skb, SFW_A_OBJECT, object) : 0;
}

/* The hits that a guard counts, for a copy of the entry. */
static int put_stamps(struct sk_buff *skb, const struct sfw_nl_list *of,
		      const struct sfw_recent *e, u64 now)
{
	u64 stamp[SFW_STAMPS_MAX];
	u32 n = sfw_list_stamps(of->list, e, now, stamp);

	return n ? nla_put(skb, SFW_A_STAMPS, n * sizeof(*stamp), stamp) : 0;
}

/**
 * sfw_nl_put_recent - write an address of a recent list
 * @skb: the message
 * @of: the list
 * @e: the entry
 * @now: boot-time nanoseconds
 *
 * Context: its part of the list is locked. Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_recent(struct sk_buff *skb, const struct sfw_nl_list *of,
		      const struct sfw_recent *e, u64 now)
{
	bool v6 = e->family == SFW_AF_INET6;
	struct sfw_prefix p = { .addr = e->addr, .family = e->family,
				.len = of->list->mask[v6] };

	return sfw_nl_put_prefix(skb, &p) ?:
	       nla_put_u32(skb, SFW_A_HITS, atomic_read(&e->hits)) ?:
	       sfw_nl_put_u64(skb, SFW_A_FIRST, sfw_recent_begun(e, now)) ?:
	       sfw_nl_put_u64(skb, SFW_A_LAST, sfw_recent_silent(e, now)) ?:
	       nla_put_u8(skb, SFW_A_TTL, READ_ONCE(e->ttl)) ?:
	       put_left(skb, of->list, e, now) ?:
	       put_cause(skb, READ_ONCE(e->cause)) ?:
	       put_meaning(skb, of, e, now) ?:
	       (of->whole ? put_object(skb, of->list) ?:
			    put_stamps(skb, of, e, now) : 0);
}
