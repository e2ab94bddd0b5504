// SPDX-License-Identifier: GPL-2.0
/* Changes of the policy as a whole: settings, enabling, flushing. */
#include "../core/words.h"
#include "family.h"
#include "txn.h"

static int set_enabled(struct sfw_snapshot *s, const struct genl_info *info)
{
	int err = sfw_nl_need(info, SFW_A_ENABLED, "enabled or not");

	if (!err)
		s->policy.enabled = nla_get_u8(info->attrs[SFW_A_ENABLED]);
	return err;
}

/**
 * sfw_nl_enable_set - SFW_CMD_ENABLE_SET
 * @skb: the request
 * @info: the request
 */
int sfw_nl_enable_set(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, set_enabled);
}

static int flush(struct sfw_snapshot *s, const struct genl_info *info)
{
	return sfw_snapshot_flush(s);
}

/**
 * sfw_nl_flush - SFW_CMD_FLUSH
 * @skb: the request
 * @info: the request
 */
int sfw_nl_flush(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, flush);
}

static int set(struct sfw_snapshot *s, const struct genl_info *info)
{
	u32 setting, value;
	int err;

	err = sfw_nl_need(info, SFW_A_SETTING, "the setting") ?:
	      sfw_nl_need(info, SFW_A_VALUE, "the value");
	if (err)
		return err;
	setting = nla_get_u8(info->attrs[SFW_A_SETTING]);
	value = nla_get_u32(info->attrs[SFW_A_VALUE]);
	err = sfw_snapshot_set(s, setting, value);
	if (err)
		return sfw_refuse(info, SFW_A_VALUE, err,
				  "%s cannot be %u",
				  sfw_setting_keys[setting], value);
	return 0;
}

/**
 * sfw_nl_setting_set - SFW_CMD_SETTING_SET
 * @skb: the request
 * @info: the request
 */
int sfw_nl_setting_set(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, set);
}
