/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_NET_REPLY_H
#define SFWCTL_NET_REPLY_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct reply - messages that answered a question
 * @data: one after the other
 * @len: bytes in use
 * @size: bytes there are
 * @limit: ask for no more when it has so many bytes, 0 for no limit
 * @cut: that was so; the connection is of no more use
 */
struct reply {
	char *data;
	size_t len;
	size_t size;
	size_t limit;
	bool cut;
};

int reply_add(struct reply *reply, const struct nlmsghdr *nlh);
const struct nlmsghdr *reply_next(const struct reply *reply,
				  const struct nlmsghdr *nlh);
void reply_free(struct reply *reply);

#endif
