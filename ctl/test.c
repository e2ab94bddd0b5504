// SPDX-License-Identifier: GPL-2.0
/* "test": what would happen to a packet. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "choices.h"
#include "decode.h"
#include "encode.h"
#include "help.h"
#include "json.h"
#include "line.h"
#include "report.h"
#include "vocabulary.h"

/**
 * struct verdict - the answer
 * @enabled: whether packets are judged at all
 * @accepted: whether this one would be let through
 * @action: what would be done with it
 * @reason: enum sfw_reason
 * @line: the line of the policy that decides, or ""
 */
struct verdict {
	bool enabled;
	bool accepted;
	char action[CHOICE_MAX];
	__u8 reason;
	char line[LINE_MAX_BYTES];
};

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

static int ask(struct nl *nl, const struct probe *probe, struct verdict *v)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct answer answer = { 0 };
	struct nlmsghdr *nlh;
	int ret;

	ret = nl_open(nl);
	if (!ret) {
		nlh = nl_message(nl, buf, NLM_F_ACK);
		encode_probe(nlh, probe);
		ret = nl_ask(nl, nlh, &answer);
	}
	if (!ret)
		ret = read_verdict(v, &answer);
	answer_free(&answer);
	nl_close(nl);
	return ret;
}

static void print_text(const struct verdict *v)
{
	const struct reason *reason = &reasons[v->reason];

	printf("verdict  %s\n", v->action);
	printf("reason   %s (%s)\n", reason->word, reason->text);
	if (v->line[0])
		printf("line     %s\n", v->line);
	if (!v->enabled)
		puts("note     sfw is disabled: every packet passes until 'sfwctl enable'");
}

static void print_json(const struct verdict *v)
{
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "verdict", v->action);
	json_bool(&j, "accepted", v->accepted);
	json_string(&j, "reason", reasons[v->reason].word);
	json_string(&j, "line", v->line);
	json_bool(&j, "enabled", v->enabled);
	json_finish(&j);
}

/**
 * query_test() - "test"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_test(const struct options *opt, const struct words *words)
{
	struct parse_error err;
	struct verdict verdict;
	struct probe probe;
	struct nl nl;
	int ret;

	if (parse_probe(words->at, words->count, &probe, &err))
		return help_words(words, &err);
	ret = ask(&nl, &probe, &verdict);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (opt->json)
		print_json(&verdict);
	else
		print_text(&verdict);
	return verdict.accepted ? STATUS_DONE : STATUS_REFUSED;
}
