/* SPDX-License-Identifier: GPL-2.0 */
/* Transactions as netlink sees them, one a socket, and their changes. */
#ifndef SFW_NL_TXN_H
#define SFW_NL_TXN_H

#include "../core/describe.h"
#include "../db/policy/snapshot.h"
#include "attr.h"
#include "family.h"

int sfw_nl_named_err(const struct genl_info *info, const char *kind, const char *name,
		     u32 lines);
int sfw_nl_edit_err(const struct genl_info *info, int err,
		    enum sfw_object object, const char *text);
int sfw_nl_line_err(const struct genl_info *info, int err,
		    const struct sfw_snapshot *s, enum sfw_object object,
		    const void *line);
bool sfw_nl_names_holder(const struct genl_info *info, const struct sfw_snapshot *s,
			 enum sfw_object object, const struct sfw_prefix *p);
bool sfw_nl_names_group(const struct genl_info *info, const struct sfw_snapshot *s,
			enum sfw_object object, const struct sfw_prefix *p);
bool sfw_nl_names_member(const struct genl_info *info, const struct sfw_group_place *at,
			 const struct sfw_prefix *p);
void sfw_nl_name_other(const struct genl_info *info, enum sfw_object object,
		       const char *text, const char *other, bool within);
int sfw_nl_add_gate(struct sfw_snapshot *s, const struct genl_info *info,
		    enum sfw_object object, const struct sfw_gate_base *gate);
void sfw_nl_txn_closed(struct net *net, u32 portid);

#endif /* SFW_NL_TXN_H */
