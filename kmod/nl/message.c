// SPDX-License-Identifier: GPL-2.0
/* The family as its messages name it; family.c adds the commands. */
#include "message.h"

struct genl_family sfw_genl = {
	.name		= SFW_GENL_NAME,
	.version	= SFW_GENL_VERSION,
	.maxattr	= SFW_A_MAX,
	.netnsok	= true,
	.module		= THIS_MODULE,
};

/**
 * sfw_nl_begin - begin a message of a dump
 * @skb: where to
 * @cb: the dump
 * @cmd: enum sfw_cmd
 *
 * Return: its head, or NULL when there is no room.
 */
void *sfw_nl_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &sfw_genl, NLM_F_MULTI, cmd);
}

/**
 * sfw_nl_end - end a message, or take it back
 * @skb: where it is
 * @head: its head
 * @err: 0, or why it is not whole
 *
 * Return: @err.
 */
int sfw_nl_end(struct sk_buff *skb, void *head, int err)
{
	if (err)
		genlmsg_cancel(skb, head);
	else
		genlmsg_end(skb, head);
	return err;
}
