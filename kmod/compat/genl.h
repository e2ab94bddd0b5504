/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attributes of a dump request: kept differently before 6.6. The flag of a
 * multicast group that takes a capability: called otherwise before 6.7.
 */
#ifndef SFW_COMPAT_GENL_H
#define SFW_COMPAT_GENL_H

#include <net/genetlink.h>

#ifndef GENL_MCAST_CAP_NET_ADMIN
#define GENL_MCAST_CAP_NET_ADMIN	GENL_UNS_ADMIN_PERM
#endif

static inline struct nlattr **sfw_compat_dump_attrs(struct netlink_callback *cb)
{
#ifdef SFW_HAVE_GENL_INFO_DUMP
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#endif /* SFW_COMPAT_GENL_H */
