// SPDX-License-Identifier: GPL-2.0
/*
 * "rehearse suggest": lines that, added to the policy that is rehearsed, let in those
 * packets that it would refuse and the policy that runs let in.
 *
 *	finding, source --reason--> line, or a remark
 *		  `--> asked in the library, where nothing is blocked or listed:
 *		       refused all the same? --reason--> one more line
 *
 * advice.c makes of these the fewest lines.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/advice.h"
#include "cmd/rehearse_ways.h"
#include "cmd/run.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lib/grow.h"
#include "net/offline.h"
#include "net/policytext.h"
#include "net/report.h"
#include "net/txn.h"
#include "net/verdict.h"

#define NEEDS_MOST	64	/* of one finding */

/**
 * struct search - for all lines
 * @live: the policy that runs
 * @file: the one that is rehearsed
 * @all: the advice
 * @order: of the next need
 * @nl: connection to the library, where the rehearsed policy without its blocks judges
 * @opened: sources of TCP, and of UDP, that had a closed port, and get a line for it
 * @opened_count: how many
 */
struct search {
	struct ways live;
	struct ways file;
	struct advices *all;
	__u32 order;
	struct nl nl;
	struct prefix *opened[2];
	size_t opened_count[2];
};

/* One of the policy that runs: if none is missing, one that the rehearsed policy has, too. */
static long find_missing(const struct search *s, const struct finding *f, unsigned int source)
{
	long number = forward_find(&s->live, &s->file, f, source);

	return number >= 0 ? number : forward_find(&s->live, NULL, f, source);
}

/* Packets of several sources are told with the first: nobody counts them apart. */
static int add(struct search *s, struct need *need, const struct finding *f,
	       unsigned int source, __u8 reason)
{
	need->reason = reason;
	need->from = f->from[source];
	need->covered = f->covered;
	need->packets = source ? 0 : f->packets;
	need->order = s->order++;
	return advice_add(s->all, need);
}

static int remark(struct search *s, const struct finding *f, unsigned int source,
		  __u8 reason, enum advice_kind kind)
{
	struct need need = { .kind = kind };

	return add(s, &need, f, source, reason);
}

static int need_setting(struct search *s, const struct finding *f, unsigned int source,
			__u8 reason, enum sfw_setting key, __u8 value)
{
	struct need need = { .cmd = SFW_CMD_SETTING_SET, .setting = key, .value = value };

	return add(s, &need, f, source, reason);
}

static int need_exempt(struct search *s, const struct finding *f, unsigned int source,
		       __u8 reason)
{
	struct need need = { .cmd = SFW_CMD_EXEMPT_ADD };

	return f->covered ? remark(s, f, source, reason, ADVICE_MANY) :
			    add(s, &need, f, source, reason);
}

static int need_forward(struct search *s, const struct finding *f, unsigned int source,
			__u8 reason, long number)
{
	struct need need = { .cmd = SFW_CMD_FORWARD_ADD, .forward = number };

	return add(s, &need, f, source, reason);
}

/* Sent to one of several hosts by its own address: to which one is not known. */
static int need_forwards(struct search *s, const struct finding *f, unsigned int source,
			 __u8 reason, long number)
{
	int ret = 0;

	while (!ret && number >= 0) {
		ret = need_forward(s, f, source, reason, number);
		number = forward_next(&s->live, &s->file, f, source, number);
	}
	return ret;
}

/* Out by no interface: an answer, or no route was known. */
static int need_lan(struct search *s, const struct finding *f, unsigned int source,
		    __u8 reason)
{
	struct need need = { .cmd = SFW_CMD_LAN_ADD };
	long number = find_missing(s, f, source);

	if (f->live == SFW_R_FORWARD && number >= 0)
		return need_forwards(s, f, source, reason, number);
	memcpy(need.dev, f->dev, sizeof(need.dev));
	memcpy(need.out, f->out, sizeof(need.out));
	return add(s, &need, f, source, reason);
}

static int note_opened(struct search *s, const struct finding *f, unsigned int source)
{
	bool udp = f->proto == IPPROTO_UDP;
	struct prefix *at = grow(&s->opened[udp], &s->opened_count[udp], sizeof(*at));

	if (at)
		*at = f->from[source];
	return at ? 0 : -ENOMEM;
}

static int need_port(struct search *s, const struct finding *f, unsigned int source,
		     __u8 reason)
{
	struct need need = {
		.cmd = protocol_has_ports(f->proto) ? SFW_CMD_PORT_ADD : SFW_CMD_PROTO_ADD,
		.proto = f->proto, .port = f->port,
	};
	int ret;

	if (need.cmd == SFW_CMD_PORT_ADD && !need.port)
		return remark(s, f, source, reason, ADVICE_NONE);
	ret = add(s, &need, f, source, reason);
	return ret || f->reason == SFW_R_SCAN ? ret : note_opened(s, f, source);
}

/*
 * To this host, by the rehearsed policy. Where the one that runs let it through this host,
 * a forwarded port of its own, or somebody else's translation, has led it on.
 */
static int need_open(struct search *s, const struct finding *f, unsigned int source,
		     __u8 reason)
{
	bool led = !f->out[0] && (f->live == SFW_R_FORWARD || f->live == SFW_R_LAN);
	long number = led ? find_missing(s, f, source) : -1;

	if (number >= 0)
		return need_forward(s, f, source, reason, number);
	if (led && s->live.values.at[SFW_S_PUBLISHED] == SFW_PUBLISHED_PORTS)
		return remark(s, f, source, reason, ADVICE_LED);
	return need_port(s, f, source, reason);
}

/* Against a reason with none behind it. */
static int answer_last(struct search *s, const struct finding *f, unsigned int source,
		       __u8 reason)
{
	switch ((enum sfw_reason)reason) {
	case SFW_R_CLOSED_TCP:
	case SFW_R_CLOSED_UDP:
	case SFW_R_CLOSED_PROTO:
	case SFW_R_KNOCK:
		return need_open(s, f, source, reason);
	case SFW_R_NO_FORWARD:
		return need_lan(s, f, source, reason);
	case SFW_R_PING_OFF:
		return need_setting(s, f, source, reason, SFW_S_PING, 1);
	default:
		return remark(s, f, source, reason, ADVICE_NONE);
	}
}

/*
 * Packets of a source, as its first address sends them, where nothing is blocked, counted
 * or listed: SFW_R_MAX, or the reason of their refusal.
 */
static int ask_behind(struct search *s, const struct finding *f, unsigned int source,
		      __u8 *reason)
{
	struct probe probe = {
		.proto = f->proto, .src = f->from[source].addr, .dport = f->port,
		.sport = 40000, .tcp_flags = 0x02, .state = SFW_CT_NEW,
		.icmp_type = f->from[source].addr.family == AF_INET6 ? 128 : 8,
	};
	struct verdict v;
	int ret;

	*reason = SFW_R_MAX;
	if (f->out[0]) {
		if (!ways_lead(&s->file, f, source))
			*reason = SFW_R_NO_FORWARD;
		return 0;
	}
	memcpy(probe.dev, f->dev, sizeof(probe.dev));
	ret = verdict_get(&s->nl, &probe, &v);
	if (!ret && !v.accepted)
		*reason = v.reason;
	return ret;
}

static int answer_behind(struct search *s, const struct finding *f, unsigned int source)
{
	__u8 reason;
	int ret = ask_behind(s, f, source, &reason);

	return ret || reason == SFW_R_MAX ? ret : answer_last(s, f, source, reason);
}

static int compare_prefixes(const void *a, const void *b)
{
	return prefix_compare(a, b);
}

/* The prefixes of many are among the addresses, and few. */
static bool is_opened(const struct search *s, const struct finding *f, unsigned int source)
{
	bool udp = f->proto == IPPROTO_UDP;
	const struct prefix *from = &f->from[source], *all = s->opened[udp];

	if (!s->opened_count[udp])
		return false;
	if (bsearch(from, all, s->opened_count[udp], sizeof(*all), compare_prefixes))
		return true;
	for (size_t i = 0; i < s->opened_count[udp]; i++)
		if (prefix_within(from, &all[i]))
			return true;
	return false;
}

/* It is listed no more once its port is open; the closed one that listed it may be another. */
static int answer_scan(struct search *s, const struct finding *f, unsigned int source)
{
	int ret = answer_behind(s, f, source);

	return ret || is_opened(s, f, source) ? ret : need_exempt(s, f, source, f->reason);
}

static int answer(struct search *s, const struct finding *f, unsigned int source)
{
	int ret;

	switch ((enum sfw_reason)f->reason) {
	case SFW_R_SCAN:
		return answer_scan(s, f, source);
	case SFW_R_GUARD:
		return need_exempt(s, f, source, f->reason);
	case SFW_R_BLOCKED:
		ret = need_exempt(s, f, source, f->reason);
		return ret || f->covered ? ret : answer_behind(s, f, source);
	case SFW_R_RPFILTER:
		ret = need_setting(s, f, source, f->reason, SFW_S_RPFILTER, SFW_RPFILTER_OFF);
		return ret ? ret : answer_behind(s, f, source);
	default:
		return answer_last(s, f, source, f->reason);
	}
}

/* Those whose source is listed come last: by then it is known why. */
static int answer_all(struct search *s, const struct findings *findings, bool listed)
{
	int ret = 0;

	for (unsigned int i = 0; i < findings->count && !ret; i++) {
		const struct finding *f = &findings->at[i];
		bool is_listed = f->reason == SFW_R_SCAN;

		s->order = i * NEEDS_MOST;
		if (f->accept || is_listed != listed)
			continue;
		for (unsigned int source = 0; source < f->from_count && !ret; source++)
			ret = answer(s, f, source);
	}
	for (unsigned int i = 0; i < 2; i++)
		if (s->opened_count[i])
			qsort(s->opened[i], s->opened_count[i], sizeof(*s->opened[i]),
			      compare_prefixes);
	return ret;
}

static int stage(void *txn, const struct command *cmd)
{
	int ret = txn_add(txn, cmd);

	return ret ? ret : txn_send(txn);
}

/* Each line that the module would refuse is none. */
static int check_all(struct search *s)
{
	struct txn txn;
	int ret = txn_begin(&txn, &s->nl, TXN_LIVE);

	ret = ret ? ret : txn_send(&txn);
	return ret ? ret : advice_check(s->all, s->live.policy, stage, &txn);
}

static int add_unblocked(void *txn, const struct command *cmd)
{
	return cmd->cmd == SFW_CMD_BLOCK_ADD ? 0 : txn_add(txn, cmd);
}

static bool has_group(const struct policy *policy, const char *name)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		if (obj.command.cmd == SFW_CMD_GROUP_NEW &&
		    !strcmp(obj.command.entry.name, name))
			return true;
	return false;
}

/* Members that are no policy are those of now, under any. */
static int add_members(struct txn *txn, const struct search *s)
{
	const struct nlmsghdr *at = NULL;
	char name[SFW_NAME_MAX + 1] = "";
	struct object obj;
	bool there = false;
	int ret = 0;

	while (!ret && policy_next(s->live.policy, &at, &obj)) {
		struct entry *e = &obj.command.entry;

		if (obj.command.cmd != SFW_CMD_GROUP_ADD || !e->is_volatile)
			continue;
		if (strcmp(e->name, name))
			there = has_group(s->file.policy, e->name);
		memcpy(name, e->name, sizeof(name));
		e->keep = true;
		ret = there ? txn_add(txn, &obj.command) : 0;
	}
	return ret;
}

static int fill(struct txn *txn, const void *what)
{
	const struct search *s = what;
	int ret = policytext_each(s->file.policy, add_unblocked, txn);

	return ret ? ret : add_members(txn, s);
}

static int find_all(struct search *s, const struct findings *findings)
{
	int ret = nl_open(&s->nl);

	ret = ret ? ret : answer_all(s, findings, false);
	ret = ret ? ret : answer_all(s, findings, true);
	ret = ret ? ret : check_all(s);
	nl_close(&s->nl);
	return ret ? ret : advice_join(s->all, s->live.policy);
}

/**
 * advice_find() - find the lines that a policy lacks
 * @all: the advice, nothing before; advice_free() is due in any case
 * @findings: the packets
 * @live: the policy that let them in
 * @file: the one that would refuse them
 *
 * The library stands in for the module meanwhile.
 *
 * Return: 0 or a negative errno.
 */
int advice_find(struct advices *all, const struct findings *findings,
		const struct policy *live, const struct policy *file)
{
	struct search s = { .all = all };
	struct kernel *kernel = NULL;
	int ret = ways_read(&s.live, live);

	ret = ret ? ret : ways_read(&s.file, file);
	ret = ret ? ret : offline_fill(&kernel, fill, &s);
	ret = ret ? ret : find_all(&s, findings);
	nl_stand_in(NULL);
	kernel_free(kernel);
	ways_free(&s.live);
	ways_free(&s.file);
	free(s.opened[0]);
	free(s.opened[1]);
	return ret;
}

static int read_all(struct nl *nl, struct findings *findings, struct policy *live,
		    struct policy *file)
{
	int ret = findings_get(nl, findings);

	ret = ret ? ret : policy_get_rehearsed(nl, file);
	return ret ? ret : policy_get(nl, POLICY_ALL, live);
}

int run_rehearse_suggest(const struct options *opt, const struct words *words,
			 struct parser *p)
{
	struct policy live = { 0 }, file = { 0 };
	struct findings findings = { 0 };
	struct advices all = { 0 };
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	ret = ret ? ret : read_all(&nl, &findings, &live, &file);
	nl_close(&nl);
	ret = ret ? ret : advice_find(&all, &findings, &live, &file);
	if (!ret)
		advice_print(&all, opt->json);
	advice_free(&all);
	findings_free(&findings);
	policy_free(&live);
	policy_free(&file);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}
