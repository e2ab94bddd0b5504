// SPDX-License-Identifier: GPL-2.0
/* Blocked and exempt prefixes, and groups. */
#include "../db/policy/comment.h"
#include "../db/policy/group.h"
#include "family.h"
#include "txn.h"

/**
 * sfw_nl_get_item - read a prefix with its comment and duration
 * @info: the request
 * @item: the prefix; its comment is the caller's
 *
 * Context: may sleep. Return: 0, -EINVAL, -ERANGE or -ENOMEM.
 */
int sfw_nl_get_item(const struct genl_info *info, struct sfw_prefix_item *item)
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

/* A whole group is blocked or exempt, or no longer. */
static int change_role(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object, bool on)
{
	u8 role = object == SFW_OBJ_BLOCK ? SFW_GROUP_BLOCKED : SFW_GROUP_EXEMPT;
	struct sfw_group_place *at;
	char text[SFW_DESCRIPTION_MAX];
	int err;

	if (info->attrs[SFW_A_FROM])
		return sfw_nl_err(info, SFW_A_GROUP, -EINVAL,
				  "either a prefix or a group");
	if (info->attrs[SFW_A_DURATION] || info->attrs[SFW_A_COMMENT])
		return sfw_nl_err(info, SFW_A_GROUP, -EINVAL,
				  "durations and comments belong to the members of a group");
	err = sfw_nl_get_group(&s->policy, info, SFW_A_GROUP, &at);
	if (err)
		return err;
	snprintf(text, sizeof(text), "@%s", at->group->name);
	err = sfw_snapshot_set_role(at, role, on);
	return err ? sfw_nl_edit_err(info, err, object, text) : 0;
}

static int prefix_err(const struct genl_info *info, int err,
		      enum sfw_object object, const struct sfw_prefix *p)
{
	const struct sfw_selector sel = { .from = *p };
	char text[SFW_DESCRIPTION_MAX];

	if (err)
		sfw_describe_selector(text, &sel);
	return err ? sfw_nl_edit_err(info, err, object, text) : 0;
}

int sfw_nl_add_prefix(struct sfw_snapshot *s, const struct genl_info *info,
		      enum sfw_object object)
{
	struct sfw_prefix_item item;
	int err;

	if (info->attrs[SFW_A_GROUP])
		return change_role(s, info, object, true);
	err = sfw_nl_get_item(info, &item);
	if (err)
		return err;
	err = sfw_snapshot_add_prefix(s, object, &item);
	if (err)
		sfw_comment_put(item.comment);
	if (err == -EEXIST && info->attrs[SFW_A_KEEP])
		return 0;
	return prefix_err(info, err, object, &item.prefix);
}

int sfw_nl_del_prefix(struct sfw_snapshot *s, const struct genl_info *info,
		      enum sfw_object object)
{
	struct sfw_prefix p = {};
	int err;

	if (info->attrs[SFW_A_GROUP])
		return change_role(s, info, object, false);
	err = sfw_nl_need(info, SFW_A_FROM, "the prefix") ?:
	      sfw_nl_get_prefix(info, &p);
	if (err)
		return err;
	err = sfw_snapshot_del_prefix(s, object, &p);
	if (err == -ENOENT && sfw_nl_names_holder(info, s, object, &p))
		return err;
	return prefix_err(info, err, object, &p);
}

int sfw_nl_flush_blocks(struct sfw_snapshot *s, const struct genl_info *info,
			enum sfw_object object)
{
	return sfw_snapshot_empty_sets(&s->blocks, &s->timed);
}
