// SPDX-License-Identifier: GPL-2.0
/* Messages of a dump, and an address of a recent list in one. */
#include <linux/math64.h>

#include "../db/guard.h"
#include "../db/knock.h"
#include "family.h"
#include "put.h"

/**
 * sfw_nl_begin - begin a message of a dump
 * @skb: where to
 * @cb: the dump
 * @cmd: enum sfw_cmd
 *
 * Return: its head, or NULL when there is no room.
 */
void *sfw_nl_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &sfw_genl, NLM_F_MULTI, cmd);
}

/**
 * sfw_nl_end - end a message, or take it back
 * @skb: where it is
 * @head: its head
 * @err: 0, or why it is not whole
 *
 * Return: @err.
 */
int sfw_nl_end(struct sk_buff *skb, void *head, int err)
{
	if (err)
		genlmsg_cancel(skb, head);
	else
		genlmsg_end(skb, head);
	return err;
}

/* Seconds until some moment, rounded up. */
static u32 left(u64 until, u64 now)
{
	return until > now ? div_u64(until - now + NSEC_PER_SEC - 1,
				     NSEC_PER_SEC) : 0;
}

static int put_left(struct sk_buff *skb, const struct sfw_list *list,
		    const struct sfw_recent *e, u64 now)
{
	if (e->fixed)
		return nla_put_flag(skb, SFW_A_FIXED);
	return nla_put_u32(skb, SFW_A_LEFT,
			   left(atomic64_read(&e->last) +
				READ_ONCE(list->window), now));
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
	return nla_put_u32(skb, attr, until == U64_MAX ? 0 : left(until, now));
}

/* What it means to the guard or knock that keeps the list. */
static int put_meaning(struct sk_buff *skb, const struct sfw_nl_list *of,
		       const struct sfw_recent *e, u64 now)
{
	if (of->guard && sfw_guard_refuses(of->guard, e, now) &&
	    nla_put_flag(skb, SFW_A_REFUSES))
		return -EMSGSIZE;
	if (of->guard)
		return put_until(skb, SFW_A_BLOCKED,
				 sfw_guard_blocks_until(of->guard, e), now);
	if (of->lock)
		return put_until(skb, SFW_A_OPEN, sfw_lock_open_until(e), now);
	return 0;
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
	       nla_put_u64_64bit(skb, SFW_A_FIRST, sfw_recent_begun(e, now),
				 SFW_A_PAD) ?:
	       nla_put_u64_64bit(skb, SFW_A_LAST, sfw_recent_silent(e, now),
				 SFW_A_PAD) ?:
	       nla_put_u8(skb, SFW_A_TTL, READ_ONCE(e->ttl)) ?:
	       put_left(skb, of->list, e, now) ?:
	       put_cause(skb, READ_ONCE(e->cause)) ?:
	       put_meaning(skb, of, e, now);
}
