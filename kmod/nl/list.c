// SPDX-License-Identifier: GPL-2.0
/* Recent lists: not part of the policy, changed at once. */
#include "../compat/genl.h"
#include "../db/list/copy.h"
#include "../db/list/evict.h"
#include "../db/list/guard.h"
#include "../db/list/lists.h"
#include "../db/policy/snapshot.h"
#include "attr.h"
#include "family.h"
#include "message.h"
#include "put.h"

/* Set the error text for a name without a list; returns @err. */
static int name_err(struct netlink_ext_ack *extack, int err, const char *name)
{
	if (err == -ENOENT)
		sfw_extack(extack, "no list is called %s", name);
	return err;
}

/**
 * sfw_nl_find_list - the list that a request names
 * @info: the request
 * @make: where it is built in and has never been needed
 *
 * Context: may sleep. Return: a reference; NULL where there would be one to @make; or
 * ERR_PTR(), and the reason is in the extended ack.
 */
struct sfw_list *sfw_nl_find_list(const struct genl_info *info, bool make)
{
	struct sfw_db *db = sfw_nl_db(info);
	char name[SFW_NAME_MAX + 1];
	struct sfw_list *list;
	int err = sfw_nl_get_name(info, name);

	if (err)
		return ERR_PTR(err);
	mutex_lock(&db->lock);
	list = make ? sfw_lists_get(db, &sfw_db_live(db)->policy, name) :
		      sfw_lists_find(db, &sfw_db_live(db)->policy, name);
	mutex_unlock(&db->lock);
	if (IS_ERR(list))
		name_err(info->extack, PTR_ERR(list), name);
	return list;
}

static int list_err(const struct genl_info *info, int err, u8 family,
		    const struct sfw_addr *addr)
{
	bool v4 = family == SFW_AF_INET;

	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack, v4 ? "in the list already: %pI4" :
			   "in the list already: %pI6c", addr);
		break;
	case -ENOENT:
		sfw_extack(info->extack, v4 ? "not in the list: %pI4" :
			   "not in the list: %pI6c", addr);
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "the list is half full of addresses added by hand");
		break;
	}
	return err;
}

static int change(struct genl_info *info, bool add)
{
	struct sfw_list *list;
	struct sfw_addr addr;
	u8 family;
	int err;

	err = sfw_nl_need(info, SFW_A_SRC, "the address") ?:
	      sfw_nl_get_addr(info, SFW_A_SRC, &addr, &family);
	if (err)
		return err;
	list = sfw_nl_find_list(info, add);
	if (IS_ERR(list))
		return PTR_ERR(list);
	if (add)
		err = sfw_list_fix(list, family, &addr, ktime_get_boottime_ns());
	else
		err = list ? sfw_list_del(list, family, &addr) : -ENOENT;
	sfw_list_put(list);
	return list_err(info, err, family, &addr);
}

int sfw_nl_list_add(struct sk_buff *skb, struct genl_info *info)
{
	return change(info, true);
}

int sfw_nl_list_del(struct sk_buff *skb, struct genl_info *info)
{
	return change(info, false);
}

static void flush_all(struct sfw_db *db)
{
	struct sfw_snapshot *s = sfw_db_get(db);
	struct sfw_list *list;
	const char *name;
	u32 i;

	for (i = 0;; i++) {
		list = sfw_lists_at(db, &s->policy, i, &name);
		if (!name)
			break;
		if (list)
			sfw_list_flush(list);
	}
	sfw_snapshot_put(s);
}

int sfw_nl_list_flush(struct sk_buff *skb, struct genl_info *info)
{
	struct sfw_list *list;

	if (!info->attrs[SFW_A_NAME]) {
		flush_all(sfw_nl_db(info));
		return 0;
	}
	list = sfw_nl_find_list(info, false);
	if (IS_ERR(list))
		return PTR_ERR(list);
	if (list)
		sfw_list_flush(list);
	sfw_list_put(list);
	return 0;
}

static int put_list(struct sk_buff *skb, struct netlink_callback *cb,
		    struct sfw_list *list, const char *name)
{
	void *head = sfw_nl_begin(skb, cb, SFW_CMD_LISTS_GET);
	struct sfw_list_size size = {};

	if (!head)
		return -EMSGSIZE;
	if (list)
		size = sfw_list_size(list);
	return sfw_nl_end(skb, head,
			  nla_put_string(skb, SFW_A_NAME, name) ?:
			  nla_put_u32(skb, SFW_A_SIZE, size.count) ?:
			  nla_put_u32(skb, SFW_A_CAP,
				      list ? sfw_list_cap(list) :
					     SFW_LIST_CAP) ?:
			  sfw_nl_put_u64(skb, SFW_A_EVICTED, size.evicted) ?:
			  sfw_nl_put_u64(skb, SFW_A_BROKEN, size.broken));
}

/**
 * sfw_nl_lists_start - begin SFW_CMD_LISTS_GET
 * @cb: the dump; args[0] is the policy, args[1] the next list
 */
int sfw_nl_lists_start(struct netlink_callback *cb)
{
	struct sfw_db *db = sfw_db_of(sock_net(cb->skb->sk));

	cb->args[0] = (long)sfw_db_get(db);
	return 0;
}

int sfw_nl_lists_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct sfw_db *db = sfw_db_of(sock_net(cb->skb->sk));
	const struct sfw_snapshot *s = (const void *)cb->args[0];
	struct sfw_list *list;
	const char *name;

	for (;;) {
		list = sfw_lists_at(db, &s->policy, cb->args[1], &name);
		if (!name || put_list(skb, cb, list, name))
			break;
		cb->args[1]++;
	}
	return skb->len;
}

int sfw_nl_lists_done(struct netlink_callback *cb)
{
	sfw_snapshot_put((struct sfw_snapshot *)cb->args[0]);
	return 0;
}

/* Bytes of a full bucket of a guard that keeps the most stamps. */
#define WHOLE_BUCKET	(SFW_LIST_CHAIN_MOST *				\
			 (SFW_STAMPS_MAX * sizeof(u64) + 256))

/**
 * struct dump - where a dump of a list stands, kept in netlink_callback.args
 * @of: the list; a reference, or NULL where it has never been needed
 * @s: the policy that has its guard or knock; a reference
 * @bucket: the next one
 */
struct dump {
	struct sfw_nl_list of;
	struct sfw_snapshot *s;
	u32 bucket;
};

static struct dump *dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct dump) > sizeof(cb->ctx));
	return (struct dump *)cb->ctx;
}

/* Whose list it is, is of one moment with the list itself. */
static int find_dumped(struct dump *dump, struct sfw_db *db, const char *name)
{
	struct sfw_list *list;

	mutex_lock(&db->lock);
	list = sfw_lists_find(db, &sfw_db_live(db)->policy, name);
	if (!IS_ERR(list)) {
		dump->of.list = list;
		dump->s = sfw_db_get(db);
		dump->of.guard = sfw_policy_gate(&dump->s->policy, SFW_OBJ_GUARD, name);
		dump->of.knock = sfw_policy_gate(&dump->s->policy, SFW_OBJ_KNOCK, name);
	}
	mutex_unlock(&db->lock);
	return PTR_ERR_OR_ZERO(list);
}

int sfw_nl_list_start(struct netlink_callback *cb)
{
	struct nlattr *attr = sfw_compat_dump_attrs(cb)[SFW_A_NAME];
	struct sfw_db *db = sfw_db_of(sock_net(cb->skb->sk));
	char name[SFW_NAME_MAX + 1];

	if (!attr) {
		sfw_extack(cb->extack, "the name is missing");
		return -EINVAL;
	}
	nla_strscpy(name, attr, sizeof(name));
	/* A dump resumes at buckets, so the longest must fit. */
	dump_of(cb)->of.whole = sfw_compat_dump_attrs(cb)[SFW_A_WHOLE];
	if (dump_of(cb)->of.whole)
		cb->min_dump_alloc = WHOLE_BUCKET;
	return name_err(cb->extack, find_dumped(dump_of(cb), db, name), name);
}

static int put_recent(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct sfw_nl_list *of, const struct sfw_recent *e,
		      u64 now)
{
	void *head = sfw_nl_begin(skb, cb, SFW_CMD_LIST_GET);

	if (!head)
		return -EMSGSIZE;
	return sfw_nl_end(skb, head, sfw_nl_put_recent(skb, of, e, now));
}

/* All of a bucket, or nothing of it: a dump resumes at buckets. */
static int put_bucket(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct sfw_nl_list *of, u32 bucket, u64 now)
{
	const struct sfw_list *list = of->list;
	unsigned int len = skb->len;
	const struct sfw_recent *e;
	int err = 0;

	spin_lock_bh(sfw_list_lock(list, bucket));
	sfw_list_for_each_in(e, list, bucket)
		if (!err && sfw_recent_shows(list, e, now))
			err = put_recent(skb, cb, of, e, now);
	spin_unlock_bh(sfw_list_lock(list, bucket));
	if (err)
		nlmsg_trim(skb, skb->data + len);
	return err;
}

int sfw_nl_list_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);
	u64 now = ktime_get_boottime_ns();

	while (dump->of.list && dump->bucket <= dump->of.list->bucket_mask) {
		if (put_bucket(skb, cb, &dump->of, dump->bucket, now))
			break;
		dump->bucket++;
	}
	return skb->len;
}

int sfw_nl_list_done(struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);

	sfw_snapshot_put(dump->s);
	sfw_list_put(dump->of.list);
	return 0;
}
