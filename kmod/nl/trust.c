// SPDX-License-Identifier: GPL-2.0
#include "family.h"
#include "txn.h"

static int get_trust(const struct sfw_snapshot *s, const struct genl_info *info,
		     struct sfw_selector *sel)
{
	int err = sfw_nl_get_selector(&s->policy, info, sel);

	if (err)
		return err;
	if (!sel->from.family == !sel->dev[0])
		return sfw_nl_err(info, SFW_A_FROM, -EINVAL,
				  "trust takes either an interface, or a prefix or group");
	return 0;
}

static int change(struct sfw_snapshot *s, const struct genl_info *info,
		  enum sfw_object object, typeof(sfw_snapshot_add) *how)
{
	struct sfw_selector sel;
	int err = get_trust(s, info, &sel);

	if (err)
		return err;
	err = how(s, object, &sel);
	if (err == -ENOENT && !sel.group && sel.from.family &&
	    sfw_nl_names_group(info, s, object, &sel.from))
		return err;
	return sfw_nl_line_err(info, err, s, object, &sel);
}

int sfw_nl_add_trust(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	return change(s, info, object, sfw_snapshot_add);
}

int sfw_nl_del_trust(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	return change(s, info, object, sfw_snapshot_del);
}
