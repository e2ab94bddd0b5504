// SPDX-License-Identifier: GPL-2.0
/*
 * The dump of a policy. It holds one snapshot from start to end, so what it
 * tells was all true at one moment, whatever is published meanwhile.
 */
#include "../compat/genl.h"
#include "../db/txn.h"
#include "attr.h"
#include "family.h"
#include "put.h"

/**
 * struct dump - where a dump stands, kept in netlink_callback.args
 * @s: what is dumped; a reference
 * @object: enum sfw_object that comes next
 * @end: the dump ends before this one
 * @index: next one of that kind
 */
struct dump {
	struct sfw_snapshot *s;
	u32 object;
	u32 end;
	u32 index;
};

static struct dump *dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct dump) > sizeof(cb->ctx));
	return (struct dump *)cb->ctx;
}

/* A copy: its owner may go on changing it while it is dumped. */
static struct sfw_snapshot *copy_staged(struct sfw_db *db, u32 portid)
{
	struct sfw_snapshot *s;
	struct sfw_txn *txn;

	lockdep_assert_held(&db->lock);
	txn = sfw_txn_find(db, portid);
	if (!txn)
		return ERR_PTR(-EINVAL);
	s = sfw_snapshot_clone(txn->staged);
	if (!s || sfw_snapshot_seal(s, ktime_get_boottime_ns())) {
		sfw_snapshot_put(s);
		return ERR_PTR(-ENOMEM);
	}
	s->generation = txn->base;
	return s;
}

static struct sfw_snapshot *get_staged(struct netlink_callback *cb)
{
	struct sfw_db *db = &sfw_net(sock_net(cb->skb->sk))->db;
	struct sfw_snapshot *s;

	mutex_lock(&db->lock);
	s = copy_staged(db, NETLINK_CB(cb->skb).portid);
	mutex_unlock(&db->lock);
	if (s == ERR_PTR(-EINVAL))
		sfw_extack(cb->extack,
			   "no transaction is open on this socket");
	return s;
}

/**
 * sfw_nl_policy_start - begin SFW_CMD_POLICY_GET
 * @cb: the dump
 */
int sfw_nl_policy_start(struct netlink_callback *cb)
{
	struct nlattr *object = sfw_compat_dump_attrs(cb)[SFW_A_OBJECT];
	struct dump *dump = dump_of(cb);

	dump->s = sfw_compat_dump_attrs(cb)[SFW_A_STAGED] ? get_staged(cb) :
		  sfw_db_get(&sfw_net(sock_net(cb->skb->sk))->db);
	if (IS_ERR(dump->s))
		return PTR_ERR(dump->s);
	dump->object = object ? nla_get_u8(object) : 0;
	dump->end = object ? dump->object + 1 : SFW_OBJ_MAX;
	dump->index = 0;
	return 0;
}

/**
 * sfw_nl_policy_done - end SFW_CMD_POLICY_GET
 * @cb: the dump
 */
int sfw_nl_policy_done(struct netlink_callback *cb)
{
	sfw_snapshot_put(dump_of(cb)->s);
	return 0;
}

static u32 object_count(const struct sfw_policy *p, u32 object)
{
	switch (object) {
	case SFW_OBJ_ENABLED:
		return 1;
	case SFW_OBJ_SETTING:
		return SFW_S_MAX;
	case SFW_OBJ_TRUST:
		return p->n_trusts;
	case SFW_OBJ_EXEMPT:
		return p->exempts->n;
	case SFW_OBJ_GUARD:
		return p->n_guards;
	case SFW_OBJ_KNOCK:
		return p->n_locks;
	case SFW_OBJ_BLOCK:
		return p->blocks->n;
	case SFW_OBJ_LAN:
		return p->n_lans;
	case SFW_OBJ_MASQ:
		return p->n_masqs;
	case SFW_OBJ_FORWARD:
		return p->n_forwards;
	default:
		return p->n_entries;
	}
}

static u8 object_cmd(const struct sfw_policy *p, u32 object, u32 i)
{
	switch (object) {
	case SFW_OBJ_ENABLED:
		return SFW_CMD_ENABLE_SET;
	case SFW_OBJ_SETTING:
		return SFW_CMD_SETTING_SET;
	case SFW_OBJ_TRUST:
		return SFW_CMD_TRUST_ADD;
	case SFW_OBJ_EXEMPT:
		return SFW_CMD_EXEMPT_ADD;
	case SFW_OBJ_GUARD:
		return SFW_CMD_GUARD_ADD;
	case SFW_OBJ_KNOCK:
		return SFW_CMD_KNOCK_ADD;
	case SFW_OBJ_BLOCK:
		return SFW_CMD_BLOCK_ADD;
	case SFW_OBJ_LAN:
		return SFW_CMD_LAN_ADD;
	case SFW_OBJ_MASQ:
		return SFW_CMD_MASQ_ADD;
	case SFW_OBJ_FORWARD:
		return SFW_CMD_FORWARD_ADD;
	default:
		return sfw_nl_entry_cmd(p->entries[i]);
	}
}

static int put_object(struct sk_buff *skb, const struct sfw_snapshot *s,
		      u32 object, u32 i)
{
	const struct sfw_policy *p = &s->policy;

	switch (object) {
	case SFW_OBJ_ENABLED:
		return nla_put_u8(skb, SFW_A_ENABLED, p->enabled) ?:
		       nla_put_u64_64bit(skb, SFW_A_GENERATION, s->generation,
					 SFW_A_PAD);
	case SFW_OBJ_SETTING:
		return sfw_nl_put_setting(skb, p, i);
	case SFW_OBJ_TRUST:
		return sfw_nl_put_trust(skb, &p->trusts[i]);
	case SFW_OBJ_EXEMPT:
		return sfw_nl_put_item(skb, &p->exempts->item[i]);
	case SFW_OBJ_GUARD:
		return sfw_nl_put_guard(skb, &p->guards[i]);
	case SFW_OBJ_KNOCK:
		return sfw_nl_put_knock(skb, &p->locks[i]);
	case SFW_OBJ_BLOCK:
		return sfw_nl_put_item(skb, &p->blocks->item[i]);
	case SFW_OBJ_LAN:
		return sfw_nl_put_trust(skb, &p->lans[i]);
	case SFW_OBJ_MASQ:
		return sfw_nl_put_masq(skb, &p->masqs[i]);
	case SFW_OBJ_FORWARD:
		return sfw_nl_put_entry(skb, p->forwards[i]);
	default:
		return sfw_nl_put_entry(skb, p->entries[i]);
	}
}

static int put_message(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct dump *dump)
{
	u8 cmd = object_cmd(&dump->s->policy, dump->object, dump->index);
	void *head = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				 cb->nlh->nlmsg_seq, &sfw_genl, NLM_F_MULTI,
				 cmd);

	if (!head)
		return -EMSGSIZE;
	if (put_object(skb, dump->s, dump->object, dump->index)) {
		genlmsg_cancel(skb, head);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return 0;
}

/**
 * sfw_nl_policy_dump - go on with SFW_CMD_POLICY_GET
 * @skb: room for some messages
 * @cb: the dump
 */
int sfw_nl_policy_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);

	while (dump->object < dump->end) {
		if (dump->index >= object_count(&dump->s->policy,
						dump->object)) {
			dump->object++;
			dump->index = 0;
			continue;
		}
		if (put_message(skb, cb, dump))
			return skb->len;
		dump->index++;
	}
	return skb->len;
}
