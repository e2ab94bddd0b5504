/* SPDX-License-Identifier: GPL-2.0 */
/* Formatted extended acks, also on kernels whose extack has no room for one. */
#ifndef SFW_COMPAT_EXTACK_H
#define SFW_COMPAT_EXTACK_H

#include <linux/netlink.h>

#define SFW_EXTACK_LEN	80	/* NETLINK_MAX_FMTMSG_LEN of later kernels */

__printf(2, 3)
void sfw_extack(struct netlink_ext_ack *extack, const char *fmt, ...);

#endif /* SFW_COMPAT_EXTACK_H */
