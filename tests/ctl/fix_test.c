// SPDX-License-Identifier: GPL-2.0
/*
 * "test ... fix" for random packets under random policies: each line that it proposes
 * changes that verdict, and of other packets only those that the line is about.
 * Usage: fix_test [CASES [SEED]]
 */
#include "cmd/fix.h"
#include "core/ifname.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "random_policy.h"

#define OTHERS	1000	/* packets */

static unsigned long proposed, others, changed, wrong, unfixed;

static struct prefix source_of(const struct probe *probe)
{
	return (struct prefix) { .addr = probe->src, .len = address_bits(probe->src.family) };
}

static bool is_from(const struct entry *e, const struct probe *probe)
{
	const struct prefix host = source_of(probe);

	for (unsigned int i = 0; i < e->from_count; i++)
		if (prefix_within(&host, &e->from[i]))
			return true;
	return !e->from_count;
}

static bool concerns_setting(enum sfw_setting key, const struct probe *probe)
{
	switch (key) {
	case SFW_S_PING:
		return probe->icmp_type == (probe->src.family == AF_INET6 ? 128 : 8);
	case SFW_S_DHCP:
		return probe->proto == IPPROTO_UDP &&
		       (probe->dport == 68 || probe->dport == 546);
	case SFW_S_FORWARD:
		return probe->dst.family || probe->dport;	/* forwarded, or led elsewhere */
	default:
		return false;
	}
}

/* Whether a line is about a packet. */
static bool concerns(const struct command *cmd, const struct probe *probe)
{
	const struct entry *e = &cmd->entry;

	if (cmd->cmd == SFW_CMD_SETTING_SET)
		return concerns_setting(cmd->setting.key, probe);
	if (e->dev[0] && !sfw_ifname_matches(e->dev, probe->dev))
		return false;
	if (e->proto && e->proto != probe->proto &&
	    !(e->ping && probe->proto == IPPROTO_ICMPV6))
		return false;
	if (e->port_count &&
	    (probe->dport < e->ports[0].first || probe->dport > e->ports[0].last))
		return false;
	return is_from(e, probe);
}

static void pick_packet(struct probe *probe)
{
	const char *src = PICK(sources), *dev = PICK(devs);

	random_packet(probe, src, PICK(ports), random_below(3) ? dev : "", PICK(dsts));
}

static bool accepts(struct nl *nl, const struct probe *probe)
{
	__u8 action, reason;

	assert_int_equal(verdict_code(nl, probe, &action, &reason), 0);
	return action == SFW_ACT_ACCEPT;
}

static void complain(const char *what, const char *line, const struct probe *probe)
{
	char text[PROBE_TEXT_MAX];

	wrong++;
	print_message("# %s: %s: %s\n", what, line, format_probe(probe, text, sizeof(text)));
}

static void parse_line(const char *line, struct command *cmd)
{
	struct parse_error err;
	struct tokens words;

	assert_null(tokenize(line, &words));
	if (parse_command(command_table, words.at, words.count, cmd, &err))
		fail_msg("%s: %s", line, err.text);
}

/* The policy and one line more. */
static void check_line(struct nl *before, char lines[][LINE_SIZE], const char *line,
		       const struct probe *probe)
{
	const struct prefix host = source_of(probe);
	struct command cmd;
	struct nl after;
	struct kernel *k = make_policy(&after, lines, LINES_MOST);

	parse_line(line, &cmd);
	add_line(&after, line);
	proposed++;
	if (strstr(line, " add ") && cmd.entry.from_count &&
	    prefix_compare(&cmd.entry.from[0], &host))
		complain("is about other sources", line, probe);
	if (accepts(before, probe) == accepts(&after, probe))
		complain("changes nothing", line, probe);
	for (unsigned int i = 0; i < OTHERS; i++) {
		struct probe other;

		pick_packet(&other);
		others++;
		if (accepts(before, &other) == accepts(&after, &other))
			continue;
		changed++;
		if (!concerns(&cmd, &other))
			complain("is about others", line, &other);
	}
	nl_close(&after);
	kernel_free(k);
}

/* Whether a policy with one line more, or with a line less, has another verdict. */
static bool would_change(struct nl *before, char lines[][LINE_SIZE], const struct probe *probe,
			 const char *line)
{
	struct parse_error err;
	struct tokens words;
	struct command cmd;
	struct kernel *k;
	struct nl after;
	bool changes;

	if (tokenize(line, &words) ||
	    parse_command(command_table, words.at, words.count, &cmd, &err))
		return false;
	k = make_policy(&after, lines, LINES_MOST);
	add_line(&after, line);
	changes = accepts(before, probe) != accepts(&after, probe);
	nl_close(&after);
	kernel_free(k);
	return changes;
}

/* All lines about a packet, as wide as they may be. */
static bool search(struct nl *nl, char lines[][LINE_SIZE], const struct probe *probe, char *line)
{
	static const char *const always[] = {
		"set ping on", "set ping off", "set dhcp on", "set dhcp off", "set forward off",
		"set forward drop", "set scan off", "set rpfilter off", "set invalid lan",
		"block add 0.0.0.0/0", "block add ::/0", "exempt add 0.0.0.0/0", "exempt add ::/0",
		"trust add from 0.0.0.0/0", "trust add from ::/0", "proto add ping",
	};
	char name[PROTOCOL_NAME_MAX], *at;
	unsigned int n = 0;

	for (; n < ARRAY_SIZE(always) + LINES_MOST + 4; n++) {
		unsigned int i = n - ARRAY_SIZE(always);

		if (n < ARRAY_SIZE(always))
			strcpy(line, always[n]);
		else if (i < LINES_MOST)
			strcpy(line, lines[i]);
		else if (i == LINES_MOST)
			sprintf(line, "port add %s %u", protocol_name(probe->proto, name,
								      sizeof(name)), probe->dport);
		else if (i == LINES_MOST + 1)
			sprintf(line, "proto add %u", probe->proto);
		else
			sprintf(line, "%s add dev %s", i == LINES_MOST + 2 ? "trust" : "lan",
				probe->dev);
		at = strstr(line, " knock ");
		if (at)
			*at = '\0';
		at = i < LINES_MOST ? strstr(line, " add ") : NULL;
		if (at)
			memcpy(at, " del ", 5);
		if (would_change(nl, lines, probe, line))
			return true;
	}
	return false;
}

static void check_case(void)
{
	char lines[LINES_MOST][LINE_SIZE], text[LINE_MAX_BYTES];
	unsigned long before = wrong;
	struct verdict verdict;
	struct fixes fixes;
	struct probe probe;
	struct kernel *k;
	struct nl nl;

	for (unsigned int i = 0; i < LINES_MOST; i++)
		random_line(lines[i], sizeof(lines[i]));
	k = make_policy(&nl, lines, LINES_MOST);
	pick_packet(&probe);
	assert_int_equal(verdict_get(&nl, &probe, &verdict), 0);
	fix_find(command_table, &probe, &verdict, NULL, &fixes);
	if (!fixes.count) {
		unfixed++;
		if (search(&nl, lines, &probe, text))
			complain("it knows no line", text, &probe);
	}
	for (size_t i = 0; i < fixes.count; i++)
		check_line(&nl, lines, fixes.line[i], &probe);
	if (wrong > before)
		for (unsigned int i = 0; i < LINES_MOST; i++)
			print_message("#   %s\n", lines[i]);
	nl_close(&nl);
	kernel_free(k);
	nl_stand_in(NULL);
}

static unsigned int cases = 300;

static void test_cases(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < cases && wrong < 5; i++)
		check_case();
	print_message("# %u cases, %lu without a line, %lu lines, %lu wrong\n", cases, unfixed,
		      proposed, wrong);
	print_message("# %lu of %lu other packets changed\n", changed, others);
	assert_int_equal(wrong, 0);
	assert_true(changed);
}

static bool proposes(const struct fixes *fixes, const char *line)
{
	for (size_t i = 0; i < fixes->count; i++)
		if (!strcmp(fixes->line[i], line))
			return true;
	return false;
}

/* Among random lines they are too rarely all there is. */
static void test_exemptions(void **state)
{
	char lines[][LINE_SIZE] = {
		"block add 10.0.0.0/8", "exempt add 10.0.0.5", "trust add from 10.0.0.6",
		"port add tcp 22",
	};
	static const char *const packets_from[] = {
		"test tcp 10.0.0.5 to 22", "test tcp 10.0.0.6 to 22",
	};
	static const char *const wanted[] = { "exempt del 10.0.0.5", "trust del from 10.0.0.6" };
	struct verdict verdict;
	struct fixes fixes;
	struct probe probe;
	struct kernel *k;
	struct nl nl;

	(void)state;
	k = make_policy(&nl, lines, ARRAY_SIZE(lines));
	for (unsigned int i = 0; i < ARRAY_SIZE(packets_from); i++) {
		parse_packet(&probe, packets_from[i]);
		assert_int_equal(verdict_get(&nl, &probe, &verdict), 0);
		assert_true(verdict.accepted);
		fix_find(command_table, &probe, &verdict, NULL, &fixes);
		assert_true(proposes(&fixes, wanted[i]));
	}
	nl_close(&nl);
	kernel_free(k);
	nl_stand_in(NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases), cmocka_unit_test(test_exemptions),
	};

	if (argc > 1)
		cases = strtoul(argv[1], NULL, 10);
	rng = (argc > 2 ? strtoul(argv[2], NULL, 10) : 2) * 2 + 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
