// SPDX-License-Identifier: GPL-2.0
/* "status": the firewall at a glance. */
#include <stdio.h>
#include <string.h>

#include "cmd/get.h"
#include "cmd/list.h"
#include "cmd/object_list.h"
#include "cmd/run.h"
#include "cmd/stats.h"
#include "host/ip_forward.h"
#include "lang/format.h"
#include "lang/format_value.h"
#include "lang/vocabulary.h"
#include "lib/colour.h"
#include "net/list.h"
#include "net/overview.h"
#include "net/policytext.h"
#include "net/report.h"
#include "net/saved.h"

#define LINES_MAX	20	/* of a kind; the list command shows all */
#define REASONS_MAX	5
#define LABEL		"%-11s "

/* Lines of one kind, under one label. */
static void print_lines(const struct policy *policy, const struct kind *kind)
{
	const struct nlmsghdr *at = NULL;
	char line[LINE_MAX_BYTES];
	unsigned int count = 0;
	struct object obj;

	while (kind_next(kind, policy, &at, &obj))
		if (count++ < LINES_MAX)
			printf(LABEL "%s\n", count == 1 ? kind->label : "",
			       format_command(&obj.command, line, sizeof(line)));
	if (!count && kind->cmd == SFW_CMD_PORT_ADD)
		printf(LABEL "none\n", kind->label);
	if (count > LINES_MAX)
		printf(LABEL "... and %u more: sfwctl %s list\n", "",
		       count - LINES_MAX, kind->word);
}

/* Too many to be shown as lines. */
static void print_blocks(const struct policy *policy)
{
	unsigned int count = policy_count(policy, SFW_CMD_BLOCK_ADD);

	if (count)
		printf(LABEL "%u %s: sfwctl block list\n", "blocked", count,
		       count == 1 ? "prefix" : "prefixes");
}

/* Families that this host forwards, and those that only the policy wants. */
static void print_forwarding(const struct overview *view)
{
	unsigned int on = ip_forward_is(true), off = 0;
	char text[FORWARDS_COMMAND_MAX], first[ADVERTISED_TEXT_MAX];

	if (overview_enabled(view))
		off = ip_forward_needed(&view->policy) & ip_forward_is(false);
	if (on)
		printf(LABEL "on for %s\n", "forwarding",
		       ip_forward_names(on, text, sizeof(text)));
	if (off)
		printf(LABEL "off for %s", on ? "" : "forwarding",
		       ip_forward_names(off, text, sizeof(text)));
	if (off)
		printf(", which the policy needs: %s\n",
		       ip_forward_command(off, true,
					  advertised_settings(first, sizeof(first)),
					  text, sizeof(text)));
}

/* The recent lists that are not empty. */
static void print_lists(const struct reply *reply)
{
	const struct nlmsghdr *at = NULL;
	const char *label = "lists";
	struct list list;

	while (lists_next(reply, &at, &list)) {
		if (!list.size)
			continue;
		printf(LABEL "%-12s  %u %s\n", label, list.name, list.size,
		       list.size == 1 ? "address" : "addresses");
		label = "";
	}
}

/* The settings that differ from their defaults. */
static void print_settings(const struct policy *policy)
{
	struct command cmd = { .cmd = SFW_CMD_SETTING_SET };
	const char *label = "settings";
	char line[LINE_MAX_BYTES];
	struct values values;

	values_read(&values, policy);
	for (unsigned int i = 0; i < SFW_S_MAX; i++) {
		if (values.at[i] == settings[i].value)
			continue;
		cmd.setting.key = i;
		cmd.setting.value = values.at[i];
		printf(LABEL "%s\n", label,
		       format_command(&cmd, line, sizeof(line)));
		label = "";
	}
}

/* The reasons that were given most often. */
static void print_reasons(const struct counters *counters)
{
	bool printed[SFW_R_MAX] = { false };
	const char *label = "reasons";

	for (int n = 0; n < REASONS_MAX; n++) {
		unsigned int best = SFW_R_MAX;

		for (unsigned int i = 0; i < SFW_R_MAX; i++)
			if (!printed[i] && counters->packets[i] &&
			    (best == SFW_R_MAX ||
			     counters->packets[i] > counters->packets[best]))
				best = i;
		if (best == SFW_R_MAX)
			return;
		printed[best] = true;
		printf(LABEL "%-12s  %llu packets, %llu bytes\n", label,
		       reasons[best].word, counters->packets[best],
		       counters->bytes[best]);
		label = "";
	}
}

static void print_enabled(bool enabled)
{
	enum colour state = enabled ? COLOUR_GOOD : COLOUR_BAD;

	printf(LABEL "%s%s%s%s\n", "enabled", colour(state),
	       enabled ? "yes" : "no", colour_end(state),
	       enabled ? "" : ": every packet passes until 'sfwctl enable'");
}

static void print_trial(__u32 left)
{
	char time[DURATION_TEXT_MAX];

	if (left)
		printf(LABEL "until 'sfwctl confirm'; the policy before comes back in %s\n",
		       "on trial", format_duration(left, time, sizeof(time)));
}

static void print_rehearsal(const struct attrs *attrs)
{
	__u32 left = decode_u32(attrs, SFW_A_REHEARSE);
	__u32 count = decode_u32(attrs, SFW_A_FINDING_COUNT);
	char time[DURATION_TEXT_MAX];

	if (!attrs->a[SFW_A_REHEARSE])
		return;
	printf(LABEL "%u %s%s%s: sfwctl rehearse list\n", "rehearsal", count,
	       count == 1 ? "difference" : "differences",
	       left ? ", ends in " : ", it is over",
	       left ? format_duration(left, time, sizeof(time)) : "");
}

/*
 * Whether a reboot brings this policy back. Modules begin with an empty policy that judges
 * nothing: beside another saved one it is none to be saved.
 */
static void print_saved(const struct overview *view, enum saved saved)
{
	static const char *const texts[] = {
		[SAVED_NONE] = "no: a reboot forgets this policy: sfwctl save",
		[SAVED_SAME] = "yes",
		[SAVED_BUT_ENDING] = "no: lines with an end are in no file: sfwctl diff",
		[SAVED_DIFFERS] = "no: a reboot brings another policy: sfwctl diff",
		[SAVED_BROKEN] = "no: " SFW_CONF " has an error: sfwctl -n restore",
		[SAVED_FOR_HOST] =
			"no: " SFW_CONF " is the host's, whose network namespace is another",
	};
	bool saves = overview_enabled(view) || policy_opens(&view->policy);

	printf(LABEL "%s%s\n", "saved", texts[saved],
	       saved == SAVED_DIFFERS && saves ? "; sfwctl save" : "");
}

static const char *word_of(const struct values *values, enum sfw_setting key,
			   char *buf, size_t size)
{
	return format_value(&settings[key], values->at[key], buf, size);
}

/* The fate of packets that none of the lines above is about. */
static void print_all_else(const struct overview *view)
{
	char four[VALUE_TEXT_MAX], six[VALUE_TEXT_MAX], through[VALUE_TEXT_MAX];
	struct values values;

	values_read(&values, &view->policy);
	if (!overview_enabled(view))
		printf(LABEL "passes\n", "all else");
	else
		printf(LABEL "is refused: reject4 %s, reject6 %s; through this host: %s\n",
		       "all else",
		       word_of(&values, SFW_S_REJECT4, four, sizeof(four)),
		       word_of(&values, SFW_S_REJECT6, six, sizeof(six)),
		       values.at[SFW_S_FORWARD] == SFW_FORWARD_OFF ?
		       "left to others" :
		       word_of(&values, SFW_S_FORWARD, through,
			       sizeof(through)));
}

static void print_unlogged(__u64 packets)
{
	if (packets)
		printf(LABEL "%llu packets were too many to be logged\n",
		       "log", packets);
}

static void print_direct(__u64 packets)
{
	if (packets)
		printf(LABEL "%llu packets were let in by sockets and open ports alone\n",
		       "direct", packets);
}

static void print_text(const struct overview *view,
		       const struct action *table)
{
	const struct kind *kind;

	print_enabled(overview_enabled(view));
	printf(LABEL "%llu\n", "generation", overview_generation(view));
	print_trial(decode_u32(&view->attrs, SFW_A_CONFIRM));
	print_rehearsal(&view->attrs);
	if (view->may_read) {
		print_saved(view, saved_compare(table));
		for (kind = kinds; kind->word; kind++)
			if (kind->label)
				print_lines(&view->policy, kind);
		print_all_else(view);
		print_forwarding(view);
		print_blocks(&view->policy);
		print_settings(&view->policy);
		print_lists(&view->lists);
	} else {
		printf(LABEL "%u open ports and protocols; root sees which\n",
		       "policy", decode_u32(&view->attrs, SFW_A_PORT_COUNT));
	}
	print_unlogged(decode_u64(&view->attrs, SFW_A_UNLOGGED));
	print_direct(decode_u64(&view->attrs, SFW_A_DIRECT));
	print_reasons(&view->counters);
}

/* The policy, for users who may read it. */
static void write_policy(const struct overview *view, const struct action *table,
			 struct json *j)
{
	unsigned int on = ip_forward_is(true);
	char hash[SHA256_TEXT_MAX];
	const struct kind *kind;
	struct values values;

	json_bool(j, "closed", overview_enabled(view) && policy_closes(&view->policy));
	json_bool(j, "saved", saved_compare(table) == SAVED_SAME);
	policytext_hash(&view->policy, hash);
	json_string(j, "hash", hash);
	for (kind = kinds; kind->word; kind++)
		if (kind->label && (!kind->rare || policy_count(&view->policy, kind->cmd)))
			kind_json(kind, &view->policy, j);
	json_bool(j, "forwarding4", on & FORWARDS_IPV4);
	json_bool(j, "forwarding6", on & FORWARDS_IPV6);
	json_number(j, "block_count", policy_count(&view->policy, SFW_CMD_BLOCK_ADD));
	lists_json(&view->lists, j);
	values_read(&values, &view->policy);
	json_open(j, "settings", '{');
	values_json(&values, j);
	json_close(j, '}');
}

static void print_json(const struct overview *view,
		       const struct action *table)
{
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "version", decode_string(&view->attrs, SFW_A_VERSION));
	json_bool(&j, "enabled", overview_enabled(view));
	json_number(&j, "generation", overview_generation(view));
	json_optional(&j, "rollback_in", view->attrs.a[SFW_A_CONFIRM],
		      decode_u32(&view->attrs, SFW_A_CONFIRM));
	if (view->attrs.a[SFW_A_REHEARSE]) {
		json_number(&j, "rehearsal_left",
			    decode_u32(&view->attrs, SFW_A_REHEARSE));
		json_number(&j, "differences",
			    decode_u32(&view->attrs, SFW_A_FINDING_COUNT));
	}
	if (view->may_read)
		write_policy(view, table, &j);
	else
		json_number(&j, "port_count",
			    decode_u32(&view->attrs, SFW_A_PORT_COUNT));
	json_number(&j, "unlogged", decode_u64(&view->attrs, SFW_A_UNLOGGED));
	json_number(&j, "direct", decode_u64(&view->attrs, SFW_A_DIRECT));
	stats_json(&view->counters, &j);
	json_finish(&j);
}

int run_status(const struct options *opt, const struct words *words,
	       struct parser *p)
{
	struct overview view;
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = overview_get(&nl, &view);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&view, words->table);
	else
		print_text(&view, words->table);
	overview_free(&view);
	return ret;
}
