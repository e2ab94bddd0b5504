// SPDX-License-Identifier: GPL-2.0
/*
 * The dump of a policy. It holds one snapshot from start to end, so it is
 * consistent, even if other policies are published meanwhile.
 */
#include "../compat/genl.h"
#include "../db/policy/array.h"
#include "../db/policy/group.h"
#include "../db/policy/rehearsal.h"
#include "../db/policy/timed.h"
#include "../db/policy/txn.h"
#include "attr.h"
#include "family.h"
#include "message.h"
#include "put.h"

/**
 * struct dump - where a dump stands, kept in netlink_callback.args
 * @s: the policy; a reference
 * @timed: its blocks with a duration; a reference, or NULL
 * @last: last prefix written; NULL: none yet
 * @object: enum sfw_object to write next
 * @end: the dump ends before this one
 * @index: next one of that kind; of blocks and exemptions first the groups, then the
 *	   prefixes, then those with a duration; of members twice the place of their
 *	   group, and 1 more for those that are no policy
 * @only: members of this group alone, or NULL
 */
struct dump {
	struct sfw_snapshot *s;
	struct sfw_prefixset *timed;
	const struct sfw_prefix_item *last;
	u32 object;
	u32 end;
	u32 index;
	const struct sfw_group *only;
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
	struct sfw_db *db = sfw_db_of(sock_net(cb->skb->sk));
	struct sfw_snapshot *s;

	mutex_lock(&db->lock);
	s = copy_staged(db, NETLINK_CB(cb->skb).portid);
	mutex_unlock(&db->lock);
	if (s == ERR_PTR(-EINVAL))
		sfw_extack(cb->extack,
			   "no transaction is open on this socket");
	return s;
}

static struct sfw_snapshot *get_rehearsed(struct netlink_callback *cb)
{
	struct sfw_rehearsal *r =
		sfw_rehearsal_get(sfw_db_of(sock_net(cb->skb->sk)));
	struct sfw_snapshot *s;

	if (!r) {
		sfw_extack(cb->extack, "no policy is rehearsed: rehearse a file first");
		return ERR_PTR(-ENOENT);
	}
	s = r->s;
	refcount_inc(&s->refs);
	sfw_rehearsal_put(r);
	return s;
}

/* A reference, or ERR_PTR(). */
static struct sfw_snapshot *get_policy(struct netlink_callback *cb)
{
	if (sfw_compat_dump_attrs(cb)[SFW_A_STAGED])
		return get_staged(cb);
	if (sfw_compat_dump_attrs(cb)[SFW_A_REHEARSED])
		return get_rehearsed(cb);
	return sfw_db_get(sfw_db_of(sock_net(cb->skb->sk)));
}

int sfw_nl_policy_start(struct netlink_callback *cb)
{
	struct nlattr *object = sfw_compat_dump_attrs(cb)[SFW_A_OBJECT];
	struct dump *dump = dump_of(cb);
	int err;

	dump->s = get_policy(cb);
	if (IS_ERR(dump->s))
		return PTR_ERR(dump->s);
	err = sfw_nl_dump_group(cb, SFW_A_NAME, &dump->s->policy, &dump->only);
	if (err) {
		sfw_snapshot_put(dump->s);
		return err;
	}
	dump->timed = sfw_timed_get(dump->s);
	dump->object = object ? nla_get_u8(object) : 0;
	dump->end = object ? dump->object + 1 : SFW_OBJ_MAX;
	dump->index = 0;
	return 0;
}

int sfw_nl_policy_done(struct netlink_callback *cb)
{
	sfw_prefixset_put(dump_of(cb)->timed);
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
	default:
		return *sfw_array_of(p, object).n;
	}
}

static int put_object(struct sk_buff *skb, const struct sfw_snapshot *s,
		      u32 object, u32 i)
{
	if (object != SFW_OBJ_ENABLED)
		return sfw_nl_put_object(skb, &s->policy, object, i);
	return nla_put_u8(skb, SFW_A_ENABLED, s->policy.enabled) ?:
	       sfw_nl_put_u64(skb, SFW_A_GENERATION, s->generation);
}

static int put_message(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct dump *dump)
{
	void *head = sfw_nl_begin(skb, cb,
				  sfw_nl_object_cmd(&dump->s->policy,
						    dump->object, dump->index));

	return head ? sfw_nl_end(skb, head,
				 put_object(skb, dump->s, dump->object,
					    dump->index)) : -EMSGSIZE;
}

/**
 * struct set - prefixes to be written
 * @cmd: enum sfw_cmd
 * @prefixes: all of them
 * @besides: those that it has too are written from there; or NULL
 * @group: which they are members of, or NULL
 * @fleeting: they are no policy
 */
struct set {
	u8 cmd;
	const struct sfw_prefixes *prefixes;
	const struct sfw_prefixes *besides;
	const struct sfw_group *group;
	bool fleeting;
};

static int put_item(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct set *set, const struct sfw_prefix_item *item)
{
	void *head = sfw_nl_begin(skb, cb, set->cmd);

	return head ? sfw_nl_end(skb, head, set->group ?
				 sfw_nl_put_member(skb, set->group, item,
						   set->fleeting) :
				 sfw_nl_put_item(skb, item)) : -EMSGSIZE;
}

/* The rest of a set. */
static int put_set(struct sk_buff *skb, struct netlink_callback *cb,
		   const struct set *set)
{
	const struct sfw_prefix_item *item, **last = &dump_of(cb)->last;
	u64 now = ktime_get_boottime_ns();

	while ((item = sfw_prefixes_next(set->prefixes, *last ? &(*last)->prefix : NULL))) {
		if (!(set->besides && sfw_prefixes_exact(set->besides, &item->prefix)) &&
		    !(item->expires && item->expires <= now) &&
		    put_item(skb, cb, set, item))
			return -EMSGSIZE;
		*last = item;
	}
	*last = NULL;
	return 0;
}

static int put_role(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		    const struct sfw_group *g)
{
	void *head = sfw_nl_begin(skb, cb, cmd);

	return head ? sfw_nl_end(skb, head,
				 nla_put_string(skb, SFW_A_GROUP, g->name)) :
		      -EMSGSIZE;
}

/* Groups that have a role, the rest of them. */
static int put_roles(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		     u8 role)
{
	struct dump *dump = dump_of(cb);
	const struct sfw_policy *p = &dump->s->policy;

	for (; dump->index < p->n_groups; dump->index++)
		if (p->groups[dump->index].roles & role &&
		    put_role(skb, cb, cmd, p->groups[dump->index].group))
			return -EMSGSIZE;
	return 0;
}

static int put_exempts(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct set exempts = {
		SFW_CMD_EXEMPT_ADD, dump_of(cb)->s->policy.exempts,
	};

	return put_roles(skb, cb, SFW_CMD_EXEMPT_ADD, SFW_GROUP_EXEMPT) ?:
	       put_set(skb, cb, &exempts);
}

static int put_blocks(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);
	const struct sfw_policy *p = &dump->s->policy;
	const struct set blocks = { SFW_CMD_BLOCK_ADD, p->blocks };
	const struct set timed = {
		SFW_CMD_BLOCK_ADD, dump->timed ? &dump->timed->set : NULL, p->blocks,
	};

	if (put_roles(skb, cb, SFW_CMD_BLOCK_ADD, SFW_GROUP_BLOCKED))
		return -EMSGSIZE;
	if (dump->index == p->n_groups) {
		if (put_set(skb, cb, &blocks))
			return -EMSGSIZE;
		dump->index++;
	}
	return dump->timed ? put_set(skb, cb, &timed) : 0;
}

static int put_members(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);
	const struct sfw_policy *p = &dump->s->policy;

	for (; dump->index < 2 * p->n_groups; dump->index++) {
		const struct sfw_group_place *at = &p->groups[dump->index / 2];
		bool fleeting = dump->index % 2;
		const struct set set = {
			SFW_CMD_GROUP_ADD,
			fleeting ? &at->fleeting->set : &at->lasting->set,
			fleeting ? &at->lasting->set : NULL, at->group, fleeting,
		};

		if ((!dump->only || dump->only == at->group) &&
		    put_set(skb, cb, &set))
			return -EMSGSIZE;
	}
	return 0;
}

static int put_others(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);
	u32 n = object_count(&dump->s->policy, dump->object);

	for (; dump->index < n; dump->index++)
		if (put_message(skb, cb, dump))
			return -EMSGSIZE;
	return 0;
}

static int put_objects(struct sk_buff *skb, struct netlink_callback *cb)
{
	switch (dump_of(cb)->object) {
	case SFW_OBJ_MEMBER:
		return put_members(skb, cb);
	case SFW_OBJ_EXEMPT:
		return put_exempts(skb, cb);
	case SFW_OBJ_BLOCK:
		return put_blocks(skb, cb);
	default:
		return put_others(skb, cb);
	}
}

int sfw_nl_policy_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);

	for (; dump->object < dump->end; dump->object++, dump->index = 0)
		if (put_objects(skb, cb))
			break;
	return skb->len;
}
