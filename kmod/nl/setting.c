// SPDX-License-Identifier: GPL-2.0
/* Changes of the policy as a whole: settings, enabling, flushing. */
#include "../core/words.h"
#include "family.h"
#include "txn.h"

int sfw_nl_set_enabled(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object)
{
	int err = sfw_nl_need(info, SFW_A_ENABLED, "enabled or not");

	if (!err)
		s->policy.enabled = nla_get_u8(info->attrs[SFW_A_ENABLED]);
	return err;
}

int sfw_nl_flush(struct sfw_snapshot *s, const struct genl_info *info,
		 enum sfw_object object)
{
	return sfw_snapshot_flush(s);
}

int sfw_nl_set_setting(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object)
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
		return sfw_nl_err(info, SFW_A_VALUE, err,
				  "%s cannot be %u",
				  sfw_setting_keys[setting], value);
	return 0;
}
