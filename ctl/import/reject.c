// SPDX-License-Identifier: GPL-2.0
/* How closed ports answer. */
#include <netinet/in.h>

#include "import/order.h"
#include "lib/compiler.h"

#define OTHER_PROTO	253	/* for experiments: RFC 3692 */
#define ACCEPTED	(-1)

enum closed { CLOSED_TCP, CLOSED_UDP, CLOSED_OTHER, CLOSED_MAX };

/* Actions of the values of reject4 and reject6, in the order of their words. */
static const int answers4[][CLOSED_MAX] = {
	[SFW_REJECT4_RFC] = { SFW_ACT_RST, SFW_ACT_PORT_UNREACH,
			      SFW_ACT_PROTO_UNREACH },
	[SFW_REJECT4_ADMIN] = { SFW_ACT_RST, SFW_ACT_ADMIN_PROHIB,
				SFW_ACT_ADMIN_PROHIB },
	[SFW_REJECT4_DROP] = { SFW_ACT_DROP, SFW_ACT_DROP, SFW_ACT_DROP },
};

static const int answers6[][CLOSED_MAX] = {
	[SFW_REJECT6_ADMIN] = { SFW_ACT_RST, SFW_ACT_ADMIN_PROHIB,
				SFW_ACT_ADMIN_PROHIB },
	[SFW_REJECT6_RFC] = { SFW_ACT_RST, SFW_ACT_PORT_UNREACH,
			      SFW_ACT_PORT_UNREACH },
	[SFW_REJECT6_DROP] = { SFW_ACT_DROP, SFW_ACT_DROP, SFW_ACT_DROP },
};

static const int protos[] = { IPPROTO_TCP, IPPROTO_UDP, OTHER_PROTO };

static enum sfw_setting reject_key(const struct draft *draft)
{
	return draft->family == AF_INET ? SFW_S_REJECT4 : SFW_S_REJECT6;
}

static const int *sfw_answers(const struct draft *draft, int value)
{
	return draft->family == AF_INET ? answers4[value] : answers6[value];
}

static int closed_answer(const struct walk *walk, enum closed which)
{
	const struct stop *stop;
	struct match closed;

	match_closed(&closed, protos[which]);
	stop = walk_decide(walk, &closed);
	return !stop || stop->rule->target == TARGET_ACCEPT ?
	       ACCEPTED : stop->rule->reject;
}

/**
 * reject_choose() - choose the answers that are nearest to those of a chain
 * @draft: the policy
 * @walk: the chain
 */
void reject_choose(struct draft *draft, const struct walk *walk)
{
	int best = -1, most = -1;

	for (int value = 0; value < (int)ARRAY_SIZE(answers4); value++) {
		const int *answers = sfw_answers(draft, value);
		int same = 0;

		for (int i = 0; i < CLOSED_MAX; i++)
			same += closed_answer(walk, i) == answers[i];
		if (same > most) {
			most = same;
			best = value;
		}
	}
	draft_set(draft, reject_key(draft), best, NULL);
}

static enum closed kind_of(int proto)
{
	return proto == IPPROTO_TCP ? CLOSED_TCP :
	       proto == IPPROTO_UDP ? CLOSED_UDP : CLOSED_OTHER;
}

/**
 * reject_is_same() - whether sfw and a stop refuse with the same answer
 * @draft: the policy, whose answers are chosen
 * @walk: the chain
 * @stop: the stop
 *
 * Return: true if it does.
 */
bool reject_is_same(const struct draft *draft, const struct walk *walk,
		    const struct stop *stop)
{
	const int *answers = sfw_answers(draft,
					 draft->value[reject_key(draft)]);
	int proto = stop->match.proto;

	/* Echo requests have an answer of their own: none. */
	if (match_is_echo(&stop->match))
		return stop->rule->reject == SFW_ACT_DROP;
	if (proto != MATCH_ANY)
		return stop->rule->reject == answers[kind_of(proto)];
	for (int i = 0; i < CLOSED_MAX; i++) {
		const struct stop *before;
		struct match closed;

		match_closed(&closed, protos[i]);
		before = walk_decide(walk, &closed);
		if (before && before < stop)
			continue;
		if (stop->rule->reject != answers[i])
			return false;
	}
	return true;
}
