/* SPDX-License-Identifier: GPL-2.0 */
/* Formatted extended acks, also on kernels whose extack has no room for one. */
#ifndef SFW_COMPAT_EXTACK_H
#define SFW_COMPAT_EXTACK_H

#include <linux/build_bug.h>
#include <linux/netlink.h>

#define SFW_EXTACK_LEN	80	/* NETLINK_MAX_FMTMSG_LEN of later kernels */

__printf(2, 3)
void sfw_extack_write(struct netlink_ext_ack *extack, const char *fmt, ...);

/**
 * sfw_extack - say why a request is refused
 * @extack: where to, may be NULL
 * @fmt: printf format; one that would be cut by itself does not compile
 */
#define sfw_extack(extack, fmt, ...) do {				\
	BUILD_BUG_ON(sizeof(fmt) > SFW_EXTACK_LEN);			\
	sfw_extack_write(extack, fmt, ##__VA_ARGS__);			\
} while (0)

#endif /* SFW_COMPAT_EXTACK_H */
