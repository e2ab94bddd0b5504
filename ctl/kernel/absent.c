// SPDX-License-Identifier: GPL-2.0
/* Commands about packets, lists and listeners, of which there are none. */
#include "kernel_names.h"

#include "../../kmod/nl/family.h"

static int absent_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}

static int absent_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	return -EOPNOTSUPP;
}

static int absent_edge(struct netlink_callback *cb)
{
	return -EOPNOTSUPP;
}

#define AS(name)	__attribute__((alias(#name)))

sfw_nl_doit sfw_nl_status AS(absent_doit), sfw_nl_listen AS(absent_doit);
sfw_nl_doit sfw_nl_confirm AS(absent_doit), sfw_nl_rollback AS(absent_doit);
sfw_nl_doit sfw_nl_rehearsal_end AS(absent_doit);
sfw_nl_doit sfw_nl_list_add AS(absent_doit), sfw_nl_list_del AS(absent_doit);
sfw_nl_doit sfw_nl_list_flush AS(absent_doit), sfw_nl_list_put AS(absent_doit);
sfw_nl_dump sfw_nl_stats AS(absent_dump), sfw_nl_lists_dump AS(absent_dump);
sfw_nl_dump sfw_nl_list_dump AS(absent_dump), sfw_nl_why_dump AS(absent_dump);
sfw_nl_dump_edge sfw_nl_lists_start AS(absent_edge), sfw_nl_lists_done AS(absent_edge);
sfw_nl_dump_edge sfw_nl_list_start AS(absent_edge), sfw_nl_list_done AS(absent_edge);
sfw_nl_dump sfw_nl_journal_dump AS(absent_dump);
sfw_nl_dump_edge sfw_nl_journal_start AS(absent_edge), sfw_nl_journal_done AS(absent_edge);
sfw_nl_dump sfw_nl_findings_dump AS(absent_dump);
sfw_nl_dump_edge sfw_nl_findings_start AS(absent_edge);
sfw_nl_dump_edge sfw_nl_findings_done AS(absent_edge);
sfw_nl_dump_edge sfw_nl_why_start AS(absent_edge), sfw_nl_why_done AS(absent_edge);

void sfw_nl_events_open(bool yes)
{
}

void sfw_nl_listen_closed(struct net *net, u32 portid)
{
}
