// SPDX-License-Identifier: GPL-2.0
/* What would happen to a packet. */
#include <errno.h>
#include <string.h>

#include "decode.h"
#include "encode.h"
#include "verdict.h"
#include "vocabulary.h"

static int read_verdict(struct verdict *v, const struct answer *answer)
{
	const struct nlmsghdr *nlh = answer_next(answer, NULL);
	struct attrs attrs, nested;
	struct object obj;

	memset(v, 0, sizeof(*v));
	if (!nlh)
		return -EBADMSG;
	decode_header(nlh, &attrs);
	v->enabled = decode_u8(&attrs, SFW_A_ENABLED);
	v->accepted = decode_u8(&attrs, SFW_A_ACTION) == SFW_ACT_ACCEPT;
	choice_word(actions, decode_u8(&attrs, SFW_A_ACTION), v->action,
		    sizeof(v->action));
	v->reason = decode_u8(&attrs, SFW_A_REASON);
	if (!attrs.a[SFW_A_ACTION] || v->reason >= SFW_R_MAX)
		return -EBADMSG;
	if (!attrs.a[SFW_A_RULE])
		return 0;
	decode_nested(attrs.a[SFW_A_RULE], &nested);
	if (!decode_object(decode_u8(&attrs, SFW_A_RULE_CMD), &nested, &obj))
		line_format(&obj.command, v->line, sizeof(v->line));
	return 0;
}

/**
 * verdict_get() - ask what would happen to a packet
 * @nl: the connection; the policy that it has staged judges, if there is one
 * @probe: the packet
 * @v: the answer
 *
 * Return: 0 or a negative errno.
 */
int verdict_get(struct nl *nl, const struct probe *probe, struct verdict *v)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_ACK);
	struct answer answer = { 0 };
	int ret;

	encode_probe(nlh, probe);
	ret = nl_ask(nl, nlh, &answer);
	if (!ret)
		ret = read_verdict(v, &answer);
	answer_free(&answer);
	return ret;
}
