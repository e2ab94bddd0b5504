// SPDX-License-Identifier: GPL-2.0
/* Events: their listeners, and one message for all of them. */
#include <linux/rwsem.h>

#include "../db/event/events.h"
#include "attr.h"
#include "family.h"
#include "message.h"
#include "put.h"

/* The number of the group is ours only as long as the family is registered. */
static DECLARE_RWSEM(door);
static bool open;

/**
 * sfw_nl_events_open - the family is registered, or will not be much longer
 * @yes: which of both; if not, nothing is being sent any more
 *
 * Context: may sleep.
 */
void sfw_nl_events_open(bool yes)
{
	down_write(&door);
	open = yes;
	up_write(&door);
}

/**
 * sfw_nl_listen - SFW_CMD_LISTEN
 * @skb: the request
 * @info: the request
 *
 * The owner of the namespace may join the group. Joining alone must not deliver
 * events, which only the administrator of the machine may read.
 */
int sfw_nl_listen(struct sk_buff *skb, struct genl_info *info)
{
	int err;

	if (genl_info_net(info)->user_ns != &init_user_ns) {
		sfw_extack(info->extack,
			   "another user owns this namespace, and would hear the events too");
		return -EOPNOTSUPP;
	}
	err = sfw_events_listen(sfw_nl_db(info)->events, info->snd_portid);
	if (err == -EEXIST)
		sfw_extack(info->extack, "this socket listens already");
	else if (err == -ENOSPC)
		sfw_extack(info->extack,
			   "%u listen already, the most there may be",
			   SFW_LISTENERS_MAX);
	return err;
}

/**
 * sfw_nl_listen_closed - a netlink socket is gone, which may have listened
 * @net: its namespace
 * @portid: its address
 */
void sfw_nl_listen_closed(struct net *net, u32 portid)
{
	sfw_events_leave(sfw_db_of(net)->events, portid);
}

static int put_cause(struct sk_buff *skb, const struct sfw_event_info *info)
{
	if (!info->proto)
		return 0;
	return nla_put_u8(skb, SFW_A_PROTO, info->proto) ?:
	       nla_put_u16(skb, SFW_A_PORT_FIRST, info->port);
}

static int put_refused(struct sk_buff *skb, const struct sfw_event_info *info)
{
	return nla_put_u8(skb, SFW_A_REASON, info->reason) ?:
	       sfw_nl_put_prefix(skb, &info->prefix) ?:
	       put_cause(skb, info) ?:
	       sfw_nl_put_u64(skb, SFW_A_PACKETS, info->packets);
}

static int put_change(struct sk_buff *skb, const struct sfw_event_info *info)
{
	if (sfw_nl_put_u64(skb, SFW_A_GENERATION, info->after) ||
	    sfw_nl_put_u64(skb, SFW_A_BEFORE, info->before) ||
	    nla_put_u8(skb, SFW_A_BY, info->by) ||
	    (info->event == SFW_E_POLICY &&
	     nla_put_u8(skb, SFW_A_CHANGE, info->change)))
		return -EMSGSIZE;
	if (!info->pid)
		return 0;
	return nla_put_u32(skb, SFW_A_PID, info->pid) ?:
	       nla_put_u32(skb, SFW_A_UID, info->uid) ?:
	       nla_put_string(skb, SFW_A_PROCESS, info->process);
}

static int put_source(struct sk_buff *skb, const struct sfw_event_info *info)
{
	if (nla_put_u8(skb, SFW_A_BY, info->by) ||
	    sfw_nl_put_prefix(skb, &info->prefix) || put_cause(skb, info) ||
	    (info->name[0] && nla_put_string(skb, SFW_A_NAME, info->name)))
		return -EMSGSIZE;
	return info->seconds ?
	       nla_put_u32(skb, SFW_A_DURATION, info->seconds) : 0;
}

static int put_event(struct sk_buff *skb, const struct sfw_event_info *info)
{
	if (nla_put_u8(skb, SFW_A_EVENT, info->event) ||
	    sfw_nl_put_u64(skb, SFW_A_TIME, info->time))
		return -EMSGSIZE;
	switch (info->event) {
	case SFW_E_REFUSED:
		return put_refused(skb, info);
	case SFW_E_POLICY:
	case SFW_E_ROLLBACK:
		return put_change(skb, info);
	case SFW_E_LOST:
		return sfw_nl_put_u64(skb, SFW_A_PACKETS, info->packets) ?:
		       sfw_nl_put_u64(skb, SFW_A_LOST, info->events);
	default:
		return put_source(skb, info);
	}
}

static int add_message(struct sk_buff *skb, u32 seq,
		       const struct sfw_event_info *info)
{
	void *head = genlmsg_put(skb, 0, seq, &sfw_genl, 0, SFW_CMD_EVENT);

	return head ? sfw_nl_end(skb, head, put_event(skb, info)) : -EMSGSIZE;
}

/* Fill one buffer with messages. Returns the first event that does not fit. */
static const struct sfw_event_info *fill(struct sk_buff *skb, u32 *seq,
					 struct sfw_event_cursor *cursor,
					 const struct sfw_event_info *info)
{
	while (info && !add_message(skb, *seq, info)) {
		++*seq;
		info = sfw_event_next(cursor);
	}
	return info;
}

/**
 * sfw_nl_send_events - send events to the listeners of a namespace
 * @net: the namespace
 * @cursor: the events
 * @seq: number of the next message there; a listener who lacks one knows
 *
 * Context: may sleep; one at a time for each namespace.
 */
void sfw_nl_send_events(struct net *net, struct sfw_event_cursor *cursor,
			u32 *seq)
{
	const struct sfw_event_info *info = sfw_event_next(cursor);
	struct sk_buff *skb;

	down_read(&door);
	while (open && info) {
		skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
		if (skb)
			info = fill(skb, seq, cursor, info);
		for (; !skb && info; info = sfw_event_next(cursor))
			++*seq;
		if (skb)
			genlmsg_multicast_netns(&sfw_genl, net, skb, 0, 0,
						GFP_KERNEL);
	}
	up_read(&door);
}
