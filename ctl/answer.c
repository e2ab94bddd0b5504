// SPDX-License-Identifier: GPL-2.0
/* Messages that answered a question. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"

/**
 * answer_add() - put a message at the end of an answer
 * @answer: the answer
 * @nlh: the message
 *
 * Return: 0, -ENOMEM, or -EBADMSG for a message without a header of ours.
 */
int answer_add(struct answer *answer, const struct nlmsghdr *nlh)
{
	size_t len = MNL_ALIGN(nlh->nlmsg_len);

	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN + sizeof(struct genlmsghdr))
		return -EBADMSG;
	if (answer->size - answer->len < len) {
		size_t size = answer->size * 2 + len + 4096;
		char *data = realloc(answer->data, size);

		if (!data)
			return -ENOMEM;
		answer->data = data;
		answer->size = size;
	}
	memcpy(answer->data + answer->len, nlh, nlh->nlmsg_len);
	answer->len += len;
	return 0;
}

/**
 * answer_next() - walk through an answer
 * @answer: the answer
 * @nlh: the message before, NULL at first
 *
 * Return: a message, or NULL after the last.
 */
const struct nlmsghdr *answer_next(const struct answer *answer,
				   const struct nlmsghdr *nlh)
{
	const char *at = answer->data;

	if (nlh)
		at = (const char *)nlh + MNL_ALIGN(nlh->nlmsg_len);
	if (!answer->len || at == answer->data + answer->len)
		return NULL;
	return (const struct nlmsghdr *)at;
}

/**
 * answer_free() - give an answer's memory back
 * @answer: the answer
 */
void answer_free(struct answer *answer)
{
	free(answer->data);
	memset(answer, 0, sizeof(*answer));
}
