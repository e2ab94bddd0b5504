// SPDX-License-Identifier: GPL-2.0
#include "family.h"
#include "txn.h"

#define BLOCK_TIME_DEFAULT	3600	/* seconds */

static int get_window(const struct genl_info *info, struct nlattr *attr,
		      struct sfw_window *w)
{
	struct nlattr *tb[SFW_A_MAX + 1];
	u32 seconds;

	if (nla_parse_nested(tb, SFW_A_MAX, attr, sfw_nl_window_policy,
			     info->extack))
		return -EINVAL;
	if (!tb[SFW_A_HITS] || !tb[SFW_A_SECONDS]) {
		sfw_extack(info->extack, "a window is HITS in SECONDS");
		return -EINVAL;
	}
	w->hits = nla_get_u32(tb[SFW_A_HITS]);
	seconds = nla_get_u32(tb[SFW_A_SECONDS]);
	if (!w->hits || w->hits > SFW_HITS_MAX) {
		sfw_extack(info->extack, "%u hits: a window has 1 to %u",
			   w->hits, SFW_HITS_MAX);
		return -ERANGE;
	}
	if (!seconds || seconds > SFW_DURATION_MAX) {
		sfw_extack(info->extack, "%u seconds: a window has 1 to %u",
			   seconds, SFW_DURATION_MAX);
		return -ERANGE;
	}
	w->time = (u64)seconds * NSEC_PER_SEC;
	return 0;
}

static int get_windows(const struct genl_info *info, struct sfw_windows *w)
{
	struct nlattr *attr;
	int err, rem;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != SFW_A_WINDOW)
			continue;
		if (w->n == SFW_WINDOWS_MAX) {
			sfw_extack(info->extack,
				   "a guard has at most %u windows",
				   SFW_WINDOWS_MAX);
			return -E2BIG;
		}
		err = get_window(info, attr, &w->window[w->n++]);
		if (err)
			return err;
	}
	if (!w->n)
		return sfw_nl_need(info, SFW_A_WINDOW, "a window");
	w->rttl = info->attrs[SFW_A_RTTL];
	sfw_windows_seal(w);
	return 0;
}

static int get_guard(const struct genl_info *info, struct sfw_guard *g)
{
	struct nlattr **a = info->attrs;
	u32 seconds;
	int err;

	memset(g, 0, sizeof(*g));
	err = sfw_nl_get_name(info, g->name) ?:
	      get_windows(info, &g->windows);
	if (err)
		return err;
	g->mask[0] = a[SFW_A_MASK4] ? nla_get_u8(a[SFW_A_MASK4]) : 32;
	g->mask[1] = a[SFW_A_MASK6] ? nla_get_u8(a[SFW_A_MASK6]) : 128;
	g->then = a[SFW_A_THEN] ? nla_get_u8(a[SFW_A_THEN]) : SFW_THEN_DROP;
	if (g->then != SFW_THEN_BLOCK)
		return a[SFW_A_DURATION] ?
		       sfw_refuse(info, SFW_A_DURATION, -EINVAL,
				  "only 'then block' takes a duration") : 0;
	seconds = a[SFW_A_DURATION] ? nla_get_u32(a[SFW_A_DURATION]) :
				      BLOCK_TIME_DEFAULT;
	g->block_time = (u64)seconds * NSEC_PER_SEC;
	return 0;
}

static int add(struct sfw_snapshot *s, const struct genl_info *info)
{
	struct sfw_guard g;
	int err = get_guard(info, &g);

	if (err)
		return err;
	err = sfw_snapshot_add_guard(s, &g, sfw_nl_live(info));
	switch (err) {
	case -EEXIST:
		return sfw_refuse(info, SFW_A_NAME, err,
				  "the name %s is taken already", g.name);
	case -ENOSPC:
		return sfw_refuse(info, SFW_A_NAME, err,
				  "there are %u guards, the most there may be",
				  SFW_GUARDS_MAX);
	}
	return err;
}

static int del(struct sfw_snapshot *s, const struct genl_info *info)
{
	char name[SFW_NAME_MAX + 1];
	int err = sfw_nl_get_name(info, name);

	if (err)
		return err;
	err = sfw_snapshot_del_guard(s, name);
	switch (err) {
	case -ENOENT:
		return sfw_refuse(info, SFW_A_NAME, err,
				  "no guard is called %s", name);
	case -EBUSY:
		return sfw_refuse(info, SFW_A_NAME, err,
				  "an open port uses guard %s", name);
	}
	return err;
}

/**
 * sfw_nl_guard_add - SFW_CMD_GUARD_ADD
 * @skb: the request
 * @info: the request
 */
int sfw_nl_guard_add(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, add);
}

/**
 * sfw_nl_guard_del - SFW_CMD_GUARD_DEL
 * @skb: the request
 * @info: the request
 */
int sfw_nl_guard_del(struct sk_buff *skb, struct genl_info *info)
{
	return sfw_nl_stage(info, del);
}
