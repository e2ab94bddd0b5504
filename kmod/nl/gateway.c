// SPDX-License-Identifier: GPL-2.0
/* The local network, and masqueraded prefixes. */
#include "family.h"
#include "txn.h"

static int get_lan(const struct genl_info *info, struct sfw_passage *lan)
{
	return sfw_nl_need(info, SFW_A_DEV, "the interface") ?:
	       sfw_nl_get_dev(info, SFW_A_DEV, lan->sel.dev) ?:
	       sfw_nl_get_dev(info, SFW_A_OUT, lan->out);
}

/* Packets keep their family, and nobody answers to a group. */
static int get_new_source(const struct genl_info *info,
			  struct sfw_passage *masq)
{
	int err;

	if (!info->attrs[SFW_A_TO])
		return 0;
	err = sfw_nl_get_addr(info, SFW_A_TO, &masq->to, &masq->to_family);
	if (err)
		return err;
	if (masq->to_family != masq->sel.from.family)
		return sfw_nl_err(info, SFW_A_TO, -EINVAL,
				  "prefix and new address are of two families");
	if (!sfw_addr_is_host(masq->to_family, &masq->to))
		return sfw_nl_err(info, SFW_A_TO, -EINVAL,
				  "the new address is that of no host");
	return 0;
}

static int get_masq(const struct genl_info *info, struct sfw_passage *masq)
{
	return sfw_nl_need(info, SFW_A_FROM, "the prefix") ?:
	       sfw_nl_need(info, SFW_A_OUT, "the outgoing interface") ?:
	       sfw_nl_get_prefix(info, &masq->sel.from) ?:
	       sfw_nl_get_dev(info, SFW_A_OUT, masq->out) ?:
	       get_new_source(info, masq);
}

static int change(struct sfw_snapshot *s, const struct genl_info *info,
		  enum sfw_object object, typeof(sfw_snapshot_add) *how)
{
	struct sfw_passage passage = {};
	int err = object == SFW_OBJ_LAN ? get_lan(info, &passage) :
					  get_masq(info, &passage);

	if (err)
		return err;
	err = how(s, object, &passage);
	/* One with another new address is in the way as well. */
	if (err == -EEXIST)
		passage.to_family = SFW_AF_ANY;
	return sfw_nl_line_err(info, err, s, object, &passage);
}

int sfw_nl_add_passage(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object)
{
	return change(s, info, object, sfw_snapshot_add);
}

int sfw_nl_del_passage(struct sfw_snapshot *s, const struct genl_info *info,
		       enum sfw_object object)
{
	return change(s, info, object, sfw_snapshot_del_passage);
}
