// SPDX-License-Identifier: GPL-2.0
/*
 * Which commands there are, what they take, and who may send them. A command
 * refuses every attribute that its policy does not name.
 */
#include <linux/notifier.h>

#include "../compat/genl.h"
#include "../core/words.h"
#include "family.h"
#include "txn.h"

#define FLAG(attr)		[SFW_A_##attr] = { .type = NLA_FLAG }
#define NUMBER(attr, size)	[SFW_A_##attr] = { .type = NLA_U##size }
#define BELOW(attr, size, end)	\
	[SFW_A_##attr] = NLA_POLICY_MAX(NLA_U##size, (end) - 1)
#define TEXT(attr, max)		\
	[SFW_A_##attr] = { .type = NLA_NUL_STRING, .len = (max) }
#define ADDRESS(attr)		[SFW_A_##attr] = NLA_POLICY_RANGE(NLA_BINARY, 4, 16)
#define DURATION(attr)		\
	[SFW_A_##attr] = NLA_POLICY_FULL_RANGE(NLA_U32, &duration_range)
#define PREFIX			ADDRESS(FROM), NUMBER(FROM_LEN, 8)
#define SELECTOR		PREFIX, TEXT(DEV, SFW_DEV_MAX)
#define PORTS			NUMBER(PROTO, 8),			\
				[SFW_A_PORT_FIRST] = NLA_POLICY_MIN(NLA_U16, 1), \
				NUMBER(PORT_LAST, 16)

/* Not const: 6.1 wants a pointer to a plain one. */
static struct netlink_range_validation duration_range = {
	.min = 1,
	.max = SFW_DURATION_MAX,
};

static const struct nla_policy none_policy[SFW_A_MAX + 1] = {};

static const struct nla_policy begin_policy[SFW_A_MAX + 1] = {
	FLAG(REPLACE),
};

static const struct nla_policy commit_policy[SFW_A_MAX + 1] = {
	NUMBER(CHANGES, 32),
	FLAG(DRY_RUN),
	NUMBER(CONFIRM, 32),
};

static const struct nla_policy get_policy[SFW_A_MAX + 1] = {
	BELOW(OBJECT, 8, SFW_OBJ_MAX),
	FLAG(STAGED),
};

static const struct nla_policy enable_policy[SFW_A_MAX + 1] = {
	BELOW(ENABLED, 8, 2),
};

static const struct nla_policy setting_policy[SFW_A_MAX + 1] = {
	BELOW(SETTING, 8, SFW_S_MAX),
	NUMBER(VALUE, 32),
};

static const struct nla_policy port_add_policy[SFW_A_MAX + 1] = {
	PORTS, SELECTOR, DURATION(DURATION),
	TEXT(COMMENT, SFW_COMMENT_MAX),
	TEXT(GUARD, SFW_NAME_MAX),
	TEXT(KNOCK, SFW_NAME_MAX),
};

static const struct nla_policy port_del_policy[SFW_A_MAX + 1] = {
	PORTS, SELECTOR,
};

static const struct nla_policy proto_policy[SFW_A_MAX + 1] = {
	NUMBER(PROTO, 8), SELECTOR,
};

static const struct nla_policy trust_policy[SFW_A_MAX + 1] = {
	SELECTOR,
};

static const struct nla_policy prefix_policy[SFW_A_MAX + 1] = {
	PREFIX,
};

static const struct nla_policy block_policy[SFW_A_MAX + 1] = {
	PREFIX, DURATION(DURATION),
	TEXT(COMMENT, SFW_COMMENT_MAX),
};

static const struct nla_policy lan_policy[SFW_A_MAX + 1] = {
	TEXT(DEV, SFW_DEV_MAX),
};

static const struct nla_policy masq_policy[SFW_A_MAX + 1] = {
	PREFIX, TEXT(OUT, SFW_DEV_MAX),
};

static const struct nla_policy forward_add_policy[SFW_A_MAX + 1] = {
	PORTS, SELECTOR, ADDRESS(TO),
	[SFW_A_TO_FIRST] = NLA_POLICY_MIN(NLA_U16, 1),
	NUMBER(TO_LAST, 16),
	TEXT(COMMENT, SFW_COMMENT_MAX),
};

static const struct nla_policy forward_del_policy[SFW_A_MAX + 1] = {
	PORTS, SELECTOR, ADDRESS(TO),
};

static const struct nla_policy name_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
};

const struct nla_policy sfw_nl_window_policy[SFW_A_MAX + 1] = {
	NUMBER(HITS, 32),
	NUMBER(SECONDS, 32),
};

const struct nla_policy sfw_nl_step_policy[SFW_A_MAX + 1] = {
	NUMBER(PROTO, 8),
	[SFW_A_PORT_FIRST] = NLA_POLICY_MIN(NLA_U16, 1),
};

static const struct nla_policy guard_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	[SFW_A_WINDOW] = NLA_POLICY_NESTED(sfw_nl_window_policy),
	FLAG(RTTL),
	[SFW_A_MASK4] = NLA_POLICY_RANGE(NLA_U8, 1, 32),
	[SFW_A_MASK6] = NLA_POLICY_RANGE(NLA_U8, 1, 128),
	BELOW(THEN, 8, SFW_THEN_MAX),
	DURATION(DURATION),
};

static const struct nla_policy knock_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	[SFW_A_STEP] = NLA_POLICY_NESTED(sfw_nl_step_policy),
	DURATION(WITHIN),
	DURATION(DURATION),
};

static const struct nla_policy member_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	ADDRESS(SRC),
};

static const struct nla_policy why_policy[SFW_A_MAX + 1] = {
	ADDRESS(SRC),
};

static const struct nla_policy test_policy[SFW_A_MAX + 1] = {
	NUMBER(PROTO, 8),
	ADDRESS(SRC),
	ADDRESS(DST),
	NUMBER(SPORT, 16),
	NUMBER(DPORT, 16),
	TEXT(DEV, SFW_DEV_MAX),
	NUMBER(TCP_FLAGS, 8),
	BELOW(CT_STATE, 8, SFW_CT_MAX),
	NUMBER(ICMP_TYPE, 8),
};

#define ALL_MAY(name, fn, attrs) {					\
	.cmd = SFW_CMD_##name, .doit = (fn),				\
	.policy = (attrs), .maxattr = SFW_A_MAX,			\
}

#define ADMIN(name, fn, attrs) {					\
	.cmd = SFW_CMD_##name, .doit = (fn),				\
	.flags = GENL_ADMIN_PERM,					\
	.policy = (attrs), .maxattr = SFW_A_MAX,			\
}

static const struct genl_ops genl_ops[] = {
	ALL_MAY(STATUS, sfw_nl_status, none_policy),
	{
		.cmd = SFW_CMD_STATS, .dumpit = sfw_nl_stats,
		.policy = none_policy, .maxattr = SFW_A_MAX,
	}, {
		.cmd = SFW_CMD_POLICY_GET, .flags = GENL_ADMIN_PERM,
		.start = sfw_nl_policy_start, .dumpit = sfw_nl_policy_dump,
		.done = sfw_nl_policy_done,
		.policy = get_policy, .maxattr = SFW_A_MAX,
	}, {
		.cmd = SFW_CMD_LISTS_GET, .flags = GENL_ADMIN_PERM,
		.start = sfw_nl_lists_start, .dumpit = sfw_nl_lists_dump,
		.done = sfw_nl_lists_done,
		.policy = none_policy, .maxattr = SFW_A_MAX,
	}, {
		.cmd = SFW_CMD_LIST_GET, .flags = GENL_ADMIN_PERM,
		.start = sfw_nl_list_start, .dumpit = sfw_nl_list_dump,
		.done = sfw_nl_list_done,
		.policy = name_policy, .maxattr = SFW_A_MAX,
	}, {
		.cmd = SFW_CMD_WHY, .flags = GENL_ADMIN_PERM,
		.start = sfw_nl_why_start, .dumpit = sfw_nl_why_dump,
		.done = sfw_nl_why_done,
		.policy = why_policy, .maxattr = SFW_A_MAX,
	},
	ADMIN(TEST, sfw_nl_test, test_policy),
	ADMIN(TXN_BEGIN, sfw_nl_txn_begin, begin_policy),
	ADMIN(TXN_COMMIT, sfw_nl_txn_commit, commit_policy),
	ADMIN(ENABLE_SET, sfw_nl_enable_set, enable_policy),
	ADMIN(FLUSH, sfw_nl_flush, none_policy),
	ADMIN(SETTING_SET, sfw_nl_setting_set, setting_policy),
	ADMIN(PORT_ADD, sfw_nl_port_add, port_add_policy),
	ADMIN(PORT_DEL, sfw_nl_port_del, port_del_policy),
	ADMIN(PROTO_ADD, sfw_nl_proto_add, proto_policy),
	ADMIN(PROTO_DEL, sfw_nl_proto_del, proto_policy),
	ADMIN(TRUST_ADD, sfw_nl_trust_add, trust_policy),
	ADMIN(TRUST_DEL, sfw_nl_trust_del, trust_policy),
	ADMIN(EXEMPT_ADD, sfw_nl_exempt_add, prefix_policy),
	ADMIN(EXEMPT_DEL, sfw_nl_exempt_del, prefix_policy),
	ADMIN(GUARD_ADD, sfw_nl_guard_add, guard_policy),
	ADMIN(GUARD_DEL, sfw_nl_guard_del, name_policy),
	ADMIN(KNOCK_ADD, sfw_nl_knock_add, knock_policy),
	ADMIN(KNOCK_DEL, sfw_nl_knock_del, name_policy),
	ADMIN(BLOCK_ADD, sfw_nl_block_add, block_policy),
	ADMIN(BLOCK_DEL, sfw_nl_block_del, prefix_policy),
	ADMIN(BLOCK_FLUSH, sfw_nl_block_flush, none_policy),
	ADMIN(LIST_ADD, sfw_nl_list_add, member_policy),
	ADMIN(LIST_DEL, sfw_nl_list_del, member_policy),
	ADMIN(LIST_FLUSH, sfw_nl_list_flush, name_policy),
	ADMIN(CONFIRM, sfw_nl_confirm, none_policy),
	ADMIN(ROLLBACK, sfw_nl_rollback, none_policy),
	ADMIN(LAN_ADD, sfw_nl_lan_add, lan_policy),
	ADMIN(LAN_DEL, sfw_nl_lan_del, lan_policy),
	ADMIN(MASQ_ADD, sfw_nl_masq_add, masq_policy),
	ADMIN(MASQ_DEL, sfw_nl_masq_del, masq_policy),
	ADMIN(FORWARD_ADD, sfw_nl_forward_add, forward_add_policy),
	ADMIN(FORWARD_DEL, sfw_nl_forward_del, forward_del_policy),
	ADMIN(LISTEN, sfw_nl_listen, none_policy),
};

static const struct genl_multicast_group groups[] = {
	{ .name = SFW_GENL_EVENTS, .flags = GENL_MCAST_CAP_NET_ADMIN },
};

struct genl_family sfw_genl = {
	.name		= SFW_GENL_NAME,
	.version	= SFW_GENL_VERSION,
	.maxattr	= SFW_A_MAX,
	.netnsok	= true,
	.module		= THIS_MODULE,
	.ops		= genl_ops,
	.n_ops		= ARRAY_SIZE(genl_ops),
	.mcgrps		= groups,
	.n_mcgrps	= ARRAY_SIZE(groups),
};

static int on_netlink_event(struct notifier_block *nb, unsigned long event,
			    void *data)
{
	const struct netlink_notify *gone = data;

	if (event == NETLINK_URELEASE && gone->protocol == NETLINK_GENERIC) {
		sfw_nl_txn_closed(gone->net, gone->portid);
		sfw_nl_listen_closed(gone->net, gone->portid);
	}
	return NOTIFY_DONE;
}

static struct notifier_block netlink_events = {
	.notifier_call	= on_netlink_event,
};

/**
 * sfw_nl_init - open the door to sfwctl
 *
 * Context: may sleep; namespaces are set up. Return: 0 or an error.
 */
int __init sfw_nl_init(void)
{
	int err = netlink_register_notifier(&netlink_events);

	if (err)
		return err;
	err = genl_register_family(&sfw_genl);
	if (err)
		netlink_unregister_notifier(&netlink_events);
	else
		sfw_nl_events_open(true);
	return err;
}

/**
 * sfw_nl_exit - close it; no request is being served any more afterwards
 *
 * Context: may sleep.
 */
void sfw_nl_exit(void)
{
	sfw_nl_events_open(false);
	genl_unregister_family(&sfw_genl);
	netlink_unregister_notifier(&netlink_events);
}
