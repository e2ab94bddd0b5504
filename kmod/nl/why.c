// SPDX-License-Identifier: GPL-2.0
/* Holders of an address: groups, trust, exemptions, blocks, and the recent lists. */
#include "../compat/genl.h"
#include "../db/list/lists.h"
#include "../db/policy/snapshot.h"
#include "../db/policy/timed.h"
#include "../db/seconds.h"
#include "attr.h"
#include "family.h"
#include "message.h"
#include "put.h"

enum kind { TRUST, EXEMPT_GROUP, EXEMPT, BLOCK_GROUP, BLOCK, GROUP, LIST, KINDS };

/**
 * struct dump - where a dump stands, kept in netlink_callback.args
 * @s: the policy; a reference
 * @timed: its blocks with a duration; a reference, or NULL
 * @addr: the address
 * @family: of @addr
 * @kind: of the next item to write
 * @index: its place within the kind; for prefixes their length; for members of groups
 *	   both
 */
struct dump {
	struct sfw_snapshot *s;
	struct sfw_prefixset *timed;
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

int sfw_nl_why_start(struct netlink_callback *cb)
{
	struct nlattr *src = sfw_compat_dump_attrs(cb)[SFW_A_SRC];
	struct dump *dump = dump_of(cb);

	if (!src || !sfw_nl_read_addr(src, &dump->addr, &dump->family)) {
		sfw_extack(cb->extack, "an address of 4 or 16 bytes is missing");
		return -EINVAL;
	}
	dump->s = sfw_db_get(sfw_db_of(sock_net(cb->skb->sk)));
	dump->timed = sfw_timed_get(dump->s);
	return 0;
}

int sfw_nl_why_done(struct netlink_callback *cb)
{
	sfw_prefixset_put(dump_of(cb)->timed);
	sfw_snapshot_put(dump_of(cb)->s);
	return 0;
}

/* Lengths that prefixes may have. */
static u32 lengths(const struct dump *dump)
{
	return (dump->family == SFW_AF_INET ? 32 : 128) + 1;
}

static u32 count(const struct dump *dump)
{
	switch (dump->kind) {
	case EXEMPT_GROUP:
	case BLOCK_GROUP:
		return dump->s->policy.n_groups;
	case GROUP:
		return dump->s->policy.n_groups * lengths(dump);
	case TRUST:
		return dump->s->policy.n_trusts;
	case LIST:
		return sfw_lists_count(&dump->s->policy);
	default:
		return lengths(dump);
	}
}

static int put_since(struct sk_buff *skb, const struct sfw_prefix_item *item, u64 now)
{
	return sfw_nl_put_u64(skb, SFW_A_FIRST,
			      sfw_seconds_since(item->since, now));
}

/* A prefix that holds it, by a group that a line names or, without @g, by itself. */
static int put_holder(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		      const struct sfw_group *g,
		      const struct sfw_prefix_item *item, u64 now)
{
	void *head;

	if (!item)
		return 0;
	head = sfw_nl_begin(skb, cb, cmd);
	if (!head)
		return -EMSGSIZE;
	return sfw_nl_end(skb, head,
			  (g ? nla_put_string(skb, SFW_A_GROUP, g->name) : 0) ?:
			  sfw_nl_put_item(skb, item) ?: put_since(skb, item, now));
}

/* A line that names a group, with the longest of its members that holds it. */
static int put_named(struct sk_buff *skb, struct netlink_callback *cb,
		     const struct dump *dump, const struct sfw_group *g, u8 cmd)
{
	const struct sfw_policy *p = &dump->s->policy;
	u64 now = ktime_get_boottime_ns();

	return put_holder(skb, cb, cmd, g,
			  sfw_members_find(&p->members[g->slot], dump->family,
					   &dump->addr, now), now);
}

static int put_role(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct dump *dump, u8 role, u8 cmd)
{
	const struct sfw_group_place *at = &dump->s->policy.groups[dump->index];

	return at->roles & role ? put_named(skb, cb, dump, at->group, cmd) : 0;
}

static int put_trust(struct sk_buff *skb, struct netlink_callback *cb,
		     const struct dump *dump)
{
	const struct sfw_selector *sel =
		&dump->s->policy.trusts[dump->index];
	void *head;

	if (sel->group)
		return put_named(skb, cb, dump, sel->group, SFW_CMD_TRUST_ADD);
	if (!sel->from.family ||
	    !sfw_prefix_has(&sel->from, dump->family, &dump->addr))
		return 0;
	head = sfw_nl_begin(skb, cb, SFW_CMD_TRUST_ADD);
	if (!head)
		return -EMSGSIZE;
	return sfw_nl_end(skb, head,
			  sfw_nl_put_object(skb, &dump->s->policy,
					    SFW_OBJ_TRUST, dump->index));
}

/* The prefix of one length that holds it, if one of two sets has it. */
static const struct sfw_prefix_item *
find_item(const struct dump *dump, u8 len, const struct sfw_prefixes *set,
	  const struct sfw_prefixset *more, u64 now)
{
	struct sfw_prefix p = { .family = dump->family };
	const struct sfw_prefix_item *item;

	sfw_prefix_cut(&p, &dump->addr, len);
	item = sfw_prefixes_exact(set, &p);
	if (!item && more)
		item = sfw_prefixes_exact(&more->set, &p);
	return item && item->expires && item->expires <= now ? NULL : item;
}

static int put_item(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct dump *dump, const struct sfw_prefixes *set,
		    const struct sfw_prefixset *timed, u8 cmd)
{
	u64 now = ktime_get_boottime_ns();

	return put_holder(skb, cb, cmd, NULL,
			  find_item(dump, dump->index, set, timed, now), now);
}

static int put_member(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct dump *dump)
{
	const struct sfw_group_place *at =
		&dump->s->policy.groups[dump->index / lengths(dump)];
	u64 now = ktime_get_boottime_ns();
	const struct sfw_prefix_item *item;
	void *head;

	item = find_item(dump, dump->index % lengths(dump), &at->lasting->set,
			 at->fleeting, now);
	if (!item)
		return 0;
	head = sfw_nl_begin(skb, cb, SFW_CMD_GROUP_ADD);
	if (!head)
		return -EMSGSIZE;
	return sfw_nl_end(skb, head,
			  sfw_nl_put_member(skb, at->group, item,
					    at->group->is_volatile || item->expires) ?:
			  put_since(skb, item, now));
}

static struct sfw_nl_list list_at(struct sfw_db *db, const struct dump *dump,
				  const char **name)
{
	struct sfw_nl_list of = {};

	of.list = sfw_lists_at(db, &dump->s->policy, dump->index, name);
	of.guard = sfw_policy_gate(&dump->s->policy, SFW_OBJ_GUARD, *name);
	of.knock = sfw_policy_gate(&dump->s->policy, SFW_OBJ_KNOCK, *name);
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
	if (!err && of->knock)
		err = nla_put_string(skb, SFW_A_KNOCK, name);
	return sfw_nl_end(skb, head,
			  err ?: sfw_nl_put_recent(skb, of, e, now));
}

static int put_list(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct dump *dump)
{
	struct sfw_db *db = sfw_db_of(sock_net(cb->skb->sk));
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
	spin_lock_bh(&key.part->lock);
	e = sfw_list_look(of.list, &key);
	if (e && sfw_recent_shows(of.list, e, now))
		err = put_recent(skb, cb, &of, name, e, now);
	spin_unlock_bh(&key.part->lock);
	return err;
}

static int put_next(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct dump *dump)
{
	const struct sfw_policy *p = &dump->s->policy;

	switch (dump->kind) {
	case TRUST:
		return put_trust(skb, cb, dump);
	case EXEMPT_GROUP:
		return put_role(skb, cb, dump, SFW_GROUP_EXEMPT, SFW_CMD_EXEMPT_ADD);
	case BLOCK_GROUP:
		return put_role(skb, cb, dump, SFW_GROUP_BLOCKED, SFW_CMD_BLOCK_ADD);
	case GROUP:
		return put_member(skb, cb, dump);
	case EXEMPT:
		return put_item(skb, cb, dump, p->exempts, NULL,
				SFW_CMD_EXEMPT_ADD);
	case BLOCK:
		return put_item(skb, cb, dump, p->blocks, dump->timed,
				SFW_CMD_BLOCK_ADD);
	default:
		return put_list(skb, cb, dump);
	}
}

int sfw_nl_why_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);

	for (; dump->kind < KINDS; dump->kind++, dump->index = 0)
		for (; dump->index < count(dump); dump->index++)
			if (put_next(skb, cb, dump))
				return skb->len;
	return skb->len;
}
