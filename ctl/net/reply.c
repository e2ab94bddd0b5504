// SPDX-License-Identifier: GPL-2.0
/* Messages that answered a question. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>

#include "net/reply.h"

/**
 * reply_add() - put a message at the end of a reply
 * @reply: the reply
 * @nlh: the message
 *
 * Return: 0, -ENOMEM, or -EBADMSG for a message without a header of ours.
 */
int reply_add(struct reply *reply, const struct nlmsghdr *nlh)
{
	size_t len = MNL_ALIGN(nlh->nlmsg_len);

	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN + sizeof(struct genlmsghdr))
		return -EBADMSG;
	if (reply->size - reply->len < len) {
		size_t size = reply->size * 2 + len + 4096;
		char *data = realloc(reply->data, size);

		if (!data)
			return -ENOMEM;
		reply->data = data;
		reply->size = size;
	}
	memcpy(reply->data + reply->len, nlh, nlh->nlmsg_len);
	reply->len += len;
	return 0;
}

/**
 * reply_next() - walk through a reply
 * @reply: the reply
 * @nlh: the message before, NULL at first
 *
 * Return: a message, or NULL after the last.
 */
const struct nlmsghdr *reply_next(const struct reply *reply,
				  const struct nlmsghdr *nlh)
{
	const char *at = reply->data;

	if (nlh)
		at = (const char *)nlh + MNL_ALIGN(nlh->nlmsg_len);
	if (!reply->len || at == reply->data + reply->len)
		return NULL;
	return (const struct nlmsghdr *)at;
}

/**
 * reply_free() - give a reply's memory back
 * @reply: the reply
 */
void reply_free(struct reply *reply)
{
	free(reply->data);
	memset(reply, 0, sizeof(*reply));
}
