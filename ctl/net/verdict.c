// SPDX-License-Identifier: GPL-2.0
/* The verdict on a packet that does not exist. */
#include <errno.h>
#include <string.h>

#include "lang/vocabulary.h"
#include "net/decode.h"
#include "net/encode.h"
#include "net/verdict.h"

static int read_verdict(struct verdict *v, const struct reply *reply)
{
	const struct nlmsghdr *nlh = reply_next(reply, NULL);
	struct attrs attrs, nested;
	struct object obj;

	memset(v, 0, sizeof(*v));
	if (!nlh)
		return -EBADMSG;
	decode_header(nlh, &attrs);
	v->enabled = decode_u8(&attrs, SFW_A_ENABLED);
	v->accepted = decode_u8(&attrs, SFW_A_ACTION) == SFW_ACT_ACCEPT;
	wordset_word(actions, decode_u8(&attrs, SFW_A_ACTION), v->action,
		     sizeof(v->action));
	v->reason = decode_u8(&attrs, SFW_A_REASON);
	if (!attrs.a[SFW_A_ACTION] || v->reason >= SFW_R_MAX)
		return -EBADMSG;
	if (!attrs.a[SFW_A_RULE])
		return 0;
	decode_nested(attrs.a[SFW_A_RULE], &nested);
	if (!decode_object(decode_u8(&attrs, SFW_A_RULE_CMD), &nested, &obj))
		format_command(&obj.command, v->line, sizeof(v->line));
	return 0;
}

static int ask(struct nl *nl, const struct probe *probe, struct reply *reply)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_ACK);

	encode_probe(nlh, probe);
	return nl_request(nl, nlh, reply);
}

/**
 * verdict_get() - ask for the verdict on a packet
 * @nl: the connection; the policy that it has staged judges, if there is one
 * @probe: the packet
 * @v: the reply
 *
 * Return: 0 or a negative errno.
 */
int verdict_get(struct nl *nl, const struct probe *probe, struct verdict *v)
{
	struct reply reply = { 0 };
	int ret = ask(nl, probe, &reply);

	if (!ret)
		ret = read_verdict(v, &reply);
	reply_free(&reply);
	return ret;
}

/**
 * verdict_code() - the same, as numbers and without the line that decides
 * @nl: the connection
 * @probe: the packet
 * @action: enum sfw_action
 * @reason: enum sfw_reason
 *
 * Return: 0 or a negative errno.
 */
int verdict_code(struct nl *nl, const struct probe *probe, __u8 *action, __u8 *reason)
{
	struct reply reply = { 0 };
	struct attrs attrs;
	int ret = ask(nl, probe, &reply);

	if (!ret && reply_next(&reply, NULL)) {
		decode_header(reply_next(&reply, NULL), &attrs);
		*action = decode_u8(&attrs, SFW_A_ACTION);
		*reason = decode_u8(&attrs, SFW_A_REASON);
	}
	reply_free(&reply);
	return ret;
}
