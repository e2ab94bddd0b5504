// SPDX-License-Identifier: GPL-2.0
/* The findings of a rehearsal, and its end. */
#include "../db/policy/rehearsal.h"
#include "../db/seconds.h"
#include "attr.h"
#include "family.h"
#include "message.h"
#include "put.h"

/**
 * struct dump - where a dump stands, kept in netlink_callback.args
 * @r: the rehearsal; a reference, or NULL
 * @met: its policy as packets meet it; a reference, or NULL
 * @at: the place of the next finding
 */
struct dump {
	struct sfw_rehearsal *r;
	struct sfw_snapshot *met;
	u32 at;
};

static struct dump *dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct dump) > sizeof(cb->ctx));
	return (struct dump *)cb->ctx;
}

int sfw_nl_findings_start(struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);

	dump->r = sfw_rehearsal_get(sfw_db_of(sock_net(cb->skb->sk)));
	dump->met = dump->r ? sfw_rehearsal_get_met(dump->r) : NULL;
	dump->at = 0;
	return dump->r ? 0 : -ENOENT;
}

int sfw_nl_findings_done(struct netlink_callback *cb)
{
	sfw_snapshot_put(dump_of(cb)->met);
	sfw_rehearsal_put(dump_of(cb)->r);
	return 0;
}

static int put_sources(struct sk_buff *skb, const struct sfw_finding *f)
{
	const struct sfw_prefix all = {
		.addr = f->src[0], .family = f->key.family, .len = f->len,
	};
	int err = 0;
	u32 i;

	if (f->n > SFW_FINDING_SOURCES)
		return sfw_nl_put_prefix(skb, &all);
	for (i = 0; i < f->n && !err; i++)
		err = sfw_nl_put_addr(skb, SFW_A_SRC, f->key.family, &f->src[i]);
	return err;
}

static int put_packets(struct sk_buff *skb, const struct sfw_finding *f, u64 now)
{
	return sfw_nl_put_u64(skb, SFW_A_PACKETS, f->packets) ?:
	       sfw_nl_put_u64(skb, SFW_A_FIRST, sfw_seconds_since(f->first, now)) ?:
	       sfw_nl_put_u64(skb, SFW_A_LAST, sfw_seconds_since(f->last, now));
}

static int put_kind(struct sk_buff *skb, const struct sfw_finding_key *key)
{
	return nla_put_u8(skb, SFW_A_ACTION,
			  key->accept ? SFW_ACT_ACCEPT : SFW_ACT_DROP) ?:
	       nla_put_u8(skb, SFW_A_REASON, key->reason) ?:
	       (key->live == SFW_R_MAX ? 0 :
		nla_put_u8(skb, SFW_A_LIVE_REASON, key->live)) ?:
	       nla_put_u8(skb, SFW_A_PROTO, key->proto) ?:
	       nla_put_u16(skb, SFW_A_PORT_FIRST, key->port) ?:
	       nla_put_string(skb, SFW_A_DEV, key->dev) ?:
	       (key->out[0] ? nla_put_string(skb, SFW_A_OUT, key->out) : 0);
}

static int put_rule(struct sk_buff *skb, const struct sfw_policy *p,
		    const struct sfw_finding *f, u64 now)
{
	const struct sfw_facts facts = {
		.src = f->src[0], .family = f->key.family, .now = now,
	};
	const struct sfw_verdict v = { .rule = f->key.rule, .index = f->key.index };

	return sfw_nl_put_rule(skb, p, &v, &facts);
}

static int put_finding(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct sfw_finding *f)
{
	const struct sfw_policy *p = &dump_of(cb)->met->policy;
	void *head = sfw_nl_begin(skb, cb, SFW_CMD_FINDINGS_GET);
	u64 now = max(ktime_get_boottime_ns(), f->last);

	return head ? sfw_nl_end(skb, head,
				 put_kind(skb, &f->key) ?: put_sources(skb, f) ?:
				 put_packets(skb, f, now) ?:
				 put_rule(skb, p, f, now)) : -EMSGSIZE;
}

int sfw_nl_findings_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);
	struct sfw_finding f;

	for (; dump->at < SFW_FINDINGS_MAX; dump->at++)
		if (sfw_findings_at(dump->r->findings, dump->at, &f) &&
		    put_finding(skb, cb, &f))
			break;
	return skb->len;
}

/* Whether there is one to be ended, or forgotten. */
static int look(struct sfw_db *db)
{
	struct sfw_rehearsal *r = sfw_rehearsal_get(db);

	sfw_rehearsal_put(r);
	return r ? 0 : -ENOENT;
}

int sfw_nl_rehearsal_end(struct sk_buff *skb, struct genl_info *info)
{
	struct sfw_db *db = sfw_nl_db(info);
	int err;

	mutex_lock(&db->lock);
	err = info->attrs[SFW_A_DRY_RUN] ? look(db) : sfw_rehearsal_end(db);
	mutex_unlock(&db->lock);
	if (err)
		sfw_extack(info->extack, "no policy is rehearsed");
	return err;
}
