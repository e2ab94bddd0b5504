// SPDX-License-Identifier: GPL-2.0
#include "../db/describe.h"
#include "family.h"
#include "txn.h"

static int get_trust(const struct genl_info *info, struct sfw_selector *sel)
{
	int err = sfw_nl_get_selector(info, sel);

	if (err)
		return err;
	if (!sel->from.family == !sel->dev[0])
		return sfw_refuse(info, SFW_A_FROM, -EINVAL,
				  "trust takes either an interface or a prefix");
	return 0;
}

static int refuse_trust(const struct genl_info *info, int err,
			const struct sfw_selector *sel)
{
	char text[SFW_DESCRIPTION_MAX];

	sfw_describe_selector(text, sel);
	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack, "trusted already: %s", text);
		break;
	case -ENOENT:
		sfw_extack(info->extack, "not trusted: %s", text);
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "%u sources are trusted, the most there may be",
			   SFW_TRUST_MAX);
		break;
	}
	return err;
}

static int add(struct sfw_snapshot *s, const struct genl_info *info)
{
	struct sfw_selector sel;
	int err = get_trust(info, &sel);

	if (err)
		return err;
	return refuse_trust(info, sfw_snapshot_add_trust(s, &sel), &sel);
}

static int del(struct sfw_snapshot *s, const struct genl_info *info)
{
	struct sfw_selector sel;
	int err = get_trust(info, &sel);

	if (err)
		return err;
	return refuse_trust(info, sfw_snapshot_del_trust(s, &sel), &sel);
}

/**
 * sfw_nl_trust_add - SFW_CMD_TRUST_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_trust_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add);
}

/**
 * sfw_nl_trust_del - SFW_CMD_TRUST_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_trust_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del);
}
