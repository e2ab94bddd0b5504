// SPDX-License-Identifier: GPL-2.0
#include "family.h"
#include "txn.h"

#define BLOCK_TIME_DEFAULT	3600	/* seconds */

const struct nla_policy sfw_nl_window_policy[SFW_A_MAX + 1] = {
	[SFW_A_HITS] = { .type = NLA_U32 },
	[SFW_A_SECONDS] = { .type = NLA_U32 },
};

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
	if (!w->n && info->attrs[SFW_A_RTTL])
		return sfw_nl_err(info, SFW_A_RTTL, -EINVAL,
				  "rttl is about windows, and there is none");
	if (!w->n && !info->attrs[SFW_A_LIVE])
		return sfw_nl_need(info, SFW_A_WINDOW, "a window");
	if (!sfw_windows_valid(w)) {
		sfw_extack(info->extack, "the same window is given twice");
		return -EINVAL;
	}
	w->rttl = info->attrs[SFW_A_RTTL];
	sfw_windows_seal(w);
	return 0;
}

static int get_guard(const struct genl_info *info, struct sfw_guard *g)
{
	struct nlattr **a = info->attrs;
	int err;

	memset(g, 0, sizeof(*g));
	err = sfw_nl_get_name(info, g->base.name) ?:
	      get_windows(info, &g->windows);
	if (err)
		return err;
	g->live = a[SFW_A_LIVE] ? nla_get_u32(a[SFW_A_LIVE]) : 0;
	g->mask[0] = a[SFW_A_MASK4] ? nla_get_u8(a[SFW_A_MASK4]) : 32;
	g->mask[1] = a[SFW_A_MASK6] ? nla_get_u8(a[SFW_A_MASK6]) : 128;
	g->then = a[SFW_A_THEN] ? nla_get_u8(a[SFW_A_THEN]) : SFW_THEN_DROP;
	if (g->then != SFW_THEN_BLOCK)
		return a[SFW_A_DURATION] ?
		       sfw_nl_err(info, SFW_A_DURATION, -EINVAL,
				  "only 'then block' takes a duration") : 0;
	g->block_time = sfw_nl_get_seconds(info, SFW_A_DURATION, BLOCK_TIME_DEFAULT);
	return 0;
}

int sfw_nl_add_guard(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	struct sfw_guard g;

	return get_guard(info, &g) ?: sfw_nl_add_gate(s, info, object, &g.base);
}
