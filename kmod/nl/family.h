/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family, and the commands that its files carry out. */
#ifndef SFW_NL_FAMILY_H
#define SFW_NL_FAMILY_H

#include <linux/sfw.h>
#include <net/genetlink.h>

struct sfw_list;
struct sfw_snapshot;
struct sfw_event_cursor;

/* Of nested attributes. */
extern const struct nla_policy sfw_nl_window_policy[SFW_A_MAX + 1];
extern const struct nla_policy sfw_nl_step_policy[SFW_A_MAX + 1];

int sfw_nl_init(void);
void sfw_nl_exit(void);

void sfw_nl_events_open(bool yes);
void sfw_nl_send_events(struct net *net, struct sfw_event_cursor *cursor,
			u32 *seq);
void sfw_nl_listen_closed(struct net *net, u32 portid);

struct sfw_list *sfw_nl_find_list(const struct genl_info *info, bool make);

/* Commands: sfw_nl_x() carries out SFW_CMD_X. */
typedef int sfw_nl_doit(struct sk_buff *skb, struct genl_info *info);

sfw_nl_doit sfw_nl_status, sfw_nl_test, sfw_nl_listen;
sfw_nl_doit sfw_nl_txn_begin, sfw_nl_txn_undo, sfw_nl_txn_commit;
sfw_nl_doit sfw_nl_txn_rehearse;
sfw_nl_doit sfw_nl_confirm, sfw_nl_rollback, sfw_nl_rehearsal_end;
sfw_nl_doit sfw_nl_list_add, sfw_nl_list_del, sfw_nl_list_flush, sfw_nl_list_put;

/* Dumps: @skb has room for some messages; cb->args say where one stands. */
typedef int sfw_nl_dump(struct sk_buff *skb, struct netlink_callback *cb);
typedef int sfw_nl_dump_edge(struct netlink_callback *cb);

sfw_nl_dump sfw_nl_stats, sfw_nl_policy_dump, sfw_nl_lists_dump, sfw_nl_list_dump,
	    sfw_nl_why_dump, sfw_nl_journal_dump, sfw_nl_findings_dump;
sfw_nl_dump_edge sfw_nl_policy_start, sfw_nl_policy_done;
sfw_nl_dump_edge sfw_nl_lists_start, sfw_nl_lists_done;
sfw_nl_dump_edge sfw_nl_list_start, sfw_nl_list_done;
sfw_nl_dump_edge sfw_nl_why_start, sfw_nl_why_done;
sfw_nl_dump_edge sfw_nl_journal_start, sfw_nl_journal_done;
sfw_nl_dump_edge sfw_nl_findings_start, sfw_nl_findings_done;

/**
 * sfw_nl_edit - a change of a policy, which a command makes
 * @s: the policy, staged by the request's socket
 * @info: the request
 * @object: the kind, for functions that change several
 *
 * Context: the database is locked; may sleep. Return: 0, or an error, whose
 * reason is in the extended ack where the number does not say it.
 */
typedef int sfw_nl_edit(struct sfw_snapshot *s, const struct genl_info *info,
			enum sfw_object object);

int sfw_nl_stage(struct genl_info *info, sfw_nl_edit *edit,
		 enum sfw_object object);

sfw_nl_edit sfw_nl_set_enabled, sfw_nl_set_setting, sfw_nl_flush;
sfw_nl_edit sfw_nl_add_entry, sfw_nl_del_entry;
sfw_nl_edit sfw_nl_add_trust, sfw_nl_del_trust;
sfw_nl_edit sfw_nl_add_passage, sfw_nl_del_passage;
sfw_nl_edit sfw_nl_add_prefix, sfw_nl_del_prefix, sfw_nl_flush_blocks;
sfw_nl_edit sfw_nl_add_forward, sfw_nl_del_forward;
sfw_nl_edit sfw_nl_new_group, sfw_nl_add_member, sfw_nl_del_group, sfw_nl_flush_group;
sfw_nl_edit sfw_nl_add_guard, sfw_nl_add_knock, sfw_nl_del_gate;

#endif /* SFW_NL_FAMILY_H */
