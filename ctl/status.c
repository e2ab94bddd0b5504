// SPDX-License-Identifier: GPL-2.0
/* "status": the firewall at a glance. */
#include <stdio.h>
#include <string.h>

#include "colour.h"
#include "help.h"
#include "line.h"
#include "listing.h"
#include "overview.h"
#include "print.h"
#include "recent.h"
#include "report.h"
#include "setting.h"
#include "vocabulary.h"

#define LINES_MAX	20	/* of a kind; the list command shows all */
#define REASONS_MAX	5
#define LABEL		"%-11s "

/* Lines of one kind, under one label. */
static void print_lines(const struct policy *policy, enum sfw_cmd cmd,
			const char *label, const char *list)
{
	const struct nlmsghdr *at = NULL;
	char line[LINE_MAX_BYTES];
	unsigned int count = 0;
	struct object obj;

	while (policy_next(policy, &at, &obj)) {
		if (obj.command.cmd != cmd)
			continue;
		if (count++ < LINES_MAX)
			printf(LABEL "%s\n", count == 1 ? label : "",
			       line_format(&obj.command, line, sizeof(line)));
	}
	if (!count && cmd == SFW_CMD_PORT_ADD)
		printf(LABEL "none\n", label);
	if (count > LINES_MAX)
		printf(LABEL "... and %u more: %s\n", "", count - LINES_MAX,
		       list);
}

/* Too many to be shown as lines. */
static void print_blocks(const struct policy *policy)
{
	unsigned int count = policy_count(policy, SFW_CMD_BLOCK_ADD);

	if (count)
		printf(LABEL "%u %s: sfwctl block list\n", "blocked", count,
		       count == 1 ? "prefix" : "prefixes");
}

/* What was turned on for the policy. */
static void print_forwarding(const struct attrs *attrs)
{
	__u8 families = decode_u8(attrs, SFW_A_FORWARDING);

	if (families)
		printf(LABEL "turned on for%s%s, off again when nothing needs it\n",
		       "forwarding",
		       families & SFW_FORWARDING_IPV4 ? " IPv4" : "",
		       families & SFW_FORWARDING_IPV6 ? " IPv6" : "");
}

/* The recent lists that are not empty. */
static void print_lists(const struct answer *answer)
{
	const struct nlmsghdr *at = NULL;
	const char *label = "lists";
	struct recent_list list;

	while (recent_next(answer, &at, &list)) {
		if (!list.size)
			continue;
		printf(LABEL "%-12s  %u %s\n", label, list.name, list.size,
		       list.size == 1 ? "address" : "addresses");
		label = "";
	}
}

/* The settings that are not what they are by default. */
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
		       line_format(&cmd, line, sizeof(line)));
		label = "";
	}
}

/* The reasons that were given most often. */
static void print_reasons(const struct stats *stats)
{
	bool printed[SFW_R_MAX] = { false };
	const char *label = "reasons";

	for (int n = 0; n < REASONS_MAX; n++) {
		unsigned int best = SFW_R_MAX;

		for (unsigned int i = 0; i < SFW_R_MAX; i++)
			if (!printed[i] && stats->packets[i] &&
			    (best == SFW_R_MAX ||
			     stats->packets[i] > stats->packets[best]))
				best = i;
		if (best == SFW_R_MAX)
			return;
		printed[best] = true;
		printf(LABEL "%-12s  %llu packets, %llu bytes\n", label,
		       reasons[best].word, stats->packets[best],
		       stats->bytes[best]);
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
		       "on trial", print_duration(left, time, sizeof(time)));
}

static void print_unlogged(__u64 packets)
{
	if (packets)
		printf(LABEL "%llu packets were too many to be logged\n",
		       "log", packets);
}

static void print_text(const struct overview *view)
{
	print_enabled(overview_enabled(view));
	printf(LABEL "%llu\n", "generation", overview_generation(view));
	print_trial(decode_u32(&view->attrs, SFW_A_CONFIRM));
	if (view->may_read) {
		print_lines(&view->policy, SFW_CMD_PORT_ADD, "ports",
			    "sfwctl port list");
		print_lines(&view->policy, SFW_CMD_PROTO_ADD, "protocols",
			    "sfwctl proto list");
		print_lines(&view->policy, SFW_CMD_TRUST_ADD, "trusted",
			    "sfwctl trust list");
		print_lines(&view->policy, SFW_CMD_EXEMPT_ADD, "exempt",
			    "sfwctl exempt list");
		print_lines(&view->policy, SFW_CMD_GUARD_ADD, "guards",
			    "sfwctl guard list");
		print_lines(&view->policy, SFW_CMD_KNOCK_ADD, "knocks",
			    "sfwctl knock list");
		print_lines(&view->policy, SFW_CMD_LAN_ADD, "lan",
			    "sfwctl lan list");
		print_lines(&view->policy, SFW_CMD_MASQ_ADD, "masquerade",
			    "sfwctl masquerade list");
		print_lines(&view->policy, SFW_CMD_FORWARD_ADD, "forwards",
			    "sfwctl forward list");
		print_forwarding(&view->attrs);
		print_blocks(&view->policy);
		print_settings(&view->policy);
		print_lists(&view->lists);
	} else {
		printf(LABEL "%u open ports and protocols; root sees which\n",
		       "policy", decode_u32(&view->attrs, SFW_A_PORT_COUNT));
	}
	print_unlogged(decode_u64(&view->attrs, SFW_A_UNLOGGED));
	print_reasons(&view->stats);
}

static void print_json(const struct overview *view)
{
	struct values values;
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "version", decode_string(&view->attrs, SFW_A_VERSION));
	json_bool(&j, "enabled", overview_enabled(view));
	json_number(&j, "generation", overview_generation(view));
	if (view->attrs.a[SFW_A_CONFIRM])
		json_number(&j, "rollback_in",
			    decode_u32(&view->attrs, SFW_A_CONFIRM));
	else
		json_string(&j, "rollback_in", NULL);
	if (view->may_read) {
		listing_json(&port_listing, &j, &view->policy);
		listing_json(&proto_listing, &j, &view->policy);
		listing_json(&trust_listing, &j, &view->policy);
		listing_json(&exempt_listing, &j, &view->policy);
		listing_json(&guard_listing, &j, &view->policy);
		listing_json(&knock_listing, &j, &view->policy);
		listing_json(&lan_listing, &j, &view->policy);
		listing_json(&masquerade_listing, &j, &view->policy);
		listing_json(&forward_listing, &j, &view->policy);
		json_bool(&j, "forwarding4",
			  decode_u8(&view->attrs, SFW_A_FORWARDING) &
			  SFW_FORWARDING_IPV4);
		json_bool(&j, "forwarding6",
			  decode_u8(&view->attrs, SFW_A_FORWARDING) &
			  SFW_FORWARDING_IPV6);
		json_number(&j, "block_count",
			    policy_count(&view->policy, SFW_CMD_BLOCK_ADD));
		recent_json(&view->lists, &j);
		values_read(&values, &view->policy);
		json_open(&j, "settings", '{');
		values_json(&values, &j);
		json_close(&j, '}');
	} else {
		json_number(&j, "port_count",
			    decode_u32(&view->attrs, SFW_A_PORT_COUNT));
	}
	json_number(&j, "unlogged", decode_u64(&view->attrs, SFW_A_UNLOGGED));
	stats_json(&view->stats, &j);
	json_finish(&j);
}

/**
 * query_status() - "status", and no words at all
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_status(const struct options *opt, const struct words *words)
{
	struct overview view;
	struct parse_error err;
	struct nl nl;
	int ret;

	if (parse_no_words(words->at, words->count, 1, &err))
		return help_words(words, &err);
	ret = overview_get(&nl, &view);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(&view);
	else
		print_text(&view);
	overview_free(&view);
	return ret;
}
