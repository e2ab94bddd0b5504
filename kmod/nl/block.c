// SPDX-License-Identifier: GPL-2.0
/* Blocked and exempt prefixes. */
#include "../db/comment.h"
#include "../db/describe.h"
#include "family.h"
#include "txn.h"

static int get_item(const struct genl_info *info, struct sfw_prefix_item *item)
{
	char comment[SFW_COMMENT_MAX + 1];
	int err;

	memset(item, 0, sizeof(*item));
	err = sfw_nl_need(info, SFW_A_FROM, "the prefix") ?:
	      sfw_nl_get_prefix(info, &item->prefix) ?:
	      sfw_nl_get_comment(info, comment);
	if (err)
		return err;
	item->expires = sfw_nl_get_expiry(info);
	item->since = ktime_get_boottime_ns();
	if (comment[0]) {
		item->comment = sfw_comment_alloc(comment);
		if (!item->comment)
			return -ENOMEM;
	}
	return 0;
}

static int refuse_item(const struct genl_info *info, int err,
		       const struct sfw_prefix *p, const char *what, u32 most)
{
	struct sfw_selector sel = { .from = *p };
	char text[SFW_DESCRIPTION_MAX];

	switch (err) {
	case -EEXIST:
		sfw_describe_selector(text, &sel);
		sfw_extack(info->extack, "%s already: %s", what, text);
		break;
	case -ENOENT:
		sfw_describe_selector(text, &sel);
		sfw_extack(info->extack, "not %s: %s", what, text);
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "%u prefixes are %s, the most there may be", most,
			   what);
		break;
	}
	return err;
}

static int add(struct sfw_snapshot *s, const struct genl_info *info,
	       int (*change)(struct sfw_snapshot *s,
			     const struct sfw_prefix_item *item),
	       const char *what, u32 most)
{
	struct sfw_prefix_item item;
	int err = get_item(info, &item);

	if (err)
		return err;
	err = change(s, &item);
	if (err)
		sfw_comment_put(item.comment);
	return refuse_item(info, err, &item.prefix, what, most);
}

static int del(struct sfw_snapshot *s, const struct genl_info *info,
	       int (*change)(struct sfw_snapshot *s,
			     const struct sfw_prefix *p), const char *what)
{
	struct sfw_prefix p = {};
	int err;

	err = sfw_nl_need(info, SFW_A_FROM, "the prefix") ?:
	      sfw_nl_get_prefix(info, &p);
	if (err)
		return err;
	return refuse_item(info, change(s, &p), &p, what, 0);
}

static int add_block(struct sfw_snapshot *s, const struct genl_info *info)
{
	return add(s, info, sfw_snapshot_add_block, "blocked", SFW_BLOCKS_MAX);
}

static int del_block(struct sfw_snapshot *s, const struct genl_info *info)
{
	return del(s, info, sfw_snapshot_del_block, "blocked");
}

static int flush_blocks(struct sfw_snapshot *s, const struct genl_info *info)
{
	return sfw_snapshot_flush_blocks(s);
}

static int add_exempt(struct sfw_snapshot *s, const struct genl_info *info)
{
	return add(s, info, sfw_snapshot_add_exempt, "exempt", SFW_EXEMPT_MAX);
}

static int del_exempt(struct sfw_snapshot *s, const struct genl_info *info)
{
	return del(s, info, sfw_snapshot_del_exempt, "exempt");
}

/**
 * sfw_nl_block_add - SFW_CMD_BLOCK_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_block_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add_block);
}

/**
 * sfw_nl_block_del - SFW_CMD_BLOCK_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_block_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del_block);
}

/**
 * sfw_nl_block_flush - SFW_CMD_BLOCK_FLUSH
 * @skb: the request
 * @info: the request
 */
int sfw_nl_block_flush(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, flush_blocks);
}

/**
 * sfw_nl_exempt_add - SFW_CMD_EXEMPT_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_exempt_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add_exempt);
}

/**
 * sfw_nl_exempt_del - SFW_CMD_EXEMPT_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_exempt_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del_exempt);
}
