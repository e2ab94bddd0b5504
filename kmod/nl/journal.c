// SPDX-License-Identifier: GPL-2.0
/* The journal of refusals. */
#include "../compat/genl.h"
#include "../db/event/journal.h"
#include "../db/policy/group.h"
#include "../db/seconds.h"
#include "attr.h"
#include "family.h"
#include "message.h"
#include "put.h"

/**
 * struct dump - where a dump stands, kept in netlink_callback.args
 * @r: the refusals, oldest first
 * @s: the policy of now; a reference
 * @src: only those of this source
 * @family: of @src; SFW_AF_ANY: all
 * @n: how many are in @r
 * @at: the next of them
 * @group: only those of its members; or NULL
 */
struct dump {
	struct sfw_refusal *r;
	struct sfw_snapshot *s;
	struct sfw_addr src;
	u8 family;
	u16 n;
	u16 at;
	const struct sfw_group *group;
};

static struct dump *dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct dump) > sizeof(cb->ctx));
	return (struct dump *)cb->ctx;
}

int sfw_nl_journal_done(struct netlink_callback *cb)
{
	kvfree(dump_of(cb)->r);
	sfw_snapshot_put(dump_of(cb)->s);
	return 0;
}

int sfw_nl_journal_start(struct netlink_callback *cb)
{
	struct nlattr *src = sfw_compat_dump_attrs(cb)[SFW_A_SRC];
	struct sfw_db *db = sfw_db_of(sock_net(cb->skb->sk));
	struct dump *dump = dump_of(cb);
	int err;

	if (src && !sfw_nl_read_addr(src, &dump->src, &dump->family)) {
		sfw_extack(cb->extack, "an address has 4 or 16 bytes");
		return -EINVAL;
	}
	dump->r = kvmalloc_array(SFW_REFUSED_MAX, sizeof(*dump->r),
				 GFP_KERNEL_ACCOUNT);
	if (!dump->r)
		return -ENOMEM;
	dump->s = sfw_db_get(db);
	err = sfw_nl_dump_group(cb, SFW_A_GROUP, &dump->s->policy, &dump->group);
	if (err) {
		sfw_nl_journal_done(cb);
		return err;
	}
	/* It stays as long as the namespace, which the socket holds. */
	dump->n = sfw_journal_read(rcu_dereference_check(db->journal, true), dump->r);
	return 0;
}

/* A guard or knock by the number of its list, which outlives changes of the policy. */
static bool find_gate(const struct sfw_policy *p, struct sfw_verdict *v, u32 number)
{
	u32 n = v->rule == SFW_RULE_GUARD ? p->n_guards : p->n_knocks;
	const struct sfw_gate_base *gate;

	for (v->index = 0; v->index < n; v->index++) {
		gate = v->rule == SFW_RULE_GUARD ? &p->guards[v->index].base :
						   &p->knocks[v->index].base;
		if (gate->list->number == number)
			return true;
	}
	return false;
}

static int put_setting(struct sk_buff *skb, const struct sfw_refusal *r)
{
	struct nlattr *nest = nla_nest_start(skb, SFW_A_RULE);

	if (!nest || sfw_nl_put_setting(skb, r->setting, r->value))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return nla_put_u8(skb, SFW_A_RULE_CMD, SFW_CMD_SETTING_SET);
}

/* A setting as it was; a block, guard or knock as it is, if it is still there. */
static int put_line(struct sk_buff *skb, const struct sfw_policy *p,
		    const struct sfw_refusal *r, u64 now)
{
	const struct sfw_facts f = {
		.src = r->src, .family = sfw_refusal_family(r), .now = now,
	};
	struct sfw_verdict v = { .rule = r->rule };

	switch (r->rule) {
	case SFW_RULE_SETTING:
		return put_setting(skb, r);
	case SFW_RULE_GUARD:
	case SFW_RULE_KNOCK:
		return find_gate(p, &v, r->value) ?
		       sfw_nl_put_rule(skb, p, &v, &f) : 0;
	default:
		return sfw_nl_put_rule(skb, p, &v, &f);
	}
}

static int put_packet(struct sk_buff *skb, const struct sfw_refusal *r)
{
	u8 family = sfw_refusal_family(r);
	struct sfw_prefix p = {
		.addr = r->src, .family = family,
		.len = family == SFW_AF_INET ? 32 : 128,
	};

	return nla_put_u8(skb, SFW_A_REASON, sfw_refusal_reason(r)) ?:
	       sfw_nl_put_prefix(skb, &p) ?:
	       nla_put_u8(skb, SFW_A_PROTO, sfw_refusal_proto(r)) ?:
	       nla_put_u16(skb, SFW_A_PORT_FIRST, sfw_refusal_port(r)) ?:
	       sfw_nl_put_u64(skb, SFW_A_PACKETS, (u32)atomic_read(&r->packets)) ?:
	       sfw_nl_put_addr(skb, SFW_A_DST, family, &r->dst) ?:
	       nla_put_string(skb, SFW_A_DEV, r->dev);
}

static int put_refusal(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct dump *dump, const struct sfw_refusal *r)
{
	void *head = sfw_nl_begin(skb, cb, SFW_CMD_REFUSED_GET);
	u64 now = ktime_get_boottime_ns();
	u64 ago = now > r->time ? now - r->time : 0;

	if (!head)
		return -EMSGSIZE;
	return sfw_nl_end(skb, head,
			  nla_put_u8(skb, SFW_A_EVENT, SFW_E_REFUSED) ?:
			  sfw_nl_put_u64(skb, SFW_A_TIME, ktime_get_real_ns() - ago) ?:
			  sfw_nl_put_u64(skb, SFW_A_LAST, sfw_seconds_since(r->time, now)) ?:
			  put_packet(skb, r) ?:
			  put_line(skb, &dump->s->policy, r, now));
}

static bool is_asked_for(const struct dump *dump, const struct sfw_refusal *r)
{
	const struct sfw_members *m = dump->s->policy.members;

	if (dump->group &&
	    !sfw_members_have(&m[dump->group->slot], sfw_refusal_family(r), &r->src,
			      ktime_get_boottime_ns()))
		return false;
	return !dump->family || (dump->family == sfw_refusal_family(r) &&
				 sfw_addr_equal(&dump->src, &r->src));
}

int sfw_nl_journal_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dump *dump = dump_of(cb);
	const struct sfw_refusal *r;

	for (; dump->at < dump->n; dump->at++) {
		r = &dump->r[dump->at];
		if (is_asked_for(dump, r) && put_refusal(skb, cb, dump, r))
			break;
	}
	return skb->len;
}
