// SPDX-License-Identifier: GPL-2.0
/*
 * Table of the commands, their attributes, and the right to send them. A command
 * refuses every attribute that its policy does not name.
 */
#include <linux/notifier.h>

#include "../compat/genl.h"
#include "../core/words.h"
#include "family.h"
#include "message.h"
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
#define SOURCE			PREFIX, TEXT(GROUP, SFW_NAME_MAX)
#define SELECTOR		SOURCE, TEXT(DEV, SFW_DEV_MAX)
#define PORTS			NUMBER(PROTO, 8),			\
				[SFW_A_PORT_FIRST] = NLA_POLICY_MIN(NLA_U16, 1), \
				NUMBER(PORT_LAST, 16)

/* Not const: 6.1 wants a pointer to a plain one. */
static struct netlink_range_validation duration_range = {
	.min = 1,
	.max = SFW_DURATION_MAX,
};

static const struct nla_policy none_policy[SFW_A_MAX + 1] = {};

static const struct nla_policy end_policy[SFW_A_MAX + 1] = {
	FLAG(DRY_RUN),
};

static const struct nla_policy begin_policy[SFW_A_MAX + 1] = {
	FLAG(REPLACE),
};

static const struct nla_policy commit_policy[SFW_A_MAX + 1] = {
	NUMBER(CHANGES, 32),
	FLAG(DRY_RUN),
	NUMBER(CONFIRM, 32),
};

static const struct nla_policy rehearse_policy[SFW_A_MAX + 1] = {
	NUMBER(CHANGES, 32),
	DURATION(REHEARSE),
	FLAG(DRY_RUN),
};

static const struct nla_policy get_policy[SFW_A_MAX + 1] = {
	BELOW(OBJECT, 8, SFW_OBJ_MAX),
	FLAG(STAGED),
	TEXT(NAME, SFW_NAME_MAX),
	FLAG(REHEARSED),
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

static const struct nla_policy proto_add_policy[SFW_A_MAX + 1] = {
	NUMBER(PROTO, 8), FLAG(PING), SELECTOR,
	TEXT(GUARD, SFW_NAME_MAX),
};

static const struct nla_policy proto_del_policy[SFW_A_MAX + 1] = {
	NUMBER(PROTO, 8), FLAG(PING), SELECTOR,
};

static const struct nla_policy trust_policy[SFW_A_MAX + 1] = {
	SELECTOR,
};

static const struct nla_policy prefix_policy[SFW_A_MAX + 1] = {
	SOURCE,
};

static const struct nla_policy block_policy[SFW_A_MAX + 1] = {
	SOURCE, DURATION(DURATION),
	TEXT(COMMENT, SFW_COMMENT_MAX),
	FLAG(KEEP),
};

static const struct nla_policy lan_policy[SFW_A_MAX + 1] = {
	TEXT(DEV, SFW_DEV_MAX), TEXT(OUT, SFW_DEV_MAX),
};

static const struct nla_policy masq_policy[SFW_A_MAX + 1] = {
	PREFIX, TEXT(OUT, SFW_DEV_MAX), ADDRESS(TO),
};

static const struct nla_policy forward_add_policy[SFW_A_MAX + 1] = {
	PORTS, SELECTOR, ADDRESS(TO), TEXT(TO_DEV, SFW_DEV_MAX),
	[SFW_A_TO_FIRST] = NLA_POLICY_MIN(NLA_U16, 1),
	NUMBER(TO_LAST, 16), DURATION(DURATION),
	TEXT(COMMENT, SFW_COMMENT_MAX),
};

static const struct nla_policy forward_del_policy[SFW_A_MAX + 1] = {
	PORTS, SELECTOR, ADDRESS(TO), TEXT(TO_DEV, SFW_DEV_MAX),
};

static const struct nla_policy name_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
};

static const struct nla_policy group_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	FLAG(VOLATILE),
};

static const struct nla_policy group_add_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	PREFIX, DURATION(DURATION),
	TEXT(COMMENT, SFW_COMMENT_MAX),
	FLAG(KEEP),
};

static const struct nla_policy group_del_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	PREFIX,
};

static const struct nla_policy guard_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	[SFW_A_WINDOW] = NLA_POLICY_NESTED(sfw_nl_window_policy),
	[SFW_A_LIVE] = NLA_POLICY_RANGE(NLA_U32, 1, SFW_LIVE_MAX),
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

static const struct nla_policy list_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	FLAG(WHOLE),
};

static const struct nla_policy copy_policy[SFW_A_MAX + 1] = {
	TEXT(NAME, SFW_NAME_MAX),
	BELOW(OBJECT, 8, SFW_OBJ_MAX),
	PREFIX,
	NUMBER(PACKETS, 64),
	NUMBER(FIRST, 64),
	NUMBER(LAST, 64),
	NUMBER(TTL, 8),
	NUMBER(PROTO, 8),
	[SFW_A_PORT_FIRST] = NLA_POLICY_MIN(NLA_U16, 1),
	FLAG(FIXED),
	DURATION(DURATION),
	[SFW_A_STAMPS] = { .type = NLA_BINARY,
			   .len = SFW_STAMPS_MAX * sizeof(u64) },
};

static const struct nla_policy why_policy[SFW_A_MAX + 1] = {
	ADDRESS(SRC),
};

static const struct nla_policy journal_policy[SFW_A_MAX + 1] = {
	ADDRESS(SRC),
	TEXT(GROUP, SFW_NAME_MAX),
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

/* X(command, sfw_nl_edit, object or MAX for all, attributes) */
#define EDITS(X)							\
	X(BLOCK_ADD, add_prefix, BLOCK, block_policy)			\
	X(GROUP_ADD, add_member, MEMBER, group_add_policy)		\
	X(ENABLE_SET, set_enabled, ENABLED, enable_policy)		\
	X(FLUSH, flush, MAX, none_policy)				\
	X(SETTING_SET, set_setting, SETTING, setting_policy)		\
	X(PORT_ADD, add_entry, ENTRY, port_add_policy)			\
	X(PORT_DEL, del_entry, ENTRY, port_del_policy)			\
	X(PROTO_ADD, add_entry, ENTRY, proto_add_policy)		\
	X(PROTO_DEL, del_entry, ENTRY, proto_del_policy)		\
	X(TRUST_ADD, add_trust, TRUST, trust_policy)			\
	X(TRUST_DEL, del_trust, TRUST, trust_policy)			\
	X(EXEMPT_ADD, add_prefix, EXEMPT, prefix_policy)		\
	X(EXEMPT_DEL, del_prefix, EXEMPT, prefix_policy)		\
	X(GUARD_ADD, add_guard, GUARD, guard_policy)			\
	X(GUARD_DEL, del_gate, GUARD, name_policy)			\
	X(KNOCK_ADD, add_knock, KNOCK, knock_policy)			\
	X(KNOCK_DEL, del_gate, KNOCK, name_policy)			\
	X(BLOCK_DEL, del_prefix, BLOCK, prefix_policy)			\
	X(BLOCK_FLUSH, flush_blocks, BLOCK, none_policy)		\
	X(LAN_ADD, add_passage, LAN, lan_policy)			\
	X(LAN_DEL, del_passage, LAN, lan_policy)			\
	X(MASQ_ADD, add_passage, MASQ, masq_policy)			\
	X(MASQ_DEL, del_passage, MASQ, masq_policy)			\
	X(FORWARD_ADD, add_forward, FORWARD, forward_add_policy)	\
	X(FORWARD_DEL, del_forward, FORWARD, forward_del_policy)	\
	X(GROUP_NEW, new_group, GROUP, group_policy)			\
	X(GROUP_DEL, del_group, GROUP, group_del_policy)		\
	X(GROUP_FLUSH, flush_group, GROUP, name_policy)

#define AS_EDIT(name, fn, object, attrs) \
	[SFW_CMD_##name] = { sfw_nl_##fn, SFW_OBJ_##object },

static const struct {
	sfw_nl_edit *edit;
	enum sfw_object object;
} edits[] = { EDITS(AS_EDIT) };

static int stage(struct sk_buff *skb, struct genl_info *info)
{
	u8 cmd = info->genlhdr->cmd;

	return sfw_nl_stage(info, edits[cmd].edit, edits[cmd].object);
}

#define AS_OP(name, fn, object, attrs) ADMIN(name, stage, attrs),

/* Searched from the top for each message: commands that come by the thousand first. */
static const struct genl_ops genl_ops[] = {
	EDITS(AS_OP)
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
		.policy = list_policy, .maxattr = SFW_A_MAX,
	}, {
		.cmd = SFW_CMD_WHY, .flags = GENL_ADMIN_PERM,
		.start = sfw_nl_why_start, .dumpit = sfw_nl_why_dump,
		.done = sfw_nl_why_done,
		.policy = why_policy, .maxattr = SFW_A_MAX,
	}, {
		.cmd = SFW_CMD_REFUSED_GET, .flags = GENL_ADMIN_PERM,
		.start = sfw_nl_journal_start, .dumpit = sfw_nl_journal_dump,
		.done = sfw_nl_journal_done,
		.policy = journal_policy, .maxattr = SFW_A_MAX,
	}, {
		.cmd = SFW_CMD_FINDINGS_GET, .flags = GENL_ADMIN_PERM,
		.start = sfw_nl_findings_start, .dumpit = sfw_nl_findings_dump,
		.done = sfw_nl_findings_done,
		.policy = none_policy, .maxattr = SFW_A_MAX,
	},
	ADMIN(TEST, sfw_nl_test, test_policy),
	ADMIN(TXN_BEGIN, sfw_nl_txn_begin, begin_policy),
	ADMIN(TXN_UNDO, sfw_nl_txn_undo, none_policy),
	ADMIN(TXN_COMMIT, sfw_nl_txn_commit, commit_policy),
	ADMIN(LIST_ADD, sfw_nl_list_add, member_policy),
	ADMIN(LIST_DEL, sfw_nl_list_del, member_policy),
	ADMIN(LIST_FLUSH, sfw_nl_list_flush, name_policy),
	ADMIN(LIST_PUT, sfw_nl_list_put, copy_policy),
	ADMIN(CONFIRM, sfw_nl_confirm, end_policy),
	ADMIN(ROLLBACK, sfw_nl_rollback, end_policy),
	ADMIN(TXN_REHEARSE, sfw_nl_txn_rehearse, rehearse_policy),
	ADMIN(REHEARSAL_END, sfw_nl_rehearsal_end, end_policy),
	ADMIN(LISTEN, sfw_nl_listen, none_policy),
};

static const struct genl_multicast_group groups[] = {
	{ .name = SFW_GENL_EVENTS, .flags = GENL_MCAST_CAP_NET_ADMIN },
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
int sfw_nl_init(void)
{
	int err = netlink_register_notifier(&netlink_events);

	if (err)
		return err;
	sfw_genl.ops = genl_ops;
	sfw_genl.n_ops = ARRAY_SIZE(genl_ops);
	sfw_genl.mcgrps = groups;
	sfw_genl.n_mcgrps = ARRAY_SIZE(groups);
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
