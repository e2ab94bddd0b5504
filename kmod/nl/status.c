// SPDX-License-Identifier: GPL-2.0
/* Status and statistics: readable without rights. */
#include "../db/event/events.h"
#include "../db/list/lists.h"
#include "../db/policy/rehearsal.h"
#include "../db/policy/trial.h"
#include "../db/stats.h"
#include "attr.h"
#include "family.h"
#include "message.h"
#include "put.h"

static int put_rehearsal(struct sk_buff *skb, struct sfw_rehearsal *r)
{
	u64 lost;
	u32 n;

	if (!r)
		return 0;
	n = sfw_findings_count(r->findings, &lost);
	return nla_put_u32(skb, SFW_A_REHEARSE, sfw_rehearsal_left(r)) ?:
	       nla_put_u32(skb, SFW_A_FINDING_COUNT, n) ?:
	       sfw_nl_put_u64(skb, SFW_A_LOST, lost) ?:
	       sfw_nl_put_u64(skb, SFW_A_SKIPPED, atomic64_read(&r->findings->skipped));
}

static int put_status(struct sk_buff *skb, const struct sfw_db *db,
		      const struct sfw_snapshot *s)
{
	u32 left = sfw_trial_left(db);

	if (nla_put_string(skb, SFW_A_VERSION, SFW_VERSION) ||
	    nla_put_u8(skb, SFW_A_ENABLED, s->policy.enabled) ||
	    sfw_nl_put_u64(skb, SFW_A_GENERATION, s->generation) ||
	    nla_put_u32(skb, SFW_A_PORT_COUNT, s->policy.n_entries) ||
	    nla_put_u32(skb, SFW_A_LIST_COUNT, sfw_lists_count(&s->policy)) ||
	    sfw_nl_put_u64(skb, SFW_A_UNLOGGED,
			   atomic64_read(&db->events->logs.denied)) ||
	    sfw_nl_put_u64(skb, SFW_A_DIRECT,
			   sfw_count_sum(&db->stats->direct).packets))
		return -EMSGSIZE;
	return left ? nla_put_u32(skb, SFW_A_CONFIRM, left) : 0;
}

int sfw_nl_status(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	struct sfw_rehearsal *r;
	struct sfw_snapshot *s;
	void *head;
	int err;

	if (!reply)
		return -ENOMEM;
	head = genlmsg_put_reply(reply, info, &sfw_genl, 0, SFW_CMD_STATUS);
	s = sfw_db_get(sfw_nl_db(info));
	r = sfw_rehearsal_get(sfw_nl_db(info));
	err = head ? put_status(reply, sfw_nl_db(info), s) ?:
		     put_rehearsal(reply, r) : -EMSGSIZE;
	sfw_rehearsal_put(r);
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
	void *head = sfw_nl_begin(skb, cb, SFW_CMD_STATS);

	return head ? sfw_nl_end(skb, head,
			nla_put_u8(skb, SFW_A_REASON, reason) ?:
			sfw_nl_put_u64(skb, SFW_A_PACKETS, sum.packets) ?:
			sfw_nl_put_u64(skb, SFW_A_BYTES, sum.bytes)) : -EMSGSIZE;
}

/**
 * sfw_nl_stats - SFW_CMD_STATS
 * @skb: room for some messages
 * @cb: the dump; args[0] is the next reason
 */
int sfw_nl_stats(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct sfw_db *db = sfw_db_of(sock_net(cb->skb->sk));

	while (cb->args[0] < SFW_R_MAX) {
		if (put_reason(skb, cb, db, cb->args[0]))
			break;
		cb->args[0]++;
	}
	return skb->len;
}
