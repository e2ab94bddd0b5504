// SPDX-License-Identifier: GPL-2.0
/*
 * "rehearse suggest": lines that, added to the policy that is rehearsed, let in what it
 * would refuse and the policy that runs let in.
 *
 *	finding, source --reason--> line --> staged beside the policy, in the library
 *		^					      |
 *		`---- the packet is still refused, for another reason
 *
 * Each source gets lines of its own first. Those that differ in sources, protocol or
 * ports alone are joined then, so that the fewest are left.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/run.h"
#include "host/served.h"
#include "lang/format.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/json.h"
#include "lib/grow.h"
#include "net/finding.h"
#include "net/offline.h"
#include "net/report.h"
#include "net/txn.h"
#include "net/verdict.h"

#define ROUNDS	4	/* lines that one packet may need */
#define WHO_MAX	256

/**
 * struct advice - a line, and why
 * @cmd: the line
 * @packets: packets that it is for
 * @sources: their sources
 * @covered: they are more than that, of one prefix
 * @reason: enum sfw_reason, of packets that no line lets in; SFW_R_MAX: it is a line
 */
struct advice {
	struct command cmd;
	__u64 packets;
	unsigned int sources;
	bool covered;
	__u8 reason;
};

/**
 * struct advices - all of them
 * @at: the lines
 * @count: how many
 * @nl: connection to the library, with a transaction of all lines so far
 * @txn: that
 */
struct advices {
	struct advice *at;
	size_t count;
	struct nl nl;
	struct txn txn;
};

static bool same_setting(const struct command *a, const struct command *b)
{
	return a->setting.key == b->setting.key;
}

static bool same_selector(const struct entry *a, const struct entry *b)
{
	return a->proto == b->proto && a->from_count == b->from_count &&
	       a->ports[0].first == b->ports[0].first && !strcmp(a->dev, b->dev) &&
	       !strcmp(a->out, b->out) &&
	       (!a->from_count || !prefix_compare(&a->from[0], &b->from[0]));
}

static struct advice *find(const struct advices *all, const struct command *cmd, __u8 reason)
{
	for (size_t i = 0; i < all->count; i++) {
		struct advice *a = &all->at[i];

		if (a->cmd.cmd == cmd->cmd && a->reason == reason &&
		    (cmd->cmd == SFW_CMD_SETTING_SET ?
		     same_setting(&a->cmd, cmd) :
		     same_selector(&a->cmd.entry, &cmd->entry)))
			return a;
	}
	return NULL;
}

/* Packets of several sources are told with the first: nobody counts them apart. */
static int note(struct advices *all, const struct command *cmd, __u8 reason,
		const struct finding *f, unsigned int source)
{
	struct advice *a = find(all, cmd, reason);

	if (!a) {
		a = grow(&all->at, &all->count, sizeof(*a));
		if (!a)
			return -ENOMEM;
		a->cmd = *cmd;
		a->reason = reason;
	}
	a->packets += source ? 0 : f->packets;
	a->sources++;
	a->covered |= f->covered;
	return 0;
}

/* The source as a selector; all addresses are none. */
static void set_from(struct entry *entry, const struct finding *f, unsigned int source)
{
	entry->from[0] = f->from[source];
	entry->from_count = f->from[source].len > 0;
}

static void set_open(struct command *cmd, const struct finding *f, unsigned int source)
{
	cmd->cmd = protocol_has_ports(f->proto) ? SFW_CMD_PORT_ADD : SFW_CMD_PROTO_ADD;
	cmd->entry.proto = f->proto;
	if (cmd->cmd == SFW_CMD_PORT_ADD) {
		cmd->entry.port_count = 1;
		cmd->entry.ports[0] = (struct port_range){ .first = f->port, .last = f->port };
	}
	set_from(&cmd->entry, f, source);
}

static void set_setting(struct command *cmd, enum sfw_setting key, __u32 value)
{
	cmd->cmd = SFW_CMD_SETTING_SET;
	cmd->setting.key = key;
	cmd->setting.value = value;
}

/* The line against one reason; false: there is none. */
static bool answer(__u8 reason, const struct finding *f, unsigned int source,
		   struct command *cmd)
{
	memset(cmd, 0, sizeof(*cmd));
	switch ((enum sfw_reason)reason) {
	case SFW_R_CLOSED_TCP:
	case SFW_R_CLOSED_UDP:
	case SFW_R_CLOSED_PROTO:
	case SFW_R_KNOCK:
		set_open(cmd, f, source);
		return true;
	case SFW_R_SCAN:
	case SFW_R_GUARD:
	case SFW_R_BLOCKED:
		cmd->cmd = SFW_CMD_EXEMPT_ADD;
		cmd->entry.from_count = 1;
		cmd->entry.from[0] = f->from[source];
		return true;
	case SFW_R_NO_FORWARD:
		cmd->cmd = SFW_CMD_LAN_ADD;
		snprintf(cmd->entry.dev, sizeof(cmd->entry.dev), "%s", f->dev);
		snprintf(cmd->entry.out, sizeof(cmd->entry.out), "%s", f->out);
		return true;
	case SFW_R_PING_OFF:
		set_setting(cmd, SFW_S_PING, 1);
		return true;
	case SFW_R_RPFILTER:
		set_setting(cmd, SFW_S_RPFILTER, SFW_RPFILTER_OFF);
		return true;
	default:
		return false;
	}
}

/* Packets of a source, as its first address sends them. */
static int judge(struct advices *all, const struct finding *f, unsigned int source,
		 struct verdict *v)
{
	struct probe probe = {
		.proto = f->proto, .src = f->from[source].addr, .dport = f->port,
		.sport = 40000, .tcp_flags = 0x02, .state = SFW_CT_NEW,
	};

	snprintf(probe.dev, sizeof(probe.dev), "%s", f->dev);
	return verdict_get(&all->nl, &probe, v);
}

static int stage(struct advices *all, const struct command *cmd)
{
	int ret = txn_add(&all->txn, cmd);

	return ret ? ret : txn_send(&all->txn);
}

/* Returns 1 if no line helps, 0 or a negative errno. */
static int answer_one(struct advices *all, const struct finding *f, unsigned int source,
		      __u8 reason)
{
	struct command cmd;
	int ret = -EEXIST;

	if (answer(reason, f, source, &cmd)) {
		ret = find(all, &cmd, SFW_R_MAX) ? 0 : stage(all, &cmd);
		if (!ret)
			return note(all, &cmd, SFW_R_MAX, f, source);
	}
	if (ret != -EEXIST)
		return ret;
	/* The policy has that line, and it does not help. */
	memset(&cmd, 0, sizeof(cmd));
	set_from(&cmd.entry, f, source);
	ret = note(all, &cmd, reason, f, source);
	return ret ? ret : 1;
}

/* Behind the first reason, another may refuse the packet still. */
static int answer_source(struct advices *all, const struct finding *f, unsigned int source)
{
	int ret = answer_one(all, f, source, f->reason);
	struct verdict v;

	if (f->reason != SFW_R_SCAN && f->reason != SFW_R_GUARD &&
	    f->reason != SFW_R_BLOCKED && f->reason != SFW_R_RPFILTER)
		return ret < 0 ? ret : 0;
	for (int i = 0; i < ROUNDS && !ret; i++) {
		ret = judge(all, f, source, &v);
		if (ret || v.accepted)
			break;
		ret = answer_one(all, f, source, v.reason);
	}
	return ret < 0 ? ret : 0;
}

static int answer_all(struct advices *all, const struct findings *findings)
{
	int ret = nl_open(&all->nl);

	ret = ret ? ret : txn_begin(&all->txn, &all->nl, TXN_LIVE);
	ret = ret ? ret : txn_send(&all->txn);
	for (unsigned int i = 0; i < findings->count && !ret; i++) {
		const struct finding *f = &findings->at[i];

		for (unsigned int s = 0; s < f->from_count && !f->accept && !ret; s++)
			ret = answer_source(all, f, s);
	}
	nl_close(&all->nl);
	return ret;
}

static bool same_sources(const struct entry *a, const struct entry *b)
{
	if (a->from_count != b->from_count)
		return false;
	for (unsigned int i = 0; i < a->from_count; i++)
		if (prefix_compare(&a->from[i], &b->from[i]))
			return false;
	return true;
}

static bool same_ports(const struct entry *a, const struct entry *b)
{
	return a->port_count == b->port_count &&
	       !memcmp(a->ports, b->ports, a->port_count * sizeof(a->ports[0]));
}

static bool same_protocols(const struct entry *a, const struct entry *b)
{
	return a->proto == b->proto && a->also_count == b->also_count &&
	       !memcmp(a->also, b->also, a->also_count);
}

static int compare_prefixes(const void *a, const void *b)
{
	return prefix_compare(a, b);
}

/* One more source, or no source any more where the other has none. */
static bool join_sources(struct entry *a, const struct entry *b)
{
	if (!same_protocols(a, b) || !same_ports(a, b) || strcmp(a->dev, b->dev) ||
	    strcmp(a->out, b->out))
		return false;
	if (!a->from_count || !b->from_count) {
		a->from_count = 0;
		return true;
	}
	if (a->from_count + b->from_count > LIST_MAX)
		return false;
	memcpy(&a->from[a->from_count], b->from, b->from_count * sizeof(b->from[0]));
	a->from_count += b->from_count;
	qsort(a->from, a->from_count, sizeof(a->from[0]), compare_prefixes);
	return true;
}

static int compare_ports(const void *a, const void *b)
{
	return ((const struct port_range *)a)->first -
	       ((const struct port_range *)b)->first;
}

static void merge_ranges(struct entry *entry)
{
	unsigned int n = 0;

	qsort(entry->ports, entry->port_count, sizeof(entry->ports[0]), compare_ports);
	for (unsigned int i = 0; i < entry->port_count; i++) {
		if (n && entry->ports[i].first <= entry->ports[n - 1].last + 1)
			entry->ports[n - 1].last = entry->ports[i].last;
		else
			entry->ports[n++] = entry->ports[i];
	}
	entry->port_count = n;
}

static bool join_ports(struct entry *a, const struct entry *b)
{
	if (!a->port_count || !same_protocols(a, b) || !same_sources(a, b) ||
	    a->port_count + b->port_count > LIST_MAX)
		return false;
	memcpy(&a->ports[a->port_count], b->ports, b->port_count * sizeof(b->ports[0]));
	a->port_count += b->port_count;
	merge_ranges(a);
	return true;
}

static bool join_protocols(struct entry *a, const struct entry *b)
{
	return a->port_count && same_ports(a, b) && same_sources(a, b) && !b->also_count &&
	       !entry_add_protocol(a, b->proto);
}

typedef bool join_fn(struct entry *a, const struct entry *b);

/* Every line takes in those behind it that it can be joined with. */
static void join(struct advices *all, join_fn *fits)
{
	for (size_t i = 0; i < all->count; i++) {
		struct advice *a = &all->at[i];
		size_t kept = i + 1;

		for (size_t j = i + 1; j < all->count; j++) {
			const struct advice *b = &all->at[j];

			if (a->cmd.cmd != SFW_CMD_SETTING_SET && a->cmd.cmd == b->cmd.cmd &&
			    a->reason == b->reason && fits(&a->cmd.entry, &b->cmd.entry)) {
				a->packets += b->packets;
				a->covered |= b->covered;
				a->sources = fits == join_sources ? a->sources + b->sources :
					     a->sources > b->sources ? a->sources : b->sources;
			} else {
				all->at[kept++] = *b;
			}
		}
		all->count = kept;
	}
}

/* Those who serve the ports of a line, each once. */
struct who {
	char text[WHO_MAX];
};

static void add_who(void *ctx, const char *name)
{
	struct who *who = ctx;
	size_t used = strlen(who->text);

	if (!strstr(who->text, name))
		snprintf(who->text + used, sizeof(who->text) - used, "%s%s",
			 used ? ", " : "", name);
}

static void find_who(const struct command *cmd, struct who *who)
{
	const struct entry *e = &cmd->entry;

	who->text[0] = '\0';
	if (cmd->cmd != SFW_CMD_PORT_ADD)
		return;
	for (unsigned int p = 0; p < entry_protocols(e); p++)
		for (unsigned int i = 0; i < e->port_count; i++)
			served_by(entry_protocol(e, p), e->ports[i].first, e->ports[i].last,
				  add_who, who);
}

static const char *plural(__u64 n)
{
	return n == 1 ? "" : "s";
}

static void print_text(const struct advice *a, const char *line, const struct who *who)
{
	printf("# %llu packet%s from ", a->packets, plural(a->packets));
	if (a->covered)
		printf("more than %u sources", SFW_FINDING_SOURCES);
	else
		printf("%u source%s", a->sources, plural(a->sources));
	if (a->reason < SFW_R_MAX)
		printf(": %s, which no line but trust would let in\n", reasons[a->reason].word);
	else
		printf("%s%s\n%s\n", who->text[0] ? ": " : "", who->text, line);
}

static void write_json(struct json *j, const struct advice *a, const char *line,
		       const struct who *who)
{
	json_open(j, NULL, '{');
	json_string(j, "line", a->reason < SFW_R_MAX ? NULL : line);
	json_number(j, "packets", a->packets);
	json_optional(j, "sources", !a->covered, a->sources);
	json_string(j, "served_by", who->text);
	json_string(j, "reason", a->reason < SFW_R_MAX ? reasons[a->reason].word : NULL);
	json_close(j, '}');
}

static void print(const struct advices *all, bool as_json)
{
	char line[LINE_MAX_BYTES];
	struct who who;
	struct json j;

	if (as_json) {
		json_start(&j, stdout);
		json_open(&j, "suggestions", '[');
	}
	for (size_t i = 0; i < all->count; i++) {
		format_command(&all->at[i].cmd, line, sizeof(line));
		find_who(&all->at[i].cmd, &who);
		if (as_json)
			write_json(&j, &all->at[i], line, &who);
		else
			print_text(&all->at[i], line, &who);
	}
	if (as_json) {
		json_close(&j, ']');
		json_finish(&j);
	}
}

static int suggest(const struct findings *findings, const struct policy *policy, bool json)
{
	struct kernel *kernel = NULL;
	struct advices all = { 0 };
	int ret = offline_policy(&kernel, policy);

	ret = ret ? ret : answer_all(&all, findings);
	nl_stand_in(NULL);
	kernel_free(kernel);
	if (!ret) {
		join(&all, join_sources);
		join(&all, join_ports);
		join(&all, join_protocols);
		print(&all, json);
	}
	free(all.at);
	return ret;
}

int run_rehearse_suggest(const struct options *opt, const struct words *words,
			 struct parser *p)
{
	struct findings findings = { 0 };
	struct policy policy = { 0 };
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = findings_get(&nl, &findings);
	if (!ret)
		ret = policy_get_rehearsed(&nl, &policy);
	nl_close(&nl);
	if (!ret)
		ret = suggest(&findings, &policy, opt->json);
	findings_free(&findings);
	policy_free(&policy);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}
