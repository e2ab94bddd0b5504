// SPDX-License-Identifier: GPL-2.0
/* What everybody may read. */
#include "../db/events.h"
#include "../db/lists.h"
#include "../db/trial.h"
#include "attr.h"
#include "family.h"

static int put_status(struct sk_buff *skb, const struct sfw_db *db,
		      const struct sfw_snapshot *s)
{
	u32 left = sfw_trial_left(db);

	if (nla_put_string(skb, SFW_A_VERSION, SFW_VERSION) ||
	    nla_put_u8(skb, SFW_A_ENABLED, s->policy.enabled) ||
	    nla_put_u64_64bit(skb, SFW_A_GENERATION, s->generation,
			      SFW_A_PAD) ||
	    nla_put_u32(skb, SFW_A_PORT_COUNT, s->policy.n_entries) ||
	    nla_put_u32(skb, SFW_A_LIST_COUNT, sfw_lists_count(s)) ||
	    nla_put_u8(skb, SFW_A_FORWARDING, READ_ONCE(db->forwarding)) ||
	    nla_put_u64_64bit(skb, SFW_A_UNLOGGED,
			      atomic64_read(&db->events->logs.denied), SFW_A_PAD))
		return -EMSGSIZE;
	return left ? nla_put_u32(skb, SFW_A_CONFIRM, left) : 0;
}

/**
 * sfw_nl_status - SFW_CMD_STATUS
 * @skb: the request
 * @info: the request
 */
int sfw_nl_status(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	struct sfw_snapshot *s;
	void *head;
	int err;

	if (!reply)
		return -ENOMEM;
	head = genlmsg_put_reply(reply, info, &sfw_genl, 0, SFW_CMD_STATUS);
	s = sfw_db_get(sfw_nl_db(info));
	err = head ? put_status(reply, sfw_nl_db(info), s) : -EMSGSIZE;
	sfw_snapshot_put(s);
	if (err) {
		nlmsg_free(reply);
		return err;
	}
	genlmsg_end(reply, head);
	return genlmsg_reply(reply, info);
}

static int put_reason(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct sfw_db *db, u32 reason)
{
	struct sfw_sum sum = sfw_count_sum(&db->stats->reason[reason]);
	void *head = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				 cb->nlh->nlmsg_seq, &sfw_genl, NLM_F_MULTI,
				 SFW_CMD_STATS);

	if (!head)
		return -EMSGSIZE;
	if (nla_put_u8(skb, SFW_A_REASON, reason) ||
	    nla_put_u64_64bit(skb, SFW_A_PACKETS, sum.packets, SFW_A_PAD) ||
	    nla_put_u64_64bit(skb, SFW_A_BYTES, sum.bytes, SFW_A_PAD)) {
		genlmsg_cancel(skb, head);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return 0;
}

/**
 * sfw_nl_stats - SFW_CMD_STATS
 * @skb: room for some messages
 * @cb: the dump; args[0] is the next reason
 */
int sfw_nl_stats(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct sfw_db *db = &sfw_net(sock_net(cb->skb->sk))->db;

	while (cb->args[0] < SFW_R_MAX) {
		if (put_reason(skb, cb, db, cb->args[0]))
			break;
		cb->args[0]++;
	}
	return skb->len;
}
