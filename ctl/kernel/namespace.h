/* SPDX-License-Identifier: GPL-2.0 */
/* A namespace of the library; among its own files only. */
#ifndef SFWCTL_KERNEL_NAMESPACE_H
#define SFWCTL_KERNEL_NAMESPACE_H

#include "kernel_names.h"

#include "../../kmod/db/db.h"

/**
 * struct kernel - one namespace, and the replies that wait
 * @db: its state
 * @portid: of the last connection
 * @reply: messages not taken yet
 * @len: their bytes
 * @size: bytes there are
 * @at: where the first of them is
 */
struct kernel {
	struct sfw_db db;
	u32 portid;
	u8 *reply;
	size_t len;
	size_t size;
	size_t at;
};

int kernel_parse(struct nlattr **tb, const struct nlmsghdr *nlh, const struct genl_ops *op,
		 struct netlink_ext_ack *extack);

#endif
