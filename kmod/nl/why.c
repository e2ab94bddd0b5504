// SPDX-License-Identifier: GPL-2.0
/* What holds an address: trust, exemptions, blocks, and the recent lists. */
#include "../compat/genl.h"
#include "../db/lists.h"
#include "attr.h"
#include "family.h"
#include "put.h"

enum kind { TRUST, EXEMPT, BLOCK, LIST, KINDS };

/**
 * struct dump - where a dump stands, kept in netlink_callback.args
 * @s: the policy; a reference
 * @addr: the address
 * @family: of @addr
 * @kind: of what comes next
 * @index: which of that kind; of prefixes their length
 */
struct dump {
	struct sfw_snapshot *s;
	struct sfw_addr addr;
	u8 family;
	u8 kind;
	u32 index;
};

static struct dump *dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct dump) > sizeof(cb->ctx));
	return (struct dump *)cb->ctx;
}

/**
 * sfw_nl_why_start - begin SFW_CMD_WHY
 * @cb: the dump
 *
 * Return: 0 or -EINVAL.
 */
int sfw_nl_why_start(struct netlink_callback *cb)
{
	struct nlattr *src = sfw_compat_dump_attrs(cb)[SFW_A_SRC];
	struct dump *dump = dump_of(cb);

	if (!src || !sfw_nl_read_addr(src, &dump->addr, &dump->family)) {
		sfw_extack(cb->extack, "an address of 4 or 16 bytes is missing");
		return -EINVAL;
	}
	dump->s = sfw_db_get(&sfw_net(sock_net(cb->skb->sk))->db);
	return 0;
}

/**
 * sfw_nl_why_done - end SFW_CMD_WHY
 * @cb: the dump
 */
int sfw_nl_why_done(struct netlink_callback *cb)
{
	sfw_snapshot_put(dump_of(cb)->s);
	return 0;
}

static u32 count(const struct dump *dump)
{
	switch (dump->kind) {
	case TRUST:
		return dump->s->policy.n_trusts;
	case LIST:
		return sfw_lists_count(dump->s);
	default:
		return (dump->family == SFW_AF_INET ? 32 : 128) + 1;
	}
}

static int put_trust(struct sk_buff *skb, struct netlink_callback *cb,
		     const struct dump *dump)
{
	const struct sfw_selector *sel =
		&dump->s->policy.trusts[dump->index];
	void *head;

	if (!sel->from.family ||
	    !sfw_prefix_has(&sel->from, dump->family, &dump->addr))
		return 0;
	head = sfw_nl_begin(skb, cb, SFW_CMD_TRUST_ADD);
	if (!head)
		return -EMSGSIZE;
	return sfw_nl_end(skb, head, sfw_nl_put_trust(skb, sel));
}

static u64 seconds_since(u64 then, u64 now)
{
	return now > then ? div_u64(now - then, NSEC_PER_SEC) : 0;
}

/* The prefix of one length that holds it, if there is one in the set. */
static int put_item(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct dump *dump, const struct sfw_prefixes *set,
		    u8 cmd)
{
	struct sfw_prefix p = { .family = dump->family };
	u64 now = ktime_get_boottime_ns();
	const struct sfw_prefix_item *item;
	void *head;
	u32 i;

	sfw_prefix_cut(&p, &dump->addr, dump->index);
	i = sfw_prefixes_exact(set, &p);
	if (i == SFW_NO_PREFIX)
		return 0;
	item = &set->item[i];
	if (item->expires && item->expires <= now)
		return 0;
	head = sfw_nl_begin(skb, cb, cmd);
	if (!head)
		return -EMSGSIZE;
	return sfw_nl_end(skb, head,
			  sfw_nl_put_item(skb, item) ?:
			  nla_put_u64_64bit(skb, SFW_A_FIRST,
					    seconds_since(item->since, now),
					    SFW_A_PAD));
}

static struct sfw_nl_list list_at(struct sfw_db *db, const struct dump *dump,
				  const char **name)
{
	struct sfw_nl_list of;

	of.list = sfw_lists_at(db, dump->s, dump->index, name);
	of.guard = sfw_snapshot_guard(dump->s, *name);
	of.lock = sfw_snapshot_lock(dump->s, *name);
	return of;
}

static int put_recent(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct sfw_nl_list *of, const char *name,
		      const struct sfw_recent *e, u64 now)
{
	void *head = sfw_nl_begin(skb, cb, SFW_CMD_LIST_GET);
	int err;

	if (!head)
		return -EMSGSIZE;
	err = nla_put_string(skb, SFW_A_NAME, name);
	if (!err && of->guard)
		err = nla_put_string(skb, SFW_A_GUARD, name);
	if (!err && of->lock)
		err = nla_put_string(skb, SFW_A_KNOCK, name);
	return sfw_nl_end(skb, head,
			  err ?: sfw_nl_put_recent(skb, of, e, now));
}

static int put_list(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct dump *dump)
{
	struct sfw_db *db = &sfw_net(sock_net(cb->skb->sk))->db;
	u64 now = ktime_get_boottime_ns();
	const struct sfw_recent *e;
	struct sfw_list_key key;
	struct sfw_nl_list of;
	const char *name;
	int err = 0;

	of = list_at(db, dump, &name);
	if (!of.list)
		return 0;
	key = sfw_list_key(of.list, dump->family, &dump->addr);
	rcu_read_lock();
	spin_lock_bh(&key.part->lock);
	e = sfw_list_find(of.list, dump->family, &dump->addr);
	if (e && sfw_recent_shows(of.list, e, now))
		err = put_recent(skb, cb, &of, name, e, now);
	spin_unlock_bh(&key.part->lock);
	rcu_read_unlock();
	return err;
}

static int put_next(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct dump *dump)
{
	const struct sfw_policy *p = &dump->s->policy;

	switch (dump->kind) {
	case TRUST:
		return put_trust(skb, cb, dump);
	case EXEMPT:
		return put_item(skb, cb, dump, p->exempts, SFW_CMD_EXEMPT_ADD);
	case BLOCK:
		return put_item(skb, cb, dump, p->blocks, SFW_CMD_BLOCK_ADD);
	default:
		return put_list(skb, cb, dump);
	}
}

/**
 * sfw_nl_why_dump - go on with SFW_CMD_WHY
 * @skb: room for some messages
 * @cb: the dump
 */
int sfw_nl_why_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);

	for (; dump->kind < KINDS; dump->kind++, dump->index = 0)
		for (; dump->index < count(dump); dump->index++)
			if (put_next(skb, cb, dump))
				return skb->len;
	return skb->len;
}
