// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>

#include "family.h"
#include "txn.h"

#define WITHIN_DEFAULT	10	/* seconds */
#define OPEN_DEFAULT	30	/* seconds */

const struct nla_policy sfw_nl_step_policy[SFW_A_MAX + 1] = {
	[SFW_A_PROTO] = { .type = NLA_U8 },
	[SFW_A_PORT_FIRST] = NLA_POLICY_MIN(NLA_U16, 1),
};

static int get_step(const struct genl_info *info, struct nlattr *attr,
		    struct sfw_step *step)
{
	struct nlattr *tb[SFW_A_MAX + 1];

	if (nla_parse_nested(tb, SFW_A_MAX, attr, sfw_nl_step_policy,
			     info->extack))
		return -EINVAL;
	if (!tb[SFW_A_PROTO] || !tb[SFW_A_PORT_FIRST]) {
		sfw_extack(info->extack, "a step is PROTO and PORT");
		return -EINVAL;
	}
	step->proto = nla_get_u8(tb[SFW_A_PROTO]);
	step->port = nla_get_u16(tb[SFW_A_PORT_FIRST]);
	if (step->proto != IPPROTO_TCP && step->proto != IPPROTO_UDP) {
		sfw_extack(info->extack, "one knocks at tcp and udp ports only");
		return -EINVAL;
	}
	return 0;
}

static int get_steps(const struct genl_info *info, struct sfw_sequence *s)
{
	struct nlattr *attr;
	int err, rem;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != SFW_A_STEP)
			continue;
		if (s->n == SFW_STEPS_MAX) {
			sfw_extack(info->extack,
				   "a sequence has at most %u ports",
				   SFW_STEPS_MAX);
			return -E2BIG;
		}
		err = get_step(info, attr, &s->step[s->n++]);
		if (err)
			return err;
	}
	if (!s->n)
		return sfw_nl_need(info, SFW_A_STEP, "a port to knock at");
	if (!sfw_sequence_valid(s)) {
		sfw_extack(info->extack,
			   "the same port twice in a row looks like a retransmission");
		return -EINVAL;
	}
	return 0;
}

int sfw_nl_add_knock(struct sfw_snapshot *s, const struct genl_info *info,
		     enum sfw_object object)
{
	struct sfw_knock l = {};
	int err = sfw_nl_get_name(info, l.base.name) ?:
		  get_steps(info, &l.sequence);

	if (err)
		return err;
	l.sequence.within = sfw_nl_get_seconds(info, SFW_A_WITHIN, WITHIN_DEFAULT);
	l.sequence.open = sfw_nl_get_seconds(info, SFW_A_DURATION, OPEN_DEFAULT);
	return sfw_nl_add_gate(s, info, object, &l.base);
}
