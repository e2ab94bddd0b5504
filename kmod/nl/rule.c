// SPDX-License-Identifier: GPL-2.0
/* The object of a policy that decided about a packet. */
#include <net/netlink.h>

#include "put.h"

/* The first blocked group that holds the source. */
static int put_blocked_group(struct sk_buff *skb, const struct sfw_policy *p,
			     const struct sfw_facts *f)
{
	u32 i;

	for (i = 0; i < p->n_groups; i++) {
		const struct sfw_group *g = p->groups[i].group;

		if (p->groups[i].roles & SFW_GROUP_BLOCKED &&
		    sfw_members_have(&p->members[g->slot], f->family, &f->src,
				     f->now))
			return nla_put_string(skb, SFW_A_GROUP, g->name);
	}
	return 0;
}

/* The longest that the policy has, else one for a time, else a group. */
static int put_block(struct sk_buff *skb, const struct sfw_policy *p,
		     const struct sfw_facts *f)
{
	const struct sfw_prefix_item *item;
	const struct sfw_prefixes *timed;
	int err;

	item = sfw_prefixes_find(p->blocks, f->family, &f->src, f->now);
	rcu_read_lock();
	timed = rcu_dereference(p->timed_blocks);
	if (!item && timed)
		item = sfw_prefixes_find(timed, f->family, &f->src, f->now);
	err = item ? sfw_nl_put_item(skb, item) : 0;
	rcu_read_unlock();
	return item ? err : put_blocked_group(skb, p, f);
}

static const u8 objects[] = {
	[SFW_RULE_SETTING]	= SFW_OBJ_SETTING,
	[SFW_RULE_TRUST]	= SFW_OBJ_TRUST,
	[SFW_RULE_ENTRY]	= SFW_OBJ_ENTRY,
	[SFW_RULE_BLOCK]	= SFW_OBJ_BLOCK,
	[SFW_RULE_GUARD]	= SFW_OBJ_GUARD,
	[SFW_RULE_KNOCK]	= SFW_OBJ_KNOCK,
	[SFW_RULE_LAN]		= SFW_OBJ_LAN,
	[SFW_RULE_FORWARD]	= SFW_OBJ_FORWARD,
};

/**
 * sfw_nl_put_rule - write the object of a policy that decided
 * @skb: the message
 * @p: the policy
 * @v: the verdict
 * @f: the packet, of which only source and time need be known
 *
 * Return: 0 or -EMSGSIZE.
 */
int sfw_nl_put_rule(struct sk_buff *skb, const struct sfw_policy *p,
		    const struct sfw_verdict *v, const struct sfw_facts *f)
{
	enum sfw_object object = objects[v->rule];
	struct nlattr *nest;
	int err;

	if (v->rule == SFW_RULE_NONE)
		return 0;
	nest = nla_nest_start(skb, SFW_A_RULE);
	if (!nest)
		return -EMSGSIZE;
	err = object == SFW_OBJ_BLOCK ? put_block(skb, p, f) :
	      sfw_nl_put_object(skb, p, object, v->index);
	nla_nest_end(skb, nest);
	return err ?: nla_put_u8(skb, SFW_A_RULE_CMD,
			  sfw_nl_object_cmd(p, object, v->index));
}
