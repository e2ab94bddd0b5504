// SPDX-License-Identifier: GPL-2.0
/* Events: who listens to them, and messages for all of them at once. */
#include <linux/rwsem.h>

#include "../db/events.h"
#include "attr.h"
#include "family.h"
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
 * Who owns the namespace may join the group. That must not be enough to hear
 * what only the administrator of the machine may read.
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
	sfw_events_leave(sfw_net(net)->db.events, portid);
}

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, SFW_A_PAD);
}

static int put_cause(struct sk_buff *skb, const struct sfw_note *note)
{
	if (!note->proto)
		return 0;
	return nla_put_u8(skb, SFW_A_PROTO, note->proto) ?:
	       nla_put_u16(skb, SFW_A_PORT_FIRST, note->port);
}

static int put_refused(struct sk_buff *skb, const struct sfw_note *note)
{
	return nla_put_u8(skb, SFW_A_REASON, note->reason) ?:
	       sfw_nl_put_prefix(skb, &note->prefix) ?:
	       put_cause(skb, note) ?:
	       put_u64(skb, SFW_A_PACKETS, note->packets);
}

static int put_change(struct sk_buff *skb, const struct sfw_note *note)
{
	if (put_u64(skb, SFW_A_GENERATION, note->after) ||
	    put_u64(skb, SFW_A_BEFORE, note->before) ||
	    nla_put_u8(skb, SFW_A_BY, note->by) ||
	    (note->event == SFW_E_POLICY &&
	     nla_put_u8(skb, SFW_A_CHANGE, note->change)))
		return -EMSGSIZE;
	if (!note->pid)
		return 0;
	return nla_put_u32(skb, SFW_A_PID, note->pid) ?:
	       nla_put_u32(skb, SFW_A_UID, note->uid) ?:
	       nla_put_string(skb, SFW_A_PROCESS, note->process);
}

static int put_source(struct sk_buff *skb, const struct sfw_note *note)
{
	if (nla_put_u8(skb, SFW_A_BY, note->by) ||
	    sfw_nl_put_prefix(skb, &note->prefix) || put_cause(skb, note) ||
	    (note->name[0] && nla_put_string(skb, SFW_A_NAME, note->name)))
		return -EMSGSIZE;
	return note->seconds ?
	       nla_put_u32(skb, SFW_A_DURATION, note->seconds) : 0;
}

static int put_note(struct sk_buff *skb, const struct sfw_note *note)
{
	if (nla_put_u8(skb, SFW_A_EVENT, note->event) ||
	    put_u64(skb, SFW_A_TIME, note->time))
		return -EMSGSIZE;
	switch (note->event) {
	case SFW_E_REFUSED:
		return put_refused(skb, note);
	case SFW_E_POLICY:
	case SFW_E_ROLLBACK:
		return put_change(skb, note);
	case SFW_E_LOST:
		return put_u64(skb, SFW_A_PACKETS, note->packets) ?:
		       put_u64(skb, SFW_A_LOST, note->events);
	default:
		return put_source(skb, note);
	}
}

static int add_message(struct sk_buff *skb, u32 seq,
		       const struct sfw_note *note)
{
	void *head = genlmsg_put(skb, 0, seq, &sfw_genl, 0, SFW_CMD_EVENT);

	return head ? sfw_nl_end(skb, head, put_note(skb, note)) : -EMSGSIZE;
}

/* As many messages as one buffer holds. Returns the first that it does not. */
static const struct sfw_note *fill(struct sk_buff *skb, struct sfw_told *told,
				   const struct sfw_note *note, u32 *seq)
{
	while (note && !add_message(skb, *seq, note)) {
		++*seq;
		note = sfw_told_next(told);
	}
	return note;
}

/**
 * sfw_nl_tell - send events to those who listen in a namespace
 * @net: the namespace
 * @told: the events
 * @seq: number of the next message there; a listener who lacks one knows
 *
 * Context: may sleep; one at a time for each namespace.
 */
void sfw_nl_tell(struct net *net, struct sfw_told *told, u32 *seq)
{
	const struct sfw_note *note = sfw_told_next(told);
	struct sk_buff *skb;

	down_read(&door);
	while (open && note) {
		skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
		if (skb)
			note = fill(skb, told, note, seq);
		for (; !skb && note; note = sfw_told_next(told))
			++*seq;
		if (skb)
			genlmsg_multicast_netns(&sfw_genl, net, skb, 0, 0,
						GFP_KERNEL);
	}
	up_read(&door);
}
