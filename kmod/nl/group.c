// SPDX-License-Identifier: GPL-2.0
/* Groups, and their members. */
#include "../db/policy/comment.h"
#include "../db/policy/group.h"
#include "../db/policy/txn.h"
#include "family.h"
#include "txn.h"

/* The policy that the staged one was made of: later ones may have other members. */
static const struct sfw_snapshot *began(const struct genl_info *info)
{
	return sfw_txn_find(sfw_nl_db(info), info->snd_portid)->began;
}

static int make(struct sfw_snapshot *s, const struct genl_info *info,
		const char *name)
{
	int err = sfw_snapshot_add_group(s, name, info->attrs[SFW_A_VOLATILE],
					 began(info));

	if (err == -EEXIST)
		return sfw_nl_err(info, SFW_A_NAME, err,
				  "a group is called %s already", name);
	return err ? sfw_nl_edit_err(info, err, SFW_OBJ_GROUP, name) : 0;
}

int sfw_nl_new_group(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	char name[SFW_NAME_MAX + 1];

	return sfw_nl_get_name(info, name) ?: make(s, info, name);
}

static int member_err(const struct genl_info *info, int err, const char *name,
		      const struct sfw_prefix *p)
{
	const struct sfw_selector sel = { .from = *p };
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_selector(text, &sel);
	switch (err) {
	case -EEXIST:
	case -ENOENT:
		/* Behind "from ". */
		return sfw_nl_err(info, SFW_A_FROM, err, "%s is %s group %s",
				  text + 5, err == -EEXIST ? "already in" : "not in",
				  name);
	default:
		return sfw_nl_edit_err(info, err, SFW_OBJ_MEMBER, text);
	}
}

/* The words for an error are those of the failed step; -EEXIST that is no fault has none. */
static int add(struct sfw_snapshot *s, const struct genl_info *info,
	       const char *name, const struct sfw_prefix_item *item)
{
	int err = sfw_group_find(&s->policy, name) ? 0 : make(s, info, name);

	if (err)
		return err;
	err = sfw_snapshot_add_member(s, name, item, began(info));
	if (!err || (err == -EEXIST && info->attrs[SFW_A_KEEP]))
		return err;
	return member_err(info, err, name, &item->prefix);
}

int sfw_nl_add_member(struct sfw_snapshot *s, const struct genl_info *info,
		      enum sfw_object object)
{
	char name[SFW_NAME_MAX + 1];
	struct sfw_prefix_item item;
	int err = sfw_nl_get_name(info, name) ?: sfw_nl_get_item(info, &item);

	if (err)
		return err;
	err = add(s, info, name, &item);
	if (err)
		sfw_comment_put(item.comment);
	return err == -EEXIST && info->attrs[SFW_A_KEEP] ? 0 : err;
}

static int del_whole(struct sfw_snapshot *s, const struct genl_info *info,
		     const struct sfw_group_place *at)
{
	char name[SFW_NAME_MAX + 1];
	u32 lines = sfw_snapshot_group_lines(s, at);

	strscpy(name, at->group->name, sizeof(name));
	if (lines)
		return sfw_nl_named_err(info, "group", name, lines);
	return sfw_snapshot_del_group(s, name);
}

int sfw_nl_del_group(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	struct sfw_group_place *at;
	struct sfw_prefix p = {};
	int err;

	err = sfw_nl_need(info, SFW_A_NAME, "the name") ?:
	      sfw_nl_get_group(&s->policy, info, SFW_A_NAME, &at) ?:
	      sfw_nl_get_prefix(info, &p);
	if (err)
		return err;
	if (!p.family)
		return del_whole(s, info, at);
	err = sfw_snapshot_del_member(s, at->group->name, &p);
	if (err == -ENOENT && sfw_nl_names_member(info, at, &p))
		return err;
	return err ? member_err(info, err, at->group->name, &p) : 0;
}

int sfw_nl_flush_group(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object)
{
	struct sfw_group_place *at;
	int err;

	err = sfw_nl_need(info, SFW_A_NAME, "the name") ?:
	      sfw_nl_get_group(&s->policy, info, SFW_A_NAME, &at);
	return err ?: sfw_snapshot_empty_group(s, at->group->name);
}
