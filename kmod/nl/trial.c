// SPDX-License-Identifier: GPL-2.0
/* The end of a trial, one way or the other. */
#include "../db/policy/trial.h"
#include "attr.h"
#include "family.h"

static int end(const struct genl_info *info, int (*how)(struct sfw_db *db))
{
	struct sfw_db *db = sfw_nl_db(info);
	int err;

	mutex_lock(&db->lock);
	if (info->attrs[SFW_A_DRY_RUN])
		err = sfw_trial_left(db) ? 0 : -ENOENT;
	else
		err = how(db);
	mutex_unlock(&db->lock);
	if (err)
		sfw_extack(info->extack, "no policy waits to be confirmed");
	return err;
}

int sfw_nl_confirm(struct sk_buff *skb, struct genl_info *info)
{
	return end(info, sfw_trial_confirm);
}

int sfw_nl_rollback(struct sk_buff *skb, struct genl_info *info)
{
	return end(info, sfw_trial_rollback);
}
