// SPDX-License-Identifier: GPL-2.0
/* Recent lists: not part of the policy, changed at once. */
#include "../compat/genl.h"
#include "../db/guard.h"
#include "../db/lists.h"
#include "attr.h"
#include "family.h"
#include "put.h"

static struct sfw_list *find_list(const struct genl_info *info)
{
	struct sfw_db *db = sfw_nl_db(info);
	char name[SFW_NAME_MAX + 1];
	struct sfw_list *list;

	if (sfw_nl_get_name(info, name))
		return NULL;
	mutex_lock(&db->lock);
	list = sfw_lists_get(db, name);
	mutex_unlock(&db->lock);
	if (!list)
		sfw_refuse(info, SFW_A_NAME, 0, "no list is called %s", name);
	return list;
}

static int refuse(const struct genl_info *info, int err, u8 family,
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
	list = find_list(info);
	if (!list)
		return -ENOENT;
	err = add ? sfw_list_fix(list, family, &addr,
				 ktime_get_boottime_ns(), NULL) :
		    sfw_list_del(list, family, &addr);
	sfw_list_put(list);
	return refuse(info, err, family, &addr);
}

/**
 * sfw_nl_list_add - SFW_CMD_LIST_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_list_add(struct sk_buff *skb, struct genl_info *info)
{
	return change(info, true);
}

/**
 * sfw_nl_list_del - SFW_CMD_LIST_DEL
 * @skb: the request
 * @info: the request
 */
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
		list = sfw_lists_at(db, s, i, &name);
		if (!name)
			break;
		if (list)
			sfw_list_flush(list);
	}
	sfw_snapshot_put(s);
}

/**
 * sfw_nl_list_flush - SFW_CMD_LIST_FLUSH
 * @skb: the request
 * @info: the request
 */
int sfw_nl_list_flush(struct sk_buff *skb, struct genl_info *info)
{
	struct sfw_list *list;

	if (!info->attrs[SFW_A_NAME]) {
		flush_all(sfw_nl_db(info));
		return 0;
	}
	list = find_list(info);
	if (!list)
		return -ENOENT;
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
			  nla_put_u64_64bit(skb, SFW_A_EVICTED, size.evicted,
					    SFW_A_PAD));
}

/**
 * sfw_nl_lists_start - begin SFW_CMD_LISTS_GET
 * @cb: the dump; args[0] is the policy, args[1] the next list
 */
int sfw_nl_lists_start(struct netlink_callback *cb)
{
	struct sfw_db *db = &sfw_net(sock_net(cb->skb->sk))->db;

	cb->args[0] = (long)sfw_db_get(db);
	return 0;
}

/**
 * sfw_nl_lists_dump - go on with SFW_CMD_LISTS_GET
 * @skb: room for some messages
 * @cb: the dump
 */
int sfw_nl_lists_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct sfw_db *db = &sfw_net(sock_net(cb->skb->sk))->db;
	const struct sfw_snapshot *s = (const void *)cb->args[0];
	struct sfw_list *list;
	const char *name;

	for (;;) {
		list = sfw_lists_at(db, s, cb->args[1], &name);
		if (!name || put_list(skb, cb, list, name))
			break;
		cb->args[1]++;
	}
	return skb->len;
}

/**
 * sfw_nl_lists_done - end SFW_CMD_LISTS_GET
 * @cb: the dump
 */
int sfw_nl_lists_done(struct netlink_callback *cb)
{
	sfw_snapshot_put((struct sfw_snapshot *)cb->args[0]);
	return 0;
}

/**
 * struct dump - where a dump of a list stands, kept in netlink_callback.args
 * @of: the list; a reference
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
static bool find_dumped(struct dump *dump, struct sfw_db *db, const char *name)
{
	mutex_lock(&db->lock);
	dump->of.list = sfw_lists_get(db, name);
	if (dump->of.list) {
		dump->s = sfw_db_get(db);
		dump->of.guard = sfw_snapshot_guard(dump->s, name);
		dump->of.lock = sfw_snapshot_lock(dump->s, name);
	}
	mutex_unlock(&db->lock);
	return dump->of.list;
}

/**
 * sfw_nl_list_start - begin SFW_CMD_LIST_GET
 * @cb: the dump
 *
 * Return: 0, -EINVAL or -ENOENT.
 */
int sfw_nl_list_start(struct netlink_callback *cb)
{
	struct nlattr *attr = sfw_compat_dump_attrs(cb)[SFW_A_NAME];
	struct sfw_db *db = &sfw_net(sock_net(cb->skb->sk))->db;
	char name[SFW_NAME_MAX + 1];

	if (!attr) {
		sfw_extack(cb->extack, "the name is missing");
		return -EINVAL;
	}
	nla_strscpy(name, attr, sizeof(name));
	if (!find_dumped(dump_of(cb), db, name)) {
		sfw_extack(cb->extack, "no list is called %s", name);
		return -ENOENT;
	}
	return 0;
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

/**
 * sfw_nl_list_dump - go on with SFW_CMD_LIST_GET
 * @skb: room for some messages
 * @cb: the dump
 */
int sfw_nl_list_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);
	u64 now = ktime_get_boottime_ns();

	while (dump->bucket <= dump->of.list->bucket_mask) {
		if (put_bucket(skb, cb, &dump->of, dump->bucket, now))
			break;
		dump->bucket++;
	}
	return skb->len;
}

/**
 * sfw_nl_list_done - end SFW_CMD_LIST_GET
 * @cb: the dump
 */
int sfw_nl_list_done(struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);

	sfw_snapshot_put(dump->s);
	sfw_list_put(dump->of.list);
	return 0;
}
