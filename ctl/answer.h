/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_ANSWER_H
#define SFWCTL_ANSWER_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct answer - messages that answered a question
 * @data: one after the other
 * @len: bytes in use
 * @size: bytes there are
 * @limit: ask for no more when it has so many bytes, 0 for no limit
 * @cut: that was so; the connection is of no more use
 */
struct answer {
	char *data;
	size_t len;
	size_t size;
	size_t limit;
	bool cut;
};

int answer_add(struct answer *answer, const struct nlmsghdr *nlh);
const struct nlmsghdr *answer_next(const struct answer *answer,
				   const struct nlmsghdr *nlh);
void answer_free(struct answer *answer);

#endif
